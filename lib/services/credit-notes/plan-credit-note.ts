import {
  type BillToCredit,
  findBillToCredit,
  type LineToCredit,
  listLinesToCredit,
  type OriginalInvoice,
  readIssuedDocuments,
} from '@/lib/db/credit-notes';
import type { Sql } from '@/lib/db/tenant';
import { type CreditNote, creditNoteOf } from '@/lib/domain/billing/credit-note/credit-note';
import {
  type LinePart,
  takeParts,
  wholeParts,
  withLinesOfNothing,
} from '@/lib/domain/billing/credit-note/credit-parts';
import { goodwillParts } from '@/lib/domain/billing/credit-note/goodwill-parts';
import { isCurrency } from '@/lib/domain/money/currency';
import { errorIssue, fail, ok, type Result } from '@/lib/domain/money/issue';
import { parseMoney } from '@/lib/domain/money/money';
import { AppError, conflict, invalid, notFound } from '@/lib/errors';
import type { LineDelta } from '@/lib/services/receivables/decide-move';
import { previewMove } from '@/lib/services/receivables/preview-move';

/** What is to be given back of a bill. Amounts are decimal strings in major units, net, with the sign of the line. */
export type CreditWanted =
  | 'whole'
  | { lines: readonly { lineId: string; amount: string }[] }
  /** So much net, spread over the bill's lines or these. */
  | { goodwill: string; lineIds?: readonly string[] };

/** What a dispute held of lines and lets go in the same moment; minor units, positive on a line above nothing. */
export type Release = { lineId: string; disputedMinor: bigint };

export type PlannedCreditNote = {
  bill: BillToCredit & { billId: string };
  lines: LineToCredit[];
  note: CreditNote;
  /** What `moveBill` is told. */
  moves: LineDelta[];
  invoices: OriginalInvoice[];
};

/**
 * What a credit note of a bill would say, read as the bill stands now; nothing is written. What another dispute holds of a line is not given
 * back; what `releases` let go is.
 * Fails: `not_found`, `not_issued`, `wrong_currency`, `invalid_amount`, and with an issue per line `above_line`, `line_not_found`,
 * `lowering_line`, `duplicate_line`, `above_bill`, `nothing_to_credit`.
 */
export async function planCreditNote(
  sql: Sql,
  input: { billId: string; wanted: CreditWanted; currency?: string; releases?: readonly Release[] },
): Promise<PlannedCreditNote> {
  const { billId, wanted, releases = [] } = input;
  const bill = await findBillToCredit(sql, billId);
  if (!bill) throw notFound('The bill');
  if (bill.state !== 'issued') throw conflict('not_issued', 'Only an issued bill can be credited.');
  if (input.currency !== undefined && input.currency !== bill.currency) {
    throw invalid('wrong_currency', 'currency', `The bill is in ${bill.currency}.`);
  }
  const key = { billingAccountId: bill.billingAccountId, billId };
  const stored = await listLinesToCredit(sql, key);
  const releaseOf = new Map(releases.map(({ lineId, disputedMinor }) => [lineId, disputedMinor]));
  const lines = stored.map((line) => ({
    ...line,
    disputedMinor: line.disputedMinor - (releaseOf.get(line.lineId) ?? 0n),
  }));
  const parts = partsWanted(lines, wanted, bill.currency);
  if (!parts.ok) throw refusal(parts.issues);
  const { taxes, invoices } = await readIssuedDocuments(sql, key);
  const note = creditNoteOf(lines, taxes, withLinesOfNothing(lines, parts.value));
  const partOf = new Map(note.parts.map(({ lineId, amountMinor }) => [lineId, amountMinor]));
  const touched = new Set([...partOf.keys(), ...releaseOf.keys()]);
  const moves = [...touched].map((lineId) => ({
    ...{ lineId, creditedMinor: partOf.get(lineId) ?? 0n, disputedMinor: -(releaseOf.get(lineId) ?? 0n) },
    isCredited: partOf.get(lineId) === 0n,
  }));
  await requireSomething(sql, {
    billId,
    moves,
    note,
    totalMinor: bill.totalMinor,
    isWhole: wanted === 'whole',
  });
  return { bill: { ...bill, billId }, lines, note, moves, invoices };
}

function partsWanted(
  lines: readonly LineToCredit[],
  wanted: CreditWanted,
  currency: string,
): Result<LinePart[]> {
  if (wanted === 'whole') return ok(wholeParts(lines));
  if ('goodwill' in wanted) {
    const netMinor = minorOf(wanted.goodwill, currency);
    if (netMinor === null) return fail(invalidAmount('amount', currency));
    return goodwillParts(lines, netMinor, wanted.lineIds && new Set(wanted.lineIds));
  }
  const parts = wanted.lines.map(({ lineId, amount }) => ({
    lineId,
    amountMinor: minorOf(amount, currency),
  }));
  const unread = parts.flatMap(({ amountMinor }, index) =>
    amountMinor === null ? [invalidAmount(`lines.${index}.amount`, currency)] : [],
  );
  if (unread.length > 0) return fail(unread);
  return takeParts(
    lines,
    parts.map(({ lineId, amountMinor }) => ({ lineId, amountMinor: amountMinor! })),
  );
}

function minorOf(amount: string, currency: string): bigint | null {
  return isCurrency(currency) ? (parseMoney(amount, currency)?.amountMinor ?? null) : null;
}

const invalidAmount = (path: string, currency: string) =>
  errorIssue('invalid_amount', path, `Write an amount in ${currency} with no more decimals than it has.`);

function refusal(issues: readonly { code: string; path: string; message: string }[]): AppError {
  const first = issues[0]!;
  return new AppError(
    'invalid',
    first.code,
    first.message,
    issues.map(({ code, path, message }) => ({ code, path, message })),
  );
}

/**
 * A credit note gives something back: to the customer, or to the operator the share of who has one in what cost the customer nothing. A whole
 * one may come to nothing, where the bill does.
 */
async function requireSomething(
  sql: Sql,
  planned: Pick<PlannedCreditNote, 'note' | 'moves'> & {
    billId: string;
    totalMinor: bigint;
    isWhole: boolean;
  },
): Promise<void> {
  const { note, moves, billId, isWhole } = planned;
  if (note.parts.length === 0) {
    throw conflict('nothing_to_credit', 'Nothing is left of this bill that could be credited.');
  }
  const sign = planned.totalMinor < 0n ? -1n : 1n;
  if (isWhole || sign * note.totalMinor > 0n) return;
  if (note.totalMinor === 0n && (await movesShares(sql, billId, moves))) return;
  throw invalid(
    'nothing_to_credit',
    'lines',
    'With what goes along of their discounts, these lines come to nothing.',
  );
}

async function movesShares(sql: Sql, billId: string, lines: readonly LineDelta[]): Promise<boolean> {
  const { before, after } = await previewMove(sql, billId, { lines });
  return before.operatorRevenueMinor !== after.operatorRevenueMinor;
}
