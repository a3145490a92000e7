import { setBillStates } from '@/lib/db/bill-drafts';
import {
  type BillInvoiceRow,
  type BillToIssueRow,
  findLaterUsage,
  findMovedPartnerLines,
  markBillsIssued,
  type NumberedInvoice,
  numberInvoices,
  readBillSums,
  readBillsToIssue,
} from '@/lib/db/bill-issue';
import { insertEvents } from '@/lib/db/bulk/insert-events';
import { findOvertakenBills } from '@/lib/db/charged-lines';
import { closeAccounts } from '@/lib/db/closing';
import { findStaleStandIns } from '@/lib/db/estimates';
import { markLateUsageBilled } from '@/lib/db/late-usage';
import { insertJournals } from '@/lib/db/ledger';
import { type NumberSeries, takeNumbers } from '@/lib/db/number-series';
import { planByKeys } from '@/lib/db/plan-by-keys';
import { holdRunAccounts, markRunAccountsIssued } from '@/lib/db/run-accounts';
import type { Sql } from '@/lib/db/tenant';
import type { BillKind } from '@/lib/domain/billing/bill-kind';
import { BILL, type BillState, transition } from '@/lib/domain/billing/state';
import { errorIssue } from '@/lib/domain/money/issue';
import { addDays, type CivilDate } from '@/lib/domain/period/civil-date';
import { failpoint } from '@/lib/failpoint';
import { adjustmentsToIssue, billAdjustments } from '@/lib/services/adjustments/issue-adjustments';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { contentHash } from '@/lib/services/bill-runs/content-hash';
import { findStaleCorrections } from '@/lib/services/bill-runs/corrected-charges';
import { lateUsageToBill, ofBills, withLate } from '@/lib/services/bill-runs/issue-late-usage';
import { journalOf } from '@/lib/services/bill-runs/journal-of';
import { settleCumulativeTerms } from '@/lib/services/bill-runs/settle-cumulative-terms';
import { groupBy } from '@/lib/services/group-by';

export type IssueContext = {
  runId: string;
  cycleId: string;
  kind: BillKind;
  /** The cycle's period. */
  from: string;
  to: string;
  /** Of a bill on demand or a final one: the first day it does not charge. */
  billTo: string | null;
  issuedOn: CivilDate;
  reference: BillingReference;
};

export type IssuedChunk = {
  bills: number;
  held: number;
  firstNumber: string | null;
  lastNumber: string | null;
};

/**
 * Issues the bills of these accounts; an account without a bill has nothing to issue and is done with. Numbers are taken after
 * everything that can do without them, because their lock lets nobody else number until the transaction ends: `turn` says when.
 */
export async function issueChunk(
  transaction: Sql,
  context: IssueContext,
  accountIds: readonly string[],
  turn: () => Promise<void> = async () => {},
): Promise<IssuedChunk> {
  const sql = await planByKeys(transaction);
  const { runId, cycleId, kind } = context;
  const found = await readBillsToIssue(sql, { cycleId, kind }, accountIds);
  const late = await lateUsageToBill(sql, found, context.from);
  const slot = kind === 'cycle' ? cycleId : runId;
  const moved = await findMovedPartnerLines(sql, found, slot);
  const period = { cycleId, kind, slot, from: context.from, to: context.to };
  const corrected = await findStaleCorrections(sql, found, period, context.reference);
  const standIns = await findStaleStandIns(sql, found);
  const adjustments = await adjustmentsToIssue(sql, found, kind);
  const overtaken = await findOvertakenBills(sql, found, { runId, cycleId, kind });
  const outrun = await findLaterUsage(sql, withLate(found, late), { runId, cycleId, kind });
  const causeOf = ({ id }: BillToIssueRow): StaleCause | null =>
    moved.has(id) || corrected.has(id) || standIns.has(id)
      ? 'moved'
      : overtaken.has(id)
        ? 'overtaken'
        : outrun.has(id)
          ? 'outrun'
          : adjustments.stale.has(id)
            ? 'adjusted'
            : null;
  const held = found.filter((bill) => causeOf(bill) !== null);
  const bills = found.filter((bill) => causeOf(bill) === null);
  await holdStale(sql, context, held, causeOf);
  const invoices = bills.length > 0 ? await bookBills(sql, context, bills) : [];
  await markLateUsageBilled(sql, ofBills(late, bills));
  await billAdjustments(sql, context.reference.operatorId, adjustments, bills);
  const heldAccounts = new Set(held.map(({ billingAccountId }) => billingAccountId));
  const done = accountIds.filter((id) => !heldAccounts.has(id));
  if (kind === 'final') await closeAccounts(sql, done, context.billTo!);
  await markRunAccountsIssued(sql, runId, done);
  await turn();
  const numbers = bills.length > 0 ? await numberBills(sql, context, bills, invoices) : [];
  return {
    bills: bills.length,
    held: held.length,
    firstNumber: numbers[0] ?? null,
    lastNumber: numbers.at(-1) ?? null,
  };
}

