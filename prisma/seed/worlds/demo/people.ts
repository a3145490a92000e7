import type { ServiceContext } from '@/lib/services/context';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { createMembership } from '@/lib/services/identity/create-membership';
import { createUser } from '@/lib/services/identity/create-user';
import { actingAt, type World } from '@/prisma/seed/builders/world';
import { DEMO_PASSWORD, demoPersonas } from '@/prisma/seed/personas';

/** The people of the demo, and a key of each party for programs; `parties` has ids by audience and short name. */
export async function buildPeople(world: World, parties: PartyIds): Promise<void> {
  const ctx = actingAt(world, world.now);
  for (const { name, email, audience, party, memberRole } of demoPersonas) {
    const user = await createUser(ctx, { email, name, password: DEMO_PASSWORD });
    const partyId = audience === 'operator' ? null : parties[audience][party]!;
    await createMembership(ctx, { userId: user.id, audience, partyId, role: memberRole });
  }
  const key = (audience: 'operator' | 'partner' | 'customer', partyId: string | null, demoKey: string) =>
    createApiKey(ctx, { name: 'Demo', audience, partyId, role: 'admin', demoKey });
  await key('operator', null, 'trb_demo_operator');
  for (const audience of ['partner', 'customer'] as const) {
    for (const [slug, id] of Object.entries(parties[audience]))
      await key(audience, id, `trb_demo_${audience}_${slug}`);
  }
}

export type PartyIds = Record<'partner' | 'customer', Readonly<Record<string, string>>>;

/** One of the operator's people: money goes out by two of them. */
export const person = (world: World, name: string, now: string): ServiceContext => {
  const { actor } = actingAt(world, now);
  return { actor: { ...actor, kind: 'user', id: name.toLowerCase().replace(' ', '.'), name }, now };
};
