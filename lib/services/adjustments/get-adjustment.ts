import { findAdjustment } from '@/lib/db/adjustments';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { type AdjustmentView, adjustmentView } from '@/lib/services/adjustments/adjustment-view';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** One adjustment, with the bill it became part of. Fails: `not_found`. */
export async function getAdjustment(ctx: ServiceContext, id: string): Promise<AdjustmentView> {
  authorise(ctx, 'adjustment.read');
  const row = await withTenantSql(scopeOf(ctx.actor), (sql) => findAdjustment(sql, id));
  if (!row) throw notFound('The adjustment');
  return adjustmentView(row);
}
