import type { SuspenseFilter } from '@/lib/db/suspense-filter';
import { withTenantSql } from '@/lib/db/tenant';
import { lockWaiting } from '@/lib/db/usage-suspense';
import { MAX_EVENTS } from '@/lib/schemas/api/usage';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { retrying } from '@/lib/services/retrying';
import { ownSuspense, wholeScope } from '@/lib/services/suspense/own-suspense';
import { type Retried, retryWaiting } from '@/lib/services/suspense/retry-waiting';
import { type SuspenseRecycle, startRecycle } from '@/lib/services/suspense/start-recycle';

export type Recycled = Retried & {
  /** Set where it was too much for one call: a job tries it, and this says how far it came. */
  job: SuspenseRecycle | null;
};

/**
 * Tries waiting usage again: what the filter names, the oldest first. At most 1,000 in one call, unless `all` is asked for: then all of
 * it, by a job when it is more than that. What comes through leaves suspense and stays on record; what does not keeps waiting with
 * its present reason. Two calls at once share what waits and never take an event twice. A partner tries its own.
 */
export async function recycleSuspense(
  ctx: ServiceContext,
  { all = false, ...filter }: SuspenseFilter & { all?: boolean | undefined },
): Promise<Recycled> {
  authorise(ctx, 'usage.send');
  const own = ownSuspense(ctx, filter);
  if (all) {
    const job = await startRecycle(ctx, own, { above: MAX_EVENTS });
    if (job) return { tried: 0, accepted: 0, duplicate: 0, conflict: 0, waiting: 0, rejected: 0, job };
  }
  const retried = await retrying(() =>
    withTenantSql(wholeScope(ctx), async (sql) => {
      const rows = await lockWaiting(sql, own, { limit: MAX_EVENTS });
      return retryWaiting(sql, ctx.actor.operatorId, rows, ctx.now);
    }),
  );
  return { ...retried, job: null };
}
