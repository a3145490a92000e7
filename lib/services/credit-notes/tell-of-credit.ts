import { appendEvents, type DomainEvent } from '@/lib/db/outbox';
import type { Sql } from '@/lib/db/tenant';
import { wholeShare } from '@/lib/domain/settlement/bill-position';
import { moneyOf } from '@/lib/services/bills/bill-money';
import type { ServiceContext } from '@/lib/services/context';
import type { PlannedCreditNote } from '@/lib/services/credit-notes/plan-credit-note';
import type { MovedBill } from '@/lib/services/receivables/move-bill';

/**
 * What a credit note did beside itself: nothing may be open any more, and each party is told of its own share, by an event of its own.
 * Not of the dispute behind it, which is between the customer and the line's supplier.
 */
export async function tellOfCredit(
  sql: Sql,
  ctx: ServiceContext,
  {
    moved,
    note,
    bill,
    issuedOn,
  }: {
    moved: MovedBill;
    note: { id: string; number: string };
    bill: PlannedCreditNote['bill'];
    issuedOn: string;
  },
): Promise<void> {
  const { before, after, currency } = moved;
  const money = moneyOf(currency);
  const shares = [...before.parties].flatMap(([partyId, was]): DomainEvent[] => {
    const now = after.parties.get(partyId)!;
    const backMinor = wholeShare(was) - wholeShare(now);
    if (backMinor === 0n) return [];
    const amounts = { amount: money(backMinor), ofNextPayout: money(was.payableMinor - now.payableMinor) };
    return [
      {
        ...{ type: 'share.taken-back', entityType: 'credit_note', entityId: note.id, partyIds: [partyId] },
        payload: { partner: partyId, bill: bill.number, currency, ...amounts, bookedOn: issuedOn },
      },
    ];
  });
  const settled: DomainEvent = {
    ...{ type: 'bill.settled', entityType: 'bill', entityId: bill.billId, partyIds: [bill.customerId] },
    payload: {
      ...{ bill: bill.billId, billingAccount: bill.accountNumber, currency, bookedOn: issuedOn },
      ...{ creditNote: note.number, open: money(0n) },
    },
  };
  // To its customer what was written off is as open as before.
  const owed = (at: MovedBill['before']) => at.receivableMinor + at.writtenOffMinor;
  const isSettled = owed(before) !== 0n && owed(after) === 0n;
  await appendEvents(sql, ctx.actor.operatorId, [...shares, ...(isSettled ? [settled] : [])]);
}
