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
import { type BillFacts, type BillPosition, billPosition } from '@/lib/domain/settlement/bill-position';
import { settleOverpaid } from '@/lib/domain/settlement/settle-overpaid';
import { conflict, notFound } from '@/lib/errors';

export type BillChange = {
  event: JournalEvent;
  /** What caused it: the payment's allocation, the credit note, the dispute. Booked once per event and source. */
  sourceId: string;
  bookedOn: string;
  /** Whose money is allocated. */
  paymentId?: string | null;
  /** Differences, in minor units of the bill's currency. Lines: net, with the sign of the line. */
  collectedMinor?: bigint;
  writtenOffMinor?: bigint;
  lines?: readonly { lineId: string; creditedMinor?: bigint; disputedMinor?: bigint }[];
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
  const facts: BillFacts = { ...stored, ...item, operatorId: operatorPartyId };
  const lines = stored.lines.map((line) => addTo(line, changed, currency));
  for (const { lineId } of changed) {
    if (!lines.some((line) => line.lineId === lineId)) throw lineNotFound();
  }
  const before = billPosition(facts);
  const wanted = {
    ...facts,
    lines,
    collectedMinor: facts.collectedMinor + (change.collectedMinor ?? 0n),
    writtenOffMinor: facts.writtenOffMinor + (change.writtenOffMinor ?? 0n),
  };
  const isCredit = changed.some(({ creditedMinor = 0n }) => creditedMinor !== 0n);
  const after = billPosition(isCredit ? settleOverpaid(wanted) : wanted);
  requireWithinBill(after, item.totalMinor, currency);
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

type Line = { lineId: string | null; amountMinor: bigint; creditedMinor: bigint; disputedMinor: bigint };

/** A line with what changes about it. Fails: `above_line`, `below_nothing`. */
function addTo<L extends Line>(line: L, changed: NonNullable<BillChange['lines']>, currency: Currency): L {
  const change = changed.find(({ lineId }) => lineId === line.lineId);
  if (!change) return line;
  const creditedMinor = line.creditedMinor + (change.creditedMinor ?? 0n);
  const disputedMinor = line.disputedMinor + (change.disputedMinor ?? 0n);
  const sign = line.amountMinor < 0n ? -1n : 1n;
  if (sign * creditedMinor < 0n || sign * disputedMinor < 0n) {
    throw conflict('below_nothing', 'More would be taken back of the line than was credited or disputed.');
  }
  if (sign * (creditedMinor + disputedMinor) > sign * line.amountMinor) {
    const left = formatMinor(line.amountMinor - line.creditedMinor - line.disputedMinor, currency);
    throw conflict(
      'above_line',
      `Of this line ${left} ${currency} is left that is neither credited nor disputed.`,
    );
  }
  return { ...line, creditedMinor, disputedMinor };
}

/** Fails: `above_open`, `below_nothing`. */
function requireWithinBill(position: BillPosition, totalMinor: bigint, currency: Currency): void {
  const sign = totalMinor < 0n ? -1n : 1n;
  const { collectedMinor, writtenOffMinor, creditedMinor, receivableMinor } = position;
  if ([collectedMinor, writtenOffMinor, creditedMinor].some((amountMinor) => sign * amountMinor < 0n)) {
    throw conflict('below_nothing', 'More would be taken back of the bill than was put on it.');
  }
  if (sign * receivableMinor < 0n) {
    const above = formatMinor(sign * -receivableMinor, currency);
    throw conflict('above_open', `This is ${above} ${currency} more than is open of the bill.`);
  }
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

const lineNotFound = () => conflict('line_not_found', 'The bill has no such line.');

const sumsOf = (position: BillPosition) => ({
  creditedMinor: position.creditedMinor,
  disputedMinor: position.disputedMinor,
  collectedMinor: position.collectedMinor,
  writtenOffMinor: position.writtenOffMinor,
  openMinor: position.receivableMinor,
});
