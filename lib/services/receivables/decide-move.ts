import type { StoredLines } from '@/lib/db/position-lines';
import type { Currency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import {
  type BillFacts,
  type BillPosition,
  billPosition,
  type PositionLine,
} from '@/lib/domain/settlement/bill-position';
import { settleOverpaid } from '@/lib/domain/settlement/settle-overpaid';
import { conflict } from '@/lib/errors';

/** Differences, in minor units of the bill's currency. Lines: net, with the sign of the line. */
export type BillDelta = {
  collectedMinor?: bigint;
  writtenOffMinor?: bigint;
  lines?: readonly LineDelta[];
};

export type LineDelta = {
  lineId: string;
  creditedMinor?: bigint;
  disputedMinor?: bigint;
  /** A line of nothing is given back. */
  isCredited?: boolean;
};

type StoredFacts = Omit<BillFacts, 'lines'> & Pick<StoredLines, 'lines'>;

export type DecidedMove = { before: BillPosition; after: BillPosition; lines: StoredFacts['lines'] };

/**
 * Where a bill's money stands before and after a change, and its lines after it: what `moveBill` books and what a preview shows.
 * Fails: `line_not_found`, `above_line`, `above_open`, `below_nothing`.
 */
export function decideMove(
  stored: StoredFacts,
  change: BillDelta,
  bill: { totalMinor: bigint; currency: Currency },
): DecidedMove {
  const facts = stored.lines.length > 0 ? stored : { ...stored, lines: [wholeOf(bill.totalMinor)] };
  const changed = change.lines ?? [];
  const lines = facts.lines.map((line) => addTo(line, changed, bill.currency));
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
  requireWithinBill(after, bill.totalMinor, bill.currency);
  return { before, after, lines };
}

/** Of a debit note, which has no lines: all of it, of which nobody has a share. */
const wholeOf = (amountMinor: bigint): StoredFacts['lines'][number] => ({
  ...{ lineId: null, amountMinor, taxGroup: '', shares: [] },
  ...{ creditedMinor: 0n, disputedMinor: 0n, isCredited: false },
});

type Line = Pick<PositionLine, 'amountMinor' | 'creditedMinor' | 'disputedMinor' | 'isCredited'> & {
  lineId: string | null;
};

/** A line with what changes about it. Fails: `above_line`, `below_nothing`. */
function addTo<L extends Line>(line: L, changed: readonly LineDelta[], currency: Currency): L {
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
  if (change.isCredited && (line.amountMinor !== 0n || line.isCredited)) {
    throw conflict('above_line', 'Only a line of nothing is given back as such, and once.');
  }
  return { ...line, creditedMinor, disputedMinor, isCredited: line.isCredited || change.isCredited === true };
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

const lineNotFound = () => conflict('line_not_found', 'The bill has no such line.');
