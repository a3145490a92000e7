import { type Audience, type Role, systemActor } from '@/lib/domain/access/actor';
import type { ServiceContext } from '@/lib/services/context';
import { createOperator, type OperatorInput } from '@/lib/services/operators/create-operator';

/** An operator in the making, and the moment in which its story is told. */
export type World = {
  operatorId: string;
  operatorPartyId: string;
  /** The instant of seeding; nothing in the world is later. */
  now: string;
};

export async function buildOperator(input: OperatorInput, now: string): Promise<World> {
  const { operatorId, partyId } = await createOperator(input);
  return { operatorId, operatorPartyId: partyId, now };
}

/** The operator's own machinery at an instant: what the past of a world is made with. */
export const actingAt = ({ operatorId }: World, now: string): ServiceContext => ({
  actor: { ...systemActor(operatorId), name: 'Seed' },
  now,
});

/** Someone of a party at an instant, for what a partner or customer does itself. */
export function actingAs(
  world: World,
  audience: Audience,
  party: { id: string; name: string },
  now: string,
  role: Role = 'billing',
): ServiceContext {
  const { actor } = actingAt(world, now);
  const partyId = audience === 'operator' ? null : party.id;
  return { actor: { ...actor, kind: 'key', id: party.id, name: party.name, audience, partyId, role }, now };
}
