import { listCycles as listCycleRows } from '@/lib/db/cycles';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type CycleView, cycleView } from '@/lib/services/cycles/cycle-view';

/** Billing cycles with their bills counted and summed, and what waits for a person. */
export async function listCycles(ctx: ServiceContext, query: ListQuery): Promise<Page<CycleView>> {
  authorise(ctx, 'cycle.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listCycleRows(sql, ctx.now, query));
  return { ...page, data: page.data.map((row) => cycleView(row, ctx.now)) };
}
