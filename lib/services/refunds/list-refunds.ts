import type { ListQuery, Page } from '@/lib/db/keyset';
import { listRefunds as listRows } from '@/lib/db/refunds';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type RefundView, readRefund, refundView } from '@/lib/services/refunds/refund-view';

/** Refunds, what was asked for last first; a customer sees those of its own accounts. */
export async function listRefunds(ctx: ServiceContext, query: ListQuery): Promise<Page<RefundView>> {
  authorise(ctx, 'payment.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listRows(sql, query));
  return { ...page, data: page.data.map(refundView) };
}

/** Fails: `not_found`. */
export async function getRefund(ctx: ServiceContext, id: string): Promise<RefundView> {
  authorise(ctx, 'payment.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => readRefund(sql, id));
}
