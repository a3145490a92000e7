import { listAdjustmentRows } from '@/lib/db/adjustments';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { type AdjustmentView, adjustmentView } from '@/lib/services/adjustments/adjustment-view';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Adjustments, the latest first; filters and sorting as `listAdjustmentRows`. */
export async function listAdjustments(ctx: ServiceContext, query: ListQuery): Promise<Page<AdjustmentView>> {
  authorise(ctx, 'adjustment.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listAdjustmentRows(sql, query));
  return { ...page, data: page.data.map(adjustmentView) };
}
