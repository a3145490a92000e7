import { hash } from 'node:crypto';
import { appendAudit } from '@/lib/db/audit';
import { findOperator } from '@/lib/db/operators';
import type { SuspenseRow } from '@/lib/db/suspense-reads';
import { endWaiting, findTakenVersion, type TakenVersion } from '@/lib/db/suspense-repairs';
import { withTenantSql } from '@/lib/db/tenant';
import { lockWaiting } from '@/lib/db/usage-suspense';
import { decimal } from '@/lib/domain/money/decimal';
import { conflict } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { retrying } from '@/lib/services/retrying';
import { requireOwn } from '@/lib/services/suspense/get-suspense';
import { wholeScope } from '@/lib/services/suspense/own-suspense';
import { requireWaiting } from '@/lib/services/suspense/repair-suspense';
import { toEvent } from '@/lib/services/suspense/retry-waiting';
import type { DecodedEvent } from '@/lib/services/usage/decode-event';
import type { Outcome } from '@/lib/services/usage/outcome';
import { takeEvents } from '@/lib/services/usage/take-events';

/**
 * Settles a conflict for the version that waits: the event taken before is reversed, and this one is taken under an id of its own,
 * both or neither. Both ids follow from the row's, so that it cannot be done twice.
 * Fails: `not_found`, `not_waiting`, `not_a_conflict`, `taken_version_gone`, `cannot_replace` with the reason in words.
 */
export async function replaceTaken(
  ctx: ServiceContext,
  id: string,
  note: string,
): Promise<{ replaced: true }> {
  authorise(ctx, 'usage.send');
  const { operatorId } = ctx.actor;
  return retrying(() =>
    withTenantSql(wholeScope(ctx), async (sql) => {
      const row = requireConflict(requireWaiting(await requireOwn(sql, ctx, id)));
      const [waiting] = await lockWaiting(sql, { ids: [id] }, { limit: 1 });
      if (!waiting) throw conflict('not_waiting', 'Somebody else has this usage in hand.');
      const supplierId = row.senderId === (await findOperator(sql))!.partyId ? null : row.senderId;
      const taken = await findTakenVersion(sql, { ...waiting, supplierId, subject: row.body.subject });
      if (!taken || taken.isReversed) {
        throw conflict(
          'taken_version_gone',
          'The event that was taken is reversed already, or not there any more.',
        );
      }
      const replacement = { ...toEvent(waiting), eventId: `suspense:${id}:replacement` };
      const events = [reversalOf(row, taken), replacement];
      const outcomes = await takeEvents(sql, { operatorId, supplierId }, events, ctx.now);
      for (const outcome of outcomes) requireAccepted(outcome);
      const deed = { at: ctx.now, by: ctx.actor.name, deed: 'replaced', note } as const;
      await endWaiting(sql, { ids: [id] }, 'replaced', deed);
      await appendAudit(sql, ctx.actor, {
        action: 'suspense.replaced',
        entityType: 'usage_suspense',
        entityId: id,
        before: taken,
        after: { ...row.body, note },
      });
      return { replaced: true as const };
    }),
  );
}

function requireConflict(row: SuspenseRow): SuspenseRow {
  if (row.reason === 'conflict') return row;
  throw conflict('not_a_conflict', 'This usage does not conflict with any that was taken.');
}

/** All or nothing: what cannot be taken now would leave the other one reversed. */
function requireAccepted(outcome: Outcome): void {
  if (outcome.status === 'accepted') return;
  const words = 'message' in outcome ? outcome.message : `It is a ${outcome.status}.`;
  throw conflict('cannot_replace', words);
}

function reversalOf({ id, source, eventId, body }: SuspenseRow, taken: TakenVersion): DecodedEvent {
  const { subject, meter, quantity, occurredAt } = taken;
  const key = `suspense:${id}:reversal`;
  return {
    source,
    eventId: key,
    bodyHash: hash('sha256', key, 'hex'),
    type: body.type,
    subject,
    meter,
    quantity: decimal(quantity),
    atMs: Date.parse(occurredAt),
    attributes: { reverses: eventId },
  };
}
