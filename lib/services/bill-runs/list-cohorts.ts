import { findBillRun } from '@/lib/db/bill-runs';
import { listCohorts as listRows } from '@/lib/db/run-cohorts';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { type CohortView, cohortView } from '@/lib/services/bill-runs/cohort-view';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** The parts of a run that are issued, or on their way, the latest first. Fails: `not_found`. */
export async function listCohorts(ctx: ServiceContext, runId: string): Promise<CohortView[]> {
  authorise(ctx, 'bill-run.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    if (!(await findBillRun(sql, runId))) throw notFound('The bill run');
    return (await listRows(sql, runId)).map(cohortView);
  });
}
