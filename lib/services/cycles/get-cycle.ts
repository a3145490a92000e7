import { findCycle } from '@/lib/db/cycles';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type CycleView, cycleView } from '@/lib/services/cycles/cycle-view';

/** One billing cycle. Fails: `not_found`. */
export async function getCycle(ctx: ServiceContext, id: string): Promise<CycleView> {
  authorise(ctx, 'cycle.read');
  const row = await withTenantSql(scopeOf(ctx.actor), (sql) => findCycle(sql, id));
  if (!row) throw notFound('The billing cycle');
  return cycleView(row, ctx.now);
}
