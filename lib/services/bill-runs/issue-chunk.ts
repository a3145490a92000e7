import { setBillStates } from '@/lib/db/bill-drafts';
import {
  type BillInvoiceRow,
  type BillToIssueRow,
  findLaterUsage,
  findMovedPartnerLines,
  readBillSums,
  readBillsToIssue,
} from '@/lib/db/bill-issue';
import { findOvertakenBills } from '@/lib/db/charged-lines';
import { closeAccounts } from '@/lib/db/closing';
import { findStaleStandIns } from '@/lib/db/estimates';
import { markLateUsageBilled } from '@/lib/db/late-usage';
import { insertJournals } from '@/lib/db/ledger';
import { planByKeys } from '@/lib/db/plan-by-keys';
import { holdRunAccounts, markRunAccountsIssued } from '@/lib/db/run-accounts';
import type { Sql } from '@/lib/db/tenant';
import type { BillKind } from '@/lib/domain/billing/bill-kind';
import { errorIssue } from '@/lib/domain/money/issue';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { adjustmentsToIssue, billAdjustments } from '@/lib/services/adjustments/issue-adjustments';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { findStaleCorrections } from '@/lib/services/bill-runs/corrected-charges';
import { lateUsageToBill, ofBills, withLate } from '@/lib/services/bill-runs/issue-late-usage';
import { journalOf } from '@/lib/services/bill-runs/journal-of';
import { numberBills } from '@/lib/services/bill-runs/number-bills';
import { type Numbering, ONE_BY_ONE } from '@/lib/services/bill-runs/numbering-order';
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
 * everything that can do without them, as `numbering` says.
 */
export async function issueChunk(
  transaction: Sql,
  context: IssueContext,
  accountIds: readonly string[],
  numbering: Numbering = ONE_BY_ONE,
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
  const numbers = await numberBills(sql, context, bills, invoices, numbering);
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
    groupBy(sums.invoices, ({ billId }) => billId),
    groupBy(sums.shares, ({ billId }) => billId),
  ];
  const journals = bills.map((bill) =>
    journalOf(bill, taxesOf.get(bill.id) ?? [], sharesOf.get(bill.id) ?? [], { issuedOn, operatorPartyId }),
  );
  await insertJournals(sql, operatorId, journals);
  return sums.invoices;
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
