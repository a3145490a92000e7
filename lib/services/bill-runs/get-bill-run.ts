import { findBillRun } from '@/lib/db/bill-runs';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { type BillRunView, readBillRunView } from '@/lib/services/bill-runs/bill-run-view';
import { authorise, type ServiceContext } from '@/lib/services/context';

export async function getBillRun(ctx: ServiceContext, runId: string): Promise<BillRunView> {
  authorise(ctx, 'bill-run.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = await findBillRun(sql, runId);
    if (!run) throw notFound('The bill run');
    return readBillRunView(sql, run);
  });
}
