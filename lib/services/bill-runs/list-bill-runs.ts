import { type CycleRunRow, listCycleRuns } from '@/lib/db/bill-run-lists';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type BillRunListItem = CycleRunRow;

/** The latest runs of a cycle, at most fifty, dry ones too. */
export async function listBillRuns(ctx: ServiceContext, cycleId: string): Promise<BillRunListItem[]> {
  authorise(ctx, 'bill-run.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => listCycleRuns(sql, cycleId, 50));
}
