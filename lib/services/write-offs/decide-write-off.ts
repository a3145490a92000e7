import { appendAudit } from '@/lib/db/audit';
import { lockOpenItem } from '@/lib/db/receivables';
import { decideWriteOffRow, lockWriteOff } from '@/lib/db/write-offs';
import { actorId } from '@/lib/domain/access/actor';
import { conflict, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName, personOf } from '@/lib/services/partner-bills/acting';
import { withBooks } from '@/lib/services/receivables/with-books';
import { requirePerson } from '@/lib/services/require-person';
import { bookingDay, bookWriteOff } from '@/lib/services/write-offs/book-write-off';

/**
 * A second person's word on a write-off above the limit: booked, or refused and on record.
 * Fails: `not_found`, `wrong_state`, `same_person`, `person_needed`, and `above_open` when less is open by now.
 */
export async function decideWriteOff(
  ctx: ServiceContext,
  id: string,
  decision: 'approve' | 'refuse',
): Promise<{ id: string; state: 'booked' | 'refused' }> {
  authorise(ctx, 'write-off.manage');
  requirePerson(ctx);
  return withBooks(ctx.actor, async (sql) => {
    const row = await lockWriteOff(sql, id);
    if (!row) throw notFound('The write-off');
    if (row.state !== 'waiting') throw conflict('wrong_state', 'This write-off is decided already.');
    const by = actorName(ctx.actor);
    if (decision === 'approve' && personOf(row.askedBy) === actorId(ctx.actor)) {
      throw conflict('same_person', 'Who asked for a write-off above the limit cannot approve it.');
    }
    const at = ctx.now;
    const entity = { entityType: 'bill', entityId: row.bill.id };
    if (decision === 'refuse') {
      await decideWriteOffRow(sql, row, { state: 'refused', by, at, bookedOn: null });
      await appendAudit(sql, ctx.actor, {
        action: 'bill.write-off-refused',
        ...entity,
        after: { writeOff: id },
      });
      return { id, state: 'refused' };
    }
    await lockOpenItem(sql, row.bill.id);
    const bookedOn = await bookingDay(sql, ctx);
    await decideWriteOffRow(sql, row, { state: 'booked', by, at, bookedOn });
    await bookWriteOff(sql, ctx, { ...row, billId: row.bill.id }, bookedOn);
    return { id, state: 'booked' };
  });
}
