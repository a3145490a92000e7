import type { Actor, Audience, Role } from '@/lib/domain/access/actor';
import { can, isPermission, permissionsOf } from '@/lib/domain/access/permissions';

/** What a key is to be: for whom, as which role, and with which of its permissions (null: all). */
export type KeyGrant = {
  audience: Audience;
  partyId: string | null;
  role: Role;
  permissions: readonly string[] | null;
};

/**
 * Of the permissions a key is narrowed to, those that its role does not have, or that nobody has; a key that says it may do
 * what it may not would be found out when it is used. `viewer` with `['bill.read', 'usage.send']` → `['usage.send']`.
 */
export function permissionsNotOfRole({ permissions, ...grant }: KeyGrant): string[] {
  const whole = holderOf({ ...grant, permissions: null });
  return (permissions ?? []).filter((word) => !(isPermission(word) && can(whole, word)));
}

/**
 * Whether the key could do nothing that its maker cannot. Within one audience permission by permission; what an operator
 * gives to a party of its own has other permissions, so there the maker is not narrowed itself and the role not above its own.
 */
export function isWithin(maker: Actor, grant: KeyGrant): boolean {
  if (grant.audience === maker.audience) {
    return permissionsOf(holderOf(grant)).every((permission) => can(maker, permission));
  }
  return maker.only === undefined && RANK[grant.role] <= RANK[maker.role];
}

const RANK: Readonly<Record<Role, number>> = { viewer: 0, billing: 1, admin: 2 };

/** Who holds such a key, as far as rights go. */
const holderOf = ({ audience, partyId, role, permissions }: KeyGrant): Actor => ({
  ...{ kind: 'key', id: '', name: '', operatorId: '' },
  ...{ audience, partyId, role, ...(permissions && { only: permissions }) },
});
