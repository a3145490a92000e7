import { isConnectionLoss } from '@/lib/db/connection-loss';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { log } from '@/lib/log';
import { applyChange, requireRun } from '@/lib/services/bill-runs/change-bill-run';
import type { ServiceContext } from '@/lib/services/context';

/**
 * Does a lane's work. A defect stops the run and shows its words to a person, who may resume it once it is mended; a
 * database that went away is no defect, and an issue that has begun must reach its end: both are thrown on, and the queue
 * tries again.
 */
export async function failingRun(
  ctx: ServiceContext,
  runId: string,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    const failure = error instanceof Error ? error.message : String(error);
    log.error({ runId, error: error instanceof Error ? error.stack : failure }, 'bill run failed');
    await withTenantSql(scopeOf(ctx.actor), async (sql) => {
      const run = await requireRun(sql, runId);
      if (!STOPPABLE.has(run.state)) throw error;
      await applyChange(ctx, sql, run, { event: 'fail', action: 'failed', set: { failure } });
    });
  }
}

const STOPPABLE: ReadonlySet<string> = new Set(['queued', 'running']);
