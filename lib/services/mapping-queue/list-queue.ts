import type { ListQuery, Page } from '@/lib/db/keyset';
import { listQueueRows, type QueueRow, type QueueTotal, sumQueue } from '@/lib/db/mapping-queue';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type QueueSuggestion, suggestFor } from '@/lib/services/mapping-queue/suggest-for';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';

export type QueueEntry = Omit<QueueRow, 'amount'> & {
  /** The likeliest first, three at most; somebody decides. */
  suggestions: QueueSuggestion[];
};

/** Of one partner; the operator may leave it out for all of them. */
export const queuePartner = async (ctx: ServiceContext, partner: string | null): Promise<string | null> =>
  partner === null && ctx.actor.audience === 'operator' ? null : (await findBillingPartner(ctx, partner)).id;

/**
 * What partners' bills name and nobody has mapped: accounts, services and tax codes, the most money first, each with what it may be.
 * Fails: `not_found` (partner).
 */
export async function listQueue(
  ctx: ServiceContext,
  partner: string | null,
  query: ListQuery,
): Promise<Page<QueueEntry>> {
  authorise(ctx, 'partner-bill.read');
  const partnerId = await queuePartner(ctx, partner);
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const filters = partnerId === null ? query.filters : { ...query.filters, partner: [partnerId] };
    const { data, nextCursor } = await listQueueRows(sql, { ...query, filters });
    const suggestions = await suggestFor(sql, data);
    const entries = data.map(({ amount: _, ...row }) => ({
      ...row,
      suggestions: suggestions.get(row.id) ?? [],
    }));
    return { data: entries, nextCursor };
  });
}

/** What waits for a mapping, per currency. Fails: `not_found` (partner). */
export async function sumQueueMoney(ctx: ServiceContext, partner: string | null): Promise<QueueTotal[]> {
  authorise(ctx, 'partner-bill.read');
  const partnerId = await queuePartner(ctx, partner);
  return withTenantSql(scopeOf(ctx.actor), (sql) => sumQueue(sql, partnerId));
}
