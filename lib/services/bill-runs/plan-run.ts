import { type RunPlanRow, readRunPlan } from '@/lib/db/run-plan';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** What a run of this cycle would find, before it is started. */
export async function planRun(ctx: ServiceContext, cycleId: string): Promise<RunPlanRow> {
  authorise(ctx, 'bill-run.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => readRunPlan(sql, cycleId));
}
