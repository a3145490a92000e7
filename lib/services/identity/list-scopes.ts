import { listMembershipsOf } from '@/lib/db/identity';
import { nameScope } from '@/lib/db/memberships';
import type { Audience, Role } from '@/lib/domain/access/actor';

/** One entry of the "work as" menu. */
export type ScopeChoice = {
  membershipId: string;
  audience: Audience;
  role: Role;
  operatorName: string;
  partyName: string;
};

/** The scopes a person may switch between, in the order of the menu; a person with one has nothing to choose. */
export async function listScopes(userId: string): Promise<ScopeChoice[]> {
  const memberships = await listMembershipsOf(userId);
  const choices: ScopeChoice[] = [];
  for (const { id, operatorId, audience, partyId, role } of memberships) {
    const names = await nameScope({
      operatorId,
      partnerId: audience === 'partner' ? partyId : null,
      customerId: audience === 'customer' ? partyId : null,
    });
    if (names) choices.push({ membershipId: id, audience, role, ...names });
  }
  return choices;
}
