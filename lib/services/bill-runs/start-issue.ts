import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { type BillRunView, readBillRunView } from '@/lib/services/bill-runs/bill-run-view';
import { applyChange, refuseDryRun, requireRun } from '@/lib/services/bill-runs/change-bill-run';
import { enqueueIssue } from '@/lib/services/bill-runs/enqueue-run';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Hands an approved run to the workers to be issued. Asked again while they are at it, it changes nothing. */
export async function startIssue(ctx: ServiceContext, runId: string): Promise<BillRunView> {
  authorise(ctx, 'bill-run.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = await requireRun(sql, runId);
    refuseDryRun(run);
    const isUnderWay = run.state === 'issuing' || run.state === 'issued';
    const issuing = isUnderWay
      ? run
      : await applyChange(ctx, sql, run, { event: 'issue', action: 'issue-started' });
    if (issuing.state === 'issuing') await enqueueIssue(sql, ctx.actor.operatorId, runId);
    return readBillRunView(sql, issuing);
  });
}
