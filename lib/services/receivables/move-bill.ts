import { bookJournals, type JournalEvent, type NewJournal } from '@/lib/db/ledger';
import { readLinesOfBills } from '@/lib/db/position-lines';
import {
  addToCredits,
  creditKey,
  insertAllocations,
  lockCredits,
  lockOpenItems,
  type OpenItemRow,
  savePositions,
} from '@/lib/db/receivables';
import type { Sql } from '@/lib/db/tenant';
import { postPosition } from '@/lib/domain/ledger/post-position';
import { type Currency, currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import type { BillPosition } from '@/lib/domain/settlement/bill-position';
import { conflict, notFound } from '@/lib/errors';
import { type BillDelta, type DecidedMove, decideMove } from '@/lib/services/receivables/decide-move';

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
  const [moved] = await moveBills(sql, operatorId, [{ ...change, billId }]);
  return moved!;
}

/**
 * The same of several bills, each once, with as many statements as for one. Answers in the order of `changes`; credit that accounts have for
 * several bills is spent in that order. Fails as `moveBill` does for any of them, with nothing moved that the caller may keep.
 */
export async function moveBills(
  sql: Sql,
  operatorId: string,
  changes: readonly (BillChange & { billId: string })[],
): Promise<MovedBill[]> {
  if (changes.length === 0) return [];
  const moves = await decideMoves(sql, changes);
  await spendCredits(sql, operatorId, moves);
  const allocations = moves.filter(({ collectedMinor }) => collectedMinor !== 0n);
  await insertAllocations(
    sql,
    operatorId,
    allocations.map(({ item, change, collectedMinor }) => ({
      ...{
        billingAccountId: item.billingAccountId,
        billId: item.billId,
        paymentId: change.paymentId ?? null,
      },
      ...{
        event: change.event,
        sourceId: change.sourceId,
        bookedOn: change.bookedOn,
        amountMinor: collectedMinor,
      },
    })),
  );
  await bookJournals(sql, operatorId, moves.map(journalOf));
  await savePositions(
    sql,
    operatorId,
    moves.map(({ item, change, after, lines }) => {
      const touched = new Set(change.lines?.map(({ lineId }) => lineId));
      const states = lines.flatMap(({ lineId, ...line }) =>
        lineId !== null && touched.has(lineId) ? [{ lineId, ...line }] : [],
      );
      return { bill: item, position: after, lines: states };
    }),
  );
  return moves.map(({ item, currency, before, after }) => {
    const { billingAccountId, customerId } = item;
    return { billingAccountId, customerId, currency, before, after };
  });
}

type Move = DecidedMove & {
  item: OpenItemRow;
  change: BillChange;
  currency: Currency;
  /** What goes on the bill from the account's credit; below zero: what comes back. */
  collectedMinor: bigint;
};

/** Locks the bills, and says of each what it becomes. */
async function decideMoves(sql: Sql, changes: readonly (BillChange & { billId: string })[]): Promise<Move[]> {
  const locked = await lockOpenItems(
    sql,
    changes.map(({ billId }) => billId),
  );
  const items = new Map(locked.map((item) => [item.billId, item]));
  // A second change of a bill would not see the first.
  if (new Set(changes.map(({ billId }) => billId)).size < changes.length)
    throw new Error('A bill is moved twice at once');
  const changedLines = changes.flatMap(({ lines = [] }) => lines.map(({ lineId }) => lineId));
  const stored = await readLinesOfBills(sql, locked, changedLines);
  return changes.map((change) => {
    const item = items.get(change.billId);
    if (!item) throw notFound('The bill');
    const currency = currencyOf(item.currency);
    const facts = { ...stored.get(item.billId)!, ...item, operatorId: item.operatorPartyId };
    const decided = decideMove(facts, change, { totalMinor: item.totalMinor, currency });
    const collectedMinor = decided.after.collectedMinor - decided.before.collectedMinor;
    return { ...decided, item, change, currency, collectedMinor };
  });
}

const journalOf = ({ item, change, currency, before, after }: Move): NewJournal => ({
  ...{ billingAccountId: item.billingAccountId, billId: item.billId },
  ...{ event: change.event, sourceId: change.sourceId, bookedOn: change.bookedOn },
  details: { ...change.details, before: sumsOf(before), after: sumsOf(after) },
  postings: postPosition({
    ...{ before, after, customerId: item.customerId, operatorId: item.operatorPartyId, currency },
  }),
});

/** What is put on a bill leaves the account's credit; what is taken off it comes back. Fails: `no_credit`. */
async function spendCredits(sql: Sql, operatorId: string, moves: readonly Move[]): Promise<void> {
  const spends = moves.flatMap(({ item, currency, collectedMinor }) =>
    collectedMinor === 0n
      ? []
      : { billingAccountId: item.billingAccountId, currency, byMinor: -collectedMinor },
  );
  const credits = await lockCredits(sql, operatorId, spends);
  for (const { byMinor, ...of } of spends) {
    const creditMinor = credits.get(creditKey(of))!;
    if (creditMinor + byMinor < 0n) throw noCredit(creditMinor, of.currency);
    credits.set(creditKey(of), creditMinor + byMinor);
  }
  await addToCredits(sql, spends);
}

function noCredit(creditMinor: bigint, currency: Currency) {
  const has = formatMinor(creditMinor, currency);
  return conflict('no_credit', `The account has ${has} ${currency} to spend on bills, and this takes more.`);
}

const sumsOf = (position: BillPosition) => ({
  creditedMinor: position.creditedMinor,
  disputedMinor: position.disputedMinor,
  collectedMinor: position.collectedMinor,
  writtenOffMinor: position.writtenOffMinor,
  openMinor: position.receivableMinor,
});
