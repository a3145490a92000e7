import {
  type BillInvoiceRow,
  type BillToIssueRow,
  markBillsIssued,
  type NumberedInvoice,
  numberInvoices,
} from '@/lib/db/bill-issue';
import { insertEvents } from '@/lib/db/bulk/insert-events';
import { type NumberRequest, type NumberSeries, numbersAfter } from '@/lib/db/number-series';
import type { Sql } from '@/lib/db/tenant';
import { BILL, type BillState, transition } from '@/lib/domain/billing/state';
import { addDays, type CivilDate } from '@/lib/domain/period/civil-date';
import { failpoint } from '@/lib/failpoint';
import { contentHash } from '@/lib/services/bill-runs/content-hash';
import { type Ends, isSame, type Numbering } from '@/lib/services/bill-runs/numbering-order';
import { unlessGiven } from '@/lib/services/bill-runs/unless-given';
import { groupBy } from '@/lib/services/group-by';

type Issuer = { issuedOn: CivilDate; reference: { operatorId: string; operatorPartyId: string } };

/**
 * Numbers, digests and events: from here on the bills are issued. Numbers are taken last, because their lock lets nobody else
 * number until the transaction ends; what depends on them is written before with those that are foretold, and taken back and written again
 * should others have taken, or already given, these. Answers the bills' numbers.
 */
export async function numberBills(
  sql: Sql,
  issuer: Issuer,
  bills: readonly BillToIssueRow[],
  invoices: readonly BillInvoiceRow[],
  numbering: Numbering,
): Promise<string[]> {
  const { operatorId, operatorPartyId } = issuer.reference;
  if (bills.length === 0) {
    await numbering.take(sql, operatorId, []);
    return [];
  }
  const groups = inSeries(invoices);
  const requests: NumberRequest[] = [
    { partyId: operatorPartyId, series: 'bill', count: bills.length },
    ...groups.map(({ request }) => request),
  ];
  const write = async (ends: Ends) => {
    const [numbers, ...rest] = ends.map((end, index) => numbersAfter(end, requests[index]!.count));
    const numbered = groups.flatMap((group, n) =>
      group.invoices.map((invoice, index) => ({ ...invoice, number: rest[n]![index]! })),
    );
    await writeNumbers(sql, issuer, bills, numbers!, numbered);
    return numbers!;
  };

  const foretold = await numbering.foretell(sql, requests);
  const numbers = foretold && (await unlessGiven(sql, () => write(foretold)));
  if (foretold && numbers) {
    const taken = await numbering.take(sql, operatorId, requests);
    failpoint('bill-run.issue.numbered');
    if (isSame(foretold, taken)) return numbers;
    await sql.query('rollback to savepoint foretold');
  }
  const taken = await numbering.take(sql, operatorId, requests);
  failpoint('bill-run.issue.numbered');
  return write(taken);
}

async function writeNumbers(
  sql: Sql,
  { issuedOn, reference: { operatorId } }: Issuer,
  bills: readonly BillToIssueRow[],
  numbers: readonly string[],
  invoices: readonly NumberedInvoice[],
): Promise<void> {
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
}

type InSeries = { request: NumberRequest; invoices: readonly BillInvoiceRow[] };

/** Series in one fixed order, so that two runs that issue side by side cannot wait for each other. */
function inSeries(invoices: readonly BillInvoiceRow[]): InSeries[] {
  const bySeries = groupBy(invoices, ({ sellerId, typeCode }) => `${sellerId} ${SERIES[typeCode]}`);
  return [...bySeries.keys()].sort().map((key) => {
    const group = bySeries.get(key)!;
    const { sellerId, typeCode } = group[0]!;
    const request = { partyId: sellerId, series: SERIES[typeCode], count: group.length };
    return { request, invoices: group };
  });
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
