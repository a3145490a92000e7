import { createHash, randomBytes } from 'node:crypto';
import { findApiKey, insertApiKey } from '@/lib/db/api-keys';
import { appendAudit } from '@/lib/db/audit';
import type { Sql } from '@/lib/db/tenant';
import { isWithin, type KeyGrant } from '@/lib/domain/access/key-grant';
import { AppError, conflict } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';
import { type ApiKeyView, apiKeyViews } from '@/lib/services/identity/api-key-view';
import { actorName } from '@/lib/services/partner-bills/acting';

/** A key that was just made; `key` is in no other answer, and is not stored. */
export type MadeApiKey = ApiKeyView & { key: string };

/**
 * Stores a key's SHA-256, with its trace, and answers the key: `trb_` and 256 random bits, unless it was `chosen`.
 * Fails: AppError `forbidden` for a key that could do more than its maker, `key_taken`.
 */
export async function storeApiKey(
  sql: Sql,
  ctx: ServiceContext,
  grant: KeyGrant & { name: string; expiresAt: string | null },
  chosen?: string,
): Promise<MadeApiKey> {
  if (!isWithin(ctx.actor, grant)) {
    throw new AppError('forbidden', 'forbidden', 'A key cannot do more than whoever makes it.');
  }
  const key = chosen ?? `trb_${randomBytes(32).toString('base64url')}`;
  const prefix = key.slice(0, PREFIX_LENGTH);
  const id = await insertApiKey(sql, {
    ...grant,
    operatorId: ctx.actor.operatorId,
    prefix,
    keyHashHex: createHash('sha256').update(key).digest('hex'),
    createdBy: actorName(ctx.actor),
    makerAudience: ctx.actor.audience,
    createdAt: ctx.now,
  });
  if (id === null) throw conflict('key_taken', 'This key exists already.');
  await appendAudit(sql, ctx.actor, {
    action: 'api-key.created',
    entityType: 'api_key',
    entityId: id,
    after: { ...grant, prefix },
  });
  const [view] = await apiKeyViews(sql, ctx, [(await findApiKey(sql, id, ctx.now))!]);
  return { ...view!, key };
}

const PREFIX_LENGTH = 12;
