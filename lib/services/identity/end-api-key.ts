import { type ApiKeyRow, lockApiKey } from '@/lib/db/api-keys';
import type { Sql } from '@/lib/db/tenant';
import { conflict, notFound } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';

/**
 * A key that is about to be ended, locked in the operator's scope: a party ends its own, the operator those of all its
 * parties. The demo's published keys stay, because whoever tries the demo needs them. Fails: `not_found`, `key_published`.
 */
export async function keyToEnd(sql: Sql, ctx: ServiceContext, id: string): Promise<ApiKeyRow> {
  const key = await lockApiKey(sql, id, ctx.now);
  const isTheirs = ctx.actor.audience === 'operator' || key?.partyId === ctx.actor.partyId;
  if (!key || !isTheirs) throw notFound('The API key');
  if (key.isPublished) {
    throw conflict(
      'key_published',
      'This key is published with the demo, and stays as long as the demo does.',
    );
  }
  return key;
}
