import { findAccount } from '@/lib/db/accounts';
import { listAdjustmentRows } from '@/lib/db/adjustments';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { type AdjustmentView, adjustmentView } from '@/lib/services/adjustments/adjustment-view';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Adjustments, the latest first. Filters `state`, `bill`, and `account` by id or number; sorting as `listAdjustmentRows`. */
export async function listAdjustments(ctx: ServiceContext, query: ListQuery): Promise<Page<AdjustmentView>> {
  authorise(ctx, 'adjustment.read');
  const page = await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const [named] = query.filters.account ?? [];
    if (named === undefined) return listAdjustmentRows(sql, query);
    const account = await findAccount(sql, named);
    if (!account) return { data: [], nextCursor: null };
    return listAdjustmentRows(sql, { ...query, filters: { ...query.filters, account: [account.id] } });
  });
  return { ...page, data: page.data.map(adjustmentView) };
}
