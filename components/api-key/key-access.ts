import type { ApiKeyItem } from '@/components/api-key/api-key-item';
import type { Audience, Role } from '@/lib/domain/access/actor';
import type { Permission } from '@/lib/domain/access/permissions';

/** What a key is for, in the few words that a form asks with; the API can narrow a key to any of its role's permissions. */
export type KeyAccess = 'usage' | 'read' | 'write' | 'admin';

export const accessesOf = (audience: Audience): readonly KeyAccess[] =>
  audience === 'customer' ? ['read', 'write', 'admin'] : ['usage', 'read', 'write', 'admin'];

const USAGE: readonly Permission[] = ['usage.send', 'usage.read'];

const ROLES: Readonly<Record<KeyAccess, Role>> = {
  usage: 'billing',
  read: 'viewer',
  write: 'billing',
  admin: 'admin',
};

export const grantOf = (access: KeyAccess): { role: Role; permissions: string[] | null } => ({
  role: ROLES[access],
  permissions: access === 'usage' ? [...USAGE] : null,
});

/** Null for a key that was narrowed in some other way. */
export function accessOf({ role, permissions }: Pick<ApiKeyItem, 'role' | 'permissions'>): KeyAccess | null {
  if (permissions === null) return role === 'viewer' ? 'read' : role === 'billing' ? 'write' : 'admin';
  const isUsage =
    permissions.includes('usage.send') && permissions.every((word) => words(USAGE).includes(word));
  return isUsage ? 'usage' : null;
}

const words = (permissions: readonly Permission[]): readonly string[] => permissions;
