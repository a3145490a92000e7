import { countLiveKeys, lockApiKey } from '@/lib/db/api-keys';
import { isDemoOperator } from '@/lib/db/memberships';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import type { Audience, Role } from '@/lib/domain/access/actor';
import { permissionsNotOfRole } from '@/lib/domain/access/key-grant';
import { AppError, conflict, invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { checkGrant, grantScope } from '@/lib/services/identity/create-membership';
import { type MadeApiKey, storeApiKey } from '@/lib/services/identity/store-api-key';

export type ApiKeyInput = {
  name: string;
  audience: Audience;
  partyId: string | null;
  role: Role;
  /** Some of what the role allows; all of it when absent or null. */
  permissions?: readonly string[] | null;
  /** ISO instant; no end when absent or null. */
  expiresAt?: string | null;
  /** A demo operator may name its key (`trb_demo_…`), because the demo's keys are published; nobody else may. */
  demoKey?: string;
};

/**
 * Makes a key for programs, of this party or, by the operator, of one of its parties. It can do nothing its maker cannot, and
 * one made with a key does not outlive that key.
 * Fails: AppError `forbidden`, `party_mismatch`, `permission_not_of_role`, `expires_in_past`, `expires_too_late`,
 * `expires_after_maker`, `too_many_keys`, `key_not_demo`, `key_taken`.
 */
export async function createApiKey(ctx: ServiceContext, input: ApiKeyInput): Promise<MadeApiKey> {
  authorise(ctx, 'api-key.manage');
  const { demoKey, ...asked } = input;
  const grant = { ...asked, permissions: input.permissions ?? null, expiresAt: input.expiresAt ?? null };
  return withTenantSql(grantScope(ctx), async (sql) => {
    await checkGrant(sql, ctx, grant);
    const [wrong] = permissionsNotOfRole(grant);
    if (wrong !== undefined) {
      const words = `The role ${grant.role} of a ${grant.audience} has no permission "${wrong}".`;
      throw invalid('permission_not_of_role', 'permissions', words);
    }
    checkExpiry(grant.expiresAt, ctx.now, await makerExpiry(sql, ctx));
    if (demoKey !== undefined) await checkDemoKey(sql, demoKey);
    const owner = { operatorId: ctx.actor.operatorId, partyId: grant.partyId, now: ctx.now };
    await requireRoom(sql, owner);
    return storeApiKey(sql, ctx, grant, demoKey);
  });
}

/** Of a party; as many again while they are being replaced. */
const MOST_LIVE_KEYS = 25;
const MOST_YEARS = 5;
const DEMO_KEY = /^trb_demo_[a-z0-9_-]{3,60}$/;

/** Room for one more live key, or for the successor of one. Held until the transaction ends. Fails: `too_many_keys`. */
export async function requireRoom(
  sql: Sql,
  owner: { operatorId: string; partyId: string | null; now: string },
  { isSuccessor = false } = {},
): Promise<void> {
  const { lasting, all } = await countLiveKeys(sql, owner);
  if (all < 2 * MOST_LIVE_KEYS && (isSuccessor || lasting < MOST_LIVE_KEYS)) return;
  const live =
    lasting < MOST_LIVE_KEYS || isSuccessor ? `${all} live keys, replaced ones too` : `${lasting} live keys`;
  throw conflict('too_many_keys', `There are ${live}. Revoke one that is not needed.`);
}

/**
 * When the key that asks ends; null for one that does not, and for people. It is held, so that one which is just being ended makes none
 * that outlives it. Fails: `key_revoked`, `key_expired`.
 */
export async function makerExpiry(sql: Sql, { actor, now }: ServiceContext): Promise<string | null> {
  const maker = actor.kind === 'key' ? await lockApiKey(sql, actor.id, now) : null;
  if (maker && maker.state !== 'live') {
    throw new AppError('unauthenticated', `key_${maker.state}`, 'The API key that asks has ended.');
  }
  return maker?.expiresAt ?? null;
}

function checkExpiry(expiresAt: string | null, now: string, makerEndsAt: string | null): void {
  if (makerEndsAt !== null && (expiresAt === null || Date.parse(expiresAt) > Date.parse(makerEndsAt))) {
    const words = `A key made with a key ends with it, on ${makerEndsAt}, at the latest.`;
    throw invalid('expires_after_maker', 'expiresAt', words);
  }
  if (expiresAt === null) return;
  if (Date.parse(expiresAt) <= Date.parse(now)) {
    throw invalid('expires_in_past', 'expiresAt', 'A key ends in the future.');
  }
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + MOST_YEARS);
  if (Date.parse(expiresAt) > latest.getTime()) {
    throw invalid('expires_too_late', 'expiresAt', `A key ends within ${MOST_YEARS} years, or never.`);
  }
}

async function checkDemoKey(sql: Sql, key: string): Promise<void> {
  if (DEMO_KEY.test(key) && (await isDemoOperator(sql))) return;
  throw invalid(
    'key_not_demo',
    'demoKey',
    'Only a demo operator has keys of its own choice, and they start with trb_demo_.',
  );
}
