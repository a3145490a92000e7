import type { Action } from '@/components/action/action';
import type { Audience, Role } from '@/lib/domain/access/actor';

export type ApiKeyItem = {
  id: string;
  name: string;
  prefix: string;
  audience: Audience;
  party: { name: string } | null;
  role: Role;
  permissions: readonly string[] | null;
  state: 'live' | 'expired' | 'revoked';
  createdBy: string | null;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  replacedById: string | null;
  revokedAt: string | null;
  isPublished: boolean;
};

export type NewApiKey = {
  name: string;
  role: Role;
  permissions: string[] | null;
  /** Null: no end. */
  lifeDays: number | null;
};

/** A key that was just made: shown once, and what it is for with it. */
export type MadeKey = Pick<ApiKeyItem, 'name' | 'audience' | 'role' | 'permissions' | 'createdAt'> & {
  key: string;
};

export type ApiKeyActions = {
  create: Action<NewApiKey, MadeKey>;
  rotate: Action<{ id: string; overlapHours: number }, MadeKey>;
  revoke: Action<{ id: string }>;
};
