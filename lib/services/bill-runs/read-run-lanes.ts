import { readRunLanes as readLanes } from '@/lib/db/run-lanes';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Who is at work: worker threads alive in all, and lanes in the middle of this run. */
export async function readRunLanes(
  ctx: ServiceContext,
  runId: string,
): Promise<{ workers: number; lanes: number }> {
  authorise(ctx, 'bill-run.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => readLanes(sql, runId));
}
