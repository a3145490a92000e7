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
import { holdRunAccounts, markRunAccountsIssued } from '@/lib/db/bill-runs';
import { insertEvents } from '@/lib/db/bulk/insert-events';
import { insertJournals } from '@/lib/db/ledger';
import { type NumberSeries, takeNumbers } from '@/lib/db/number-series';
import type { Sql } from '@/lib/db/tenant';
import { BILL, type BillState, transition } from '@/lib/domain/billing/state';
import { errorIssue } from '@/lib/domain/money/issue';
import { addDays, type CivilDate } from '@/lib/domain/period/civil-date';
import { failpoint } from '@/lib/failpoint';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { contentHash } from '@/lib/services/bill-runs/content-hash';
import { journalOf } from '@/lib/services/bill-runs/journal-of';
import { settleCumulativeTerms } from '@/lib/services/bill-runs/settle-cumulative-terms';
import { groupBy } from '@/lib/services/group-by';

export type IssueContext = {
  runId: string;
  cycleId: string;
  issuedOn: CivilDate;
  reference: BillingReference;
};

export type IssuedChunk = {
  bills: number;
  held: number;
  firstNumber: string | null;
  lastNumber: string | null;
};

/** Issues the bills of these accounts; an account without a bill has nothing to issue and is done with. */
export async function issueChunk(
  sql: Sql,
  context: IssueContext,
  accountIds: readonly string[],
): Promise<IssuedChunk> {
  const { runId, cycleId } = context;
  const found = await readBillsToIssue(sql, cycleId, accountIds);
  const moved = await findMovedPartnerLines(sql, found, cycleId);
  const outrun = await findLaterUsage(sql, found, { runId, cycleId });
  const held = found.filter(({ id }) => moved.has(id) || outrun.has(id));
  const bills = found.filter((bill) => !held.includes(bill));
  await holdStale(sql, runId, held, moved);
  const numbers = bills.length > 0 ? await issueBills(sql, context, bills) : [];
  const heldAccounts = new Set(held.map(({ billingAccountId }) => billingAccountId));
  await markRunAccountsIssued(
    sql,
    runId,
    accountIds.filter((id) => !heldAccounts.has(id)),
  );
  return {
    bills: bills.length,
    held: held.length,
    firstNumber: numbers[0] ?? null,
    lastNumber: numbers.at(-1) ?? null,
  };
}

async function issueBills(
  sql: Sql,
  context: IssueContext,
  bills: readonly BillToIssueRow[],
): Promise<string[]> {
  const { issuedOn, reference, cycleId } = context;
  const { operatorId, operatorPartyId } = reference;
  await settleCumulativeTerms(sql, cycleId, bills, reference);
  const sums = await readBillSums(sql, bills);
  const numbers = await takeNumbers(sql, operatorId, {
    partyId: operatorPartyId,
    series: 'bill',
    count: bills.length,
  });
  const invoices = await giveInvoiceNumbers(sql, operatorId, sums.invoices);
  failpoint('bill-run.issue.numbered');
  await numberInvoices(sql, invoices, issuedOn);

  const invoicesOf = groupBy(invoices, ({ billId }) => billId);
  const issued = bills.map(({ billingAccountId, id, state, draftHash, paymentTermsDays }, index) => {
    requireIssuable(state, id);
    const number = numbers[index]!;
    const dueOn = addDays(issuedOn, paymentTermsDays);
    const document = { number, issuedOn, dueOn, draftHash, invoices: invoicesOf.get(id) ?? [] };
    return { billingAccountId, id, number, dueOn, contentHash: contentHash(document) };
  });
  await markBillsIssued(sql, issued, issuedOn);

  const [taxesOf, sharesOf] = [
    groupBy(sums.taxes, ({ billId }) => billId),
    groupBy(sums.shares, ({ billId }) => billId),
  ];
  const journals = bills.map((bill) =>
    journalOf(bill, taxesOf.get(bill.id) ?? [], sharesOf.get(bill.id) ?? [], { issuedOn, operatorPartyId }),
  );
  await insertJournals(sql, operatorId, journals);
  await insertEvents(
    sql,
    operatorId,
    issued.map(({ id, billingAccountId, number }) => ({
      type: 'bill.issued',
      entityType: 'bill',
      entityId: id,
      payload: { billingAccountId, number, issuedOn },
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

/** A draft that is not what it would be now is not issued: the account waits for the next run. */
async function holdStale(
  sql: Sql,
  runId: string,
  held: readonly BillToIssueRow[],
  moved: ReadonlySet<string>,
): Promise<void> {
  if (held.length === 0) return;
  await setBillStates(
    sql,
    held.map(({ billingAccountId, id }) => ({ billingAccountId, id, state: 'held' })),
  );
  const issue = (id: string) => {
    const cause = moved.has(id) ? 'Partner lines moved' : 'Usage came in';
    const message = `${cause} after this bill was computed: run the cycle again, and issue it then.`;
    return errorIssue('stale_draft', 'bill', message);
  };
  await holdRunAccounts(
    sql,
    runId,
    held.map(({ billingAccountId, id }) => ({ accountId: billingAccountId, issue: issue(id) })),
  );
}
