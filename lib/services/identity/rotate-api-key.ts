import { type ApiKeyRow, replaceKey, revokeKey } from '@/lib/db/api-keys';
import { appendAudit } from '@/lib/db/audit';
import { withTenantSql } from '@/lib/db/tenant';
import { conflict } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { makerExpiry, requireRoom } from '@/lib/services/identity/create-api-key';
import { grantScope } from '@/lib/services/identity/create-membership';
import { keyToEnd } from '@/lib/services/identity/end-api-key';
import { type MadeApiKey, storeApiKey } from '@/lib/services/identity/store-api-key';

/**
 * Makes a key that takes the place of another: the same name, party and rights, and as long a life as that one was given. The one
 * before ends after `overlapHours` (0 to 168; 0 revokes it), or when it would have anyway, and what was made with it ends with it.
 * A key that exchanges itself keeps its end. Fails: AppError `forbidden`, `not_found`, `key_not_live`, `key_replaced`, `key_published`,
 * `too_many_keys`.
 */
export async function rotateApiKey(
  ctx: ServiceContext,
  { id, overlapHours }: { id: string; overlapHours: number },
): Promise<MadeApiKey> {
  authorise(ctx, 'api-key.manage');
  return withTenantSql(grantScope(ctx), async (sql) => {
    const old = await keyToEnd(sql, ctx, id);
    if (old.state !== 'live') {
      throw conflict('key_not_live', `The key is ${old.state}. Make a new one.`);
    }
    if (old.replacedById !== null) {
      throw conflict('key_replaced', 'The key has a successor already. Exchange that one.');
    }
    const expiresAt = earlier(sameLife(old, ctx.now), await makerExpiry(sql, ctx));
    const { name, audience, partyId, role, permissions } = old;
    if (overlapHours > 0) {
      const owner = { operatorId: ctx.actor.operatorId, partyId, now: ctx.now };
      await requireRoom(sql, owner, { isSuccessor: true });
    }
    const made = await storeApiKey(sql, ctx, { name, audience, partyId, role, permissions, expiresAt });
    const endsAt = new Date(Date.parse(ctx.now) + overlapHours * 3_600_000).toISOString();
    await replaceKey(sql, { id, replacedById: made.id, endsAt });
    if (overlapHours === 0) await revokeKey(sql, id, ctx.now);
    await appendAudit(sql, ctx.actor, {
      action: 'api-key.rotated',
      entityType: 'api_key',
      entityId: id,
      before: { expiresAt: old.expiresAt },
      after: { expiresAt: earlier(old.expiresAt, endsAt), replacedById: made.id },
    });
    return made;
  });
}

/** From now on as long as the old key had from its beginning; null when it had no end. */
function sameLife({ createdAt, expiresAt }: ApiKeyRow, now: string): string | null {
  if (expiresAt === null) return null;
  return new Date(Date.parse(now) + Date.parse(expiresAt) - Date.parse(createdAt)).toISOString();
}

/** Of two ends the first; null is none. */
function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return Date.parse(one) <= Date.parse(other) ? one : other;
}
