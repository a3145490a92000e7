import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { noteDeed } from '@/lib/db/suspense-repairs';
import { withTenantSql } from '@/lib/db/tenant';
import { lockWaiting } from '@/lib/db/usage-suspense';
import { conflict } from '@/lib/errors';
import { MAX_EVENTS } from '@/lib/schemas/api/usage';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { retrying } from '@/lib/services/retrying';
import { wholeScope } from '@/lib/services/suspense/own-suspense';
import { type Retried, retryWaiting } from '@/lib/services/suspense/retry-waiting';

/**
 * Takes usage that came too late after all: the operator waives the window of the agreement. It counts in its own period, and the
 * next bill charges the difference. Up to 1,000 events. Fails: `not_waiting` when none of it waits as too late.
 */
export async function acceptLateUsage(
  ctx: ServiceContext,
  { ids, note }: { ids: readonly string[]; note: string },
): Promise<Retried> {
  authorise(ctx, 'usage.accept-late');
  return retrying(() =>
    withTenantSql(wholeScope(ctx), async (sql) => {
      const rows = await lockWaiting(sql, { ids, reason: ['too_late'] }, { limit: MAX_EVENTS });
      if (rows.length === 0) throw conflict('not_waiting', 'None of this usage waits as too late.');
      const own = rows.map(({ id }) => id);
      await noteDeed(sql, own, { at: ctx.now, by: ctx.actor.name, deed: 'accepted_late', note });
      const retried = await retryWaiting(sql, ctx.actor.operatorId, rows, ctx.now, { takesTooLate: true });
      await appendAudit(sql, ctx.actor, {
        action: 'suspense.accepted-late',
        entityType: 'usage_suspense',
        entityId: own.length === 1 ? own[0]! : newId(),
        after: { ids: own, note, ...retried },
      });
      return retried;
    }),
  );
}
