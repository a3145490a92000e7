import { isConnectionLoss } from '@/lib/db/connection-loss';
import { lockRecycle, type SuspenseRecycleRow, updateRecycle } from '@/lib/db/suspense-recycles';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { lockWaiting } from '@/lib/db/usage-suspense';
import { failpoint } from '@/lib/failpoint';
import { log } from '@/lib/log';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { retrying } from '@/lib/services/retrying';
import { wholeScope } from '@/lib/services/suspense/own-suspense';
import { retryWaiting } from '@/lib/services/suspense/retry-waiting';
import { enqueueRecycle } from '@/lib/services/suspense/start-recycle';

/** Events of one transaction: enough that its fixed costs do not count, few enough that a killed worker repeats little. */
const EVENTS_PER_CHUNK = 1_000;

/**
 * Goes on with a recycle until it is done or `signal` aborts. How far it came is written in the transaction that tried the events,
 * under the recycle's lock: a worker that dies leaves whole chunks, and two of them take turns. A defect ends it with its words.
 */
export async function advanceRecycle(
  ctx: ServiceContext,
  id: string,
  { signal, eventsPerChunk = EVENTS_PER_CHUNK }: { signal?: AbortSignal; eventsPerChunk?: number } = {},
): Promise<void> {
  authorise(ctx, 'usage.send');
  try {
    while (!signal?.aborted) {
      const isOver = await retrying(() =>
        withTenantSql(wholeScope(ctx), async (sql) => {
          const isLast = await advanceChunk(ctx, sql, id, eventsPerChunk);
          failpoint('suspense.recycle.before-commit');
          return isLast;
        }),
      );
      failpoint('suspense.recycle.after-commit');
      if (isOver) return;
    }
    await continueRecycle(ctx, id);
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    await failRecycle(ctx, id, error);
  }
}

/** The worker is asked to stop: another goes on. */
const continueRecycle = (ctx: ServiceContext, id: string): Promise<void> =>
  withTenantSql(wholeScope(ctx), (sql) => enqueueRecycle(sql, ctx.actor.operatorId, id));

/** Answers whether it is over. */
async function advanceChunk(ctx: ServiceContext, sql: Sql, id: string, limit: number): Promise<boolean> {
  const recycle = await lockRecycle(sql, id);
  if (!recycle || isOver(recycle)) return true;
  const { operatorId } = ctx.actor;
  const rows = await lockWaiting(sql, recycle.filter, {
    limit,
    after: recycle.cursorId,
    upTo: recycle.lastId,
  });
  const counts = await retryWaiting(sql, operatorId, rows, ctx.now);
  const isDone = rows.length < limit;
  await updateRecycle(sql, operatorId, id, {
    state: isDone ? 'done' : 'running',
    cursorId: rows.at(-1)?.id ?? recycle.cursorId,
    tried: recycle.tried + counts.tried,
    accepted: recycle.accepted + counts.accepted,
    duplicate: recycle.duplicate + counts.duplicate,
    conflict: recycle.conflict + counts.conflict,
    rejected: recycle.rejected + counts.rejected,
    stillWaiting: recycle.stillWaiting + counts.waiting,
    failure: null,
    startedAt: recycle.startedAt ?? ctx.now,
    finishedAt: isDone ? ctx.now : null,
  });
  return isDone;
}

const isOver = ({ state }: SuspenseRecycleRow) => state === 'done' || state === 'failed';

async function failRecycle(ctx: ServiceContext, id: string, error: unknown): Promise<void> {
  const failure = error instanceof Error ? error.message : String(error);
  log.error({ recycleId: id, error: error instanceof Error ? error.stack : failure }, 'recycle failed');
  await withTenantSql(wholeScope(ctx), async (sql) => {
    const recycle = await lockRecycle(sql, id);
    if (!recycle || isOver(recycle)) return;
    await updateRecycle(sql, ctx.actor.operatorId, id, {
      ...recycle,
      state: 'failed',
      failure,
      finishedAt: ctx.now,
    });
  });
}
