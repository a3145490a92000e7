import { findBillRun } from '@/lib/db/bill-runs';
import { listOpenCohorts } from '@/lib/db/run-cohorts';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { enqueueCohort, enqueueIssue, enqueueLanes } from '@/lib/services/bill-runs/enqueue-run';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Puts a run that a worker had to leave back into the queue, for the next one to go on with. */
export async function continueBillRun(ctx: ServiceContext, runId: string): Promise<void> {
  authorise(ctx, 'bill-run.manage');
  await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = await findBillRun(sql, runId);
    if (run?.state === 'running') await enqueueLanes(sql, ctx.actor.operatorId, runId);
    if (run?.state === 'issuing_cohort') {
      for (const { id } of await listOpenCohorts(sql, runId)) {
        await enqueueCohort(sql, ctx.actor.operatorId, runId, id);
      }
    }
    if (run?.state === 'issuing') await enqueueIssue(sql, ctx.actor.operatorId, runId);
  });
}
