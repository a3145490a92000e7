import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { endWaiting } from '@/lib/db/suspense-repairs';
import { withTenantSql } from '@/lib/db/tenant';
import { conflict } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { ownSuspense, wholeScope } from '@/lib/services/suspense/own-suspense';

/**
 * Ends the wait of usage that shall not be taken: it stays on record with the reason, and sent again it waits again. A partner
 * dismisses what it sent. Fails: `not_waiting` when none of it waits.
 */
export async function dismissSuspense(
  ctx: ServiceContext,
  { ids, note }: { ids: readonly string[]; note: string },
): Promise<{ dismissed: number }> {
  authorise(ctx, 'usage.send');
  const own = ownSuspense(ctx, { ids });
  return withTenantSql(wholeScope(ctx), async (sql) => {
    const deed = { at: ctx.now, by: ctx.actor.name, deed: 'dismissed', note } as const;
    const dismissed = await endWaiting(sql, own, 'dismissed', deed);
    if (dismissed === 0) throw conflict('not_waiting', 'None of this usage waits any more.');
    await appendAudit(sql, ctx.actor, {
      action: 'suspense.dismissed',
      entityType: 'usage_suspense',
      entityId: ids.length === 1 ? ids[0]! : newId(),
      after: { ids, events: dismissed, note },
    });
    return { dismissed };
  });
}
