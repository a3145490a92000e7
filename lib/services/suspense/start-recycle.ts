import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import type { SuspenseFilter } from '@/lib/db/suspense-filter';
import { measureWaiting } from '@/lib/db/suspense-reads';
import { findRecycle, insertRecycle, type SuspenseRecycleRow } from '@/lib/db/suspense-recycles';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { enqueue } from '@/lib/queue/enqueue';
import type { ServiceContext } from '@/lib/services/context';
import { wholeScope } from '@/lib/services/suspense/own-suspense';

export type SuspenseRecycle = Omit<SuspenseRecycleRow, 'filter' | 'lastId' | 'cursorId' | 'senderId'>;

/**
 * Hands waiting usage to a job when it is more than `above`; null when it is not. What arrives after this moment is not part of it.
 * The filter is the caller's own (`ownSuspense`).
 */
export function startRecycle(
  ctx: ServiceContext,
  filter: SuspenseFilter,
  { above }: { above: number },
): Promise<SuspenseRecycle | null> {
  const { operatorId, partyId } = ctx.actor;
  return withTenantSql(wholeScope(ctx), async (sql) => {
    const waiting = await measureWaiting(sql, filter);
    if (!waiting || waiting.count <= above) return null;
    const id = newId();
    await insertRecycle(sql, operatorId, {
      id,
      senderId: partyId,
      filter,
      eventsTotal: waiting.count,
      lastId: waiting.lastId,
      createdBy: ctx.actor.name,
      createdAt: ctx.now,
    });
    await enqueueRecycle(sql, operatorId, id);
    await appendAudit(sql, ctx.actor, {
      action: 'suspense.recycle-started',
      entityType: 'suspense_recycle',
      entityId: id,
      after: { filter, events: waiting.count },
    });
    return recycleView((await findRecycle(sql, id))!);
  });
}

/** Each killed worker costs an attempt. */
export const enqueueRecycle = (sql: Sql, operatorId: string, recycleId: string): Promise<void> =>
  enqueue(
    sql,
    'suspense.recycle',
    { operatorId, recycleId },
    { jobKey: `suspense.recycle:${recycleId}`, maxAttempts: 100 },
  );

export function recycleView(row: SuspenseRecycleRow): SuspenseRecycle {
  const { filter: _, lastId: _last, cursorId: _cursor, senderId: _sender, ...shown } = row;
  return shown;
}
