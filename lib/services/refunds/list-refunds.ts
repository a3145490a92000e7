import type { ListQuery, Page } from '@/lib/db/keyset';
import { listRefunds as listRows } from '@/lib/db/refunds';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { namedTo } from '@/lib/services/payments/named-to';
import { type RefundView, readRefund, refundView } from '@/lib/services/refunds/refund-view';

/** Refunds, what was asked for last first; a customer sees those of its own accounts. */
export async function listRefunds(ctx: ServiceContext, query: ListQuery): Promise<Page<RefundView>> {
  authorise(ctx, 'payment.read');
  const name = await namedTo(ctx);
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listRows(sql, query));
  return { ...page, data: page.data.map(refundView).map((refund) => seenBy(refund, name)) };
}

/** Fails: `not_found`. */
export async function getRefund(ctx: ServiceContext, id: string): Promise<RefundView> {
  authorise(ctx, 'payment.read');
  const name = await namedTo(ctx);
  return seenBy(await withTenantSql(scopeOf(ctx.actor), (sql) => readRefund(sql, id)), name);
}

const seenBy = (refund: RefundView, name: (name: string) => string): RefundView => ({
  ...refund,
  requestedBy: name(refund.requestedBy),
});
