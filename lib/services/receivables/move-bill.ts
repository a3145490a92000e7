import { bookJournal, type JournalEvent } from '@/lib/db/ledger';
import {
  changeCredit,
  insertAllocation,
  lockCredit,
  lockOpenItem,
  readPositionLines,
  savePosition,
} from '@/lib/db/receivables';
import type { Sql } from '@/lib/db/tenant';
import { postPosition } from '@/lib/domain/ledger/post-position';
import { type Currency, currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import type { BillPosition } from '@/lib/domain/settlement/bill-position';
import { conflict, notFound } from '@/lib/errors';
import { type BillDelta, decideMove } from '@/lib/services/receivables/decide-move';

export type BillChange = BillDelta & {
  event: JournalEvent;
  /** What caused it: the payment's allocation, the credit note, the dispute. Booked once per event and source. */
  sourceId: string;
  bookedOn: string;
  /** Whose money is allocated. */
  paymentId?: string | null;
  /** Kept with the journal, beside the bill's sums before and after. */
  details?: Record<string, unknown>;
};

export type MovedBill = {
  billingAccountId: string;
  customerId: string;
  currency: Currency;
  before: BillPosition;
  after: BillPosition;
};

/**
 * The one way in which an issued bill's money moves: payments, credits, disputes and write-offs change facts of the bill, and the books take
 * the difference of its position before and after, shares of every party included. When credits leave less than was paid or written off,
 * what was written off shrinks first, and then money goes back to the account's credit, from which it came.
 * Runs in the caller's transaction, over the whole operator. The same event and source a second time breaks a unique key.
 * Fails: `not_found`, `line_not_found`, `above_line`, `above_open`, `no_credit`, `below_nothing`.
 */
export async function moveBill(
  sql: Sql,
  operatorId: string,
  billId: string,
  change: BillChange,
): Promise<MovedBill> {
  const item = await lockOpenItem(sql, billId);
  if (!item) throw notFound('The bill');
  const { billingAccountId, customerId, operatorPartyId } = item;
  const currency = currencyOf(item.currency);
  const changed = change.lines ?? [];
  const stored = await readPositionLines(
    sql,
    item,
    changed.map(({ lineId }) => lineId),
  );
  const { before, after, lines } = decideMove({ ...stored, ...item, operatorId: operatorPartyId }, change, {
    totalMinor: item.totalMinor,
    currency,
  });
  const collectedMinor = after.collectedMinor - before.collectedMinor;
  await spendCredit(sql, operatorId, billingAccountId, currency, collectedMinor);
  const { event, sourceId, bookedOn, paymentId = null } = change;
  if (collectedMinor !== 0n) {
    await insertAllocation(sql, operatorId, {
      ...{ billingAccountId, billId, paymentId, event, sourceId, bookedOn },
      amountMinor: collectedMinor,
    });
  }
  await bookJournal(sql, operatorId, {
    ...{ billingAccountId, event, sourceId, billId, bookedOn },
    details: { ...change.details, before: sumsOf(before), after: sumsOf(after) },
    postings: postPosition({ before, after, customerId, operatorId: operatorPartyId, currency }),
  });
  const touched = new Set(changed.map(({ lineId }) => lineId));
  const states = lines.flatMap(({ lineId, ...line }) =>
    lineId !== null && touched.has(lineId) ? [{ lineId, ...line }] : [],
  );
  await savePosition(sql, operatorId, item, after, states);
  return { billingAccountId, customerId, currency, before, after };
}

/** What is put on a bill leaves the account's credit; what is taken off it comes back. Fails: `no_credit`. */
async function spendCredit(
  sql: Sql,
  operatorId: string,
  billingAccountId: string,
  currency: Currency,
  spentMinor: bigint,
): Promise<void> {
  if (spentMinor === 0n) return;
  const creditMinor = await lockCredit(sql, operatorId, billingAccountId, currency);
  if (spentMinor > creditMinor) {
    const has = formatMinor(creditMinor, currency);
    throw conflict('no_credit', `The account has ${has} ${currency} to spend on bills, and this takes more.`);
  }
  await changeCredit(sql, operatorId, billingAccountId, currency, -spentMinor);
}

const sumsOf = (position: BillPosition) => ({
  creditedMinor: position.creditedMinor,
  disputedMinor: position.disputedMinor,
  collectedMinor: position.collectedMinor,
  writtenOffMinor: position.writtenOffMinor,
  openMinor: position.receivableMinor,
});