/** The journals of bills, by their stored sums. Answers the invoices behind them, which wait for their numbers. */
async function bookBills(
  sql: Sql,
  { issuedOn, reference, cycleId }: IssueContext,
  bills: readonly BillToIssueRow[],
): Promise<BillInvoiceRow[]> {
  const { operatorId, operatorPartyId } = reference;
  await settleCumulativeTerms(sql, cycleId, bills, reference);
  const sums = await readBillSums(sql, bills, reference.collectedTermIds);
  const [taxesOf, sharesOf] = [
    groupBy(sums.taxes, ({ billId }) => billId),
    groupBy(sums.shares, ({ billId }) => billId),
  ];
  const journals = bills.map((bill) =>
    journalOf(bill, taxesOf.get(bill.id) ?? [], sharesOf.get(bill.id) ?? [], { issuedOn, operatorPartyId }),
  );
  await insertJournals(sql, operatorId, journals);
  return sums.invoices;
}

/** Numbers, digests and events: from here on the bills are issued. */
async function numberBills(
  sql: Sql,
  { issuedOn, reference: { operatorId, operatorPartyId } }: IssueContext,
  bills: readonly BillToIssueRow[],
  invoices: readonly BillInvoiceRow[],
): Promise<string[]> {
  const request = { partyId: operatorPartyId, series: 'bill', count: bills.length } as const;
  const numbers = await takeNumbers(sql, operatorId, request);
  const numbered = await giveInvoiceNumbers(sql, operatorId, invoices);
  failpoint('bill-run.issue.numbered');
  await numberInvoices(sql, numbered, issuedOn);

  const invoicesOf = groupBy(numbered, ({ billId }) => billId);
  const issued = bills.map(({ billingAccountId, id, state, draftHash, paymentTermsDays }, index) => {
    requireIssuable(state, id);
    const number = numbers[index]!;
    const dueOn = addDays(issuedOn, paymentTermsDays);
    const document = { number, issuedOn, dueOn, draftHash, invoices: invoicesOf.get(id) ?? [] };
    return { billingAccountId, id, number, dueOn, contentHash: contentHash(document) };
  });
  await markBillsIssued(sql, issued, issuedOn);
  await insertEvents(
    sql,
    operatorId,
    issued.map(({ id, billingAccountId, number }, index) => ({
      type: 'bill.issued',
      entityType: 'bill',
      entityId: id,
      payload: { billingAccountId, number, issuedOn },
      partyIds: [bills[index]!.customerId],
    })),
  );
  return numbers;
}

/** Series in one fixed order, so that two runs that issue side by side cannot wait for each other. */
async function giveInvoiceNumbers(
  sql: Sql,
  operatorId: string,
  invoices: readonly BillInvoiceRow[],
): Promise<NumberedInvoice[]> {
  const numbered: NumberedInvoice[] = [];
  const bySeries = groupBy(invoices, ({ sellerId, typeCode }) => `${sellerId} ${SERIES[typeCode]}`);
  for (const key of [...bySeries.keys()].sort()) {
    const group = bySeries.get(key)!;
    const { sellerId, typeCode } = group[0]!;
    const request = { partyId: sellerId, series: SERIES[typeCode], count: group.length };
    const numbers = await takeNumbers(sql, operatorId, request);
    numbered.push(...group.map((invoice, index) => ({ ...invoice, number: numbers[index]! })));
  }
  return numbered;
}

const SERIES: Readonly<Record<BillInvoiceRow['typeCode'], NumberSeries>> = {
  '380': 'invoice',
  '381': 'credit_note',
};

/** The run's approval is its bills' approval, so a draft takes both steps here. */
function requireIssuable(state: BillState, billId: string): void {
  const approved = state === 'draft' ? transition(BILL, state, 'approve') : null;
  const from = approved?.ok ? approved.value : state;
  if (!transition(BILL, from, 'issue').ok)
    throw new Error(`The bill ${billId} is ${state} and cannot be issued`);
}

/** Why a draft is not what it would be now. */
type StaleCause = 'moved' | 'overtaken' | 'outrun' | 'adjusted';

const CAUSE: Readonly<Record<StaleCause, string>> = {
  moved: 'Partner lines moved',
  overtaken: 'Another bill of the same period was issued',
  outrun: 'Usage came in',
  adjusted: 'An adjustment was written or withdrawn',
};

/** A draft that is not what it would be now is not issued: the account waits for the next run. */
async function holdStale(
  sql: Sql,
  { runId, kind }: IssueContext,
  held: readonly BillToIssueRow[],
  causeOf: (bill: BillToIssueRow) => StaleCause | null,
): Promise<void> {
  if (held.length === 0) return;
  await setBillStates(
    sql,
    held.map(({ billingAccountId, id }) => ({ billingAccountId, id, state: 'held' })),
  );
  const next = kind === 'cycle' ? 'run the cycle again' : 'bill the account again';
  const issue = (bill: BillToIssueRow) => {
    const message = `${CAUSE[causeOf(bill)!]} after this bill was computed: ${next}, and issue it then.`;
    return errorIssue('stale_draft', 'bill', message);
  };
  await holdRunAccounts(
    sql,
    runId,
    held.map((bill) => ({ accountId: bill.billingAccountId, issue: issue(bill) })),
  );
}
