import type { ListQuery, Page } from '@/lib/db/keyset';
import { listSettlementRunRows } from '@/lib/db/settlement-runs';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type SettlementRunView, viewOf } from '@/lib/services/settlement-runs/settlement-run-view';

/** Settlement runs, the latest first; filter `state`. */
export async function listSettlementRuns(
  ctx: ServiceContext,
  query: ListQuery,
): Promise<Page<SettlementRunView>> {
  authorise(ctx, 'settlement-run.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const page = await listSettlementRunRows(sql, query);
    const data: SettlementRunView[] = [];
    for (const run of page.data) data.push(await viewOf(sql, run));
    return { ...page, data };
  });
}
