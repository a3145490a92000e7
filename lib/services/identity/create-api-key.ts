import { createHash, randomBytes } from 'node:crypto';
import { insertApiKey } from '@/lib/db/api-keys';
import { appendAudit } from '@/lib/db/audit';
import { isDemoOperator } from '@/lib/db/memberships';
import { withTenantSql } from '@/lib/db/tenant';
import type { Audience, Role } from '@/lib/domain/access/actor';
import { conflict, invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { checkGrant, grantScope } from '@/lib/services/identity/create-membership';

/**
 * Makes a key for programs: `trb_` and 256 random bits, shown once here and stored as its SHA-256. A demo operator
 * may name its key (`trb_demo_…`), because the demo's keys are published; nobody else may.
 * Fails: AppError `forbidden`, `party_mismatch`, `key_not_demo`, `key_taken`.
 */
export async function createApiKey(
  ctx: ServiceContext,
  input: { name: string; audience: Audience; partyId: string | null; role: Role; demoKey?: string },
): Promise<{ id: string; key: string }> {
  authorise(ctx, 'api-key.manage');
  const { name, audience, partyId, role } = input;
  const key = input.demoKey ?? `trb_${randomBytes(32).toString('base64url')}`;
  return withTenantSql(grantScope(ctx), async (sql) => {
    await checkGrant(sql, ctx, input);
    if (input.demoKey !== undefined && !(DEMO_KEY.test(key) && (await isDemoOperator(sql)))) {
      throw invalid(
        'key_not_demo',
        'demoKey',
        'Only a demo operator has keys of its own choice, and they start with trb_demo_.',
      );
    }
    const id = await insertApiKey(sql, {
      operatorId: ctx.actor.operatorId,
      name,
      audience,
      partyId,
      role,
      prefix: key.slice(0, 12),
      keyHashHex: createHash('sha256').update(key).digest('hex'),
      createdAt: ctx.now,
    });
    if (id === null) throw conflict('key_taken', 'This key exists already.');
    const after = { name, audience, partyId, role, prefix: key.slice(0, 12) };
    await appendAudit(sql, ctx.actor, {
      action: 'api-key.created',
      entityType: 'api_key',
      entityId: id,
      after,
    });
    return { id, key };
  });
}

const DEMO_KEY = /^trb_demo_[a-z0-9_-]{3,60}$/;
