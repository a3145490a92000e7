import type { BillInvoiceRow, BillShareSumRow, BillToIssueRow } from '@/lib/db/bill-issue';
import type { NewJournal } from '@/lib/db/ledger';
import { postBill } from '@/lib/domain/ledger/post-bill';
import type { Currency } from '@/lib/domain/money/currency';

/** The journal of an issued bill from its stored sums, the operator's share first. */
export function journalOf(
  bill: BillToIssueRow,
  taxes: readonly Pick<BillInvoiceRow, 'sellerId' | 'taxMinor'>[],
  shares: readonly BillShareSumRow[],
  { issuedOn, operatorPartyId }: { issuedOn: string; operatorPartyId: string },
): NewJournal {
  const { billingAccountId, id, totalMinor, customerId } = bill;
  const operatorFirst = [...shares].sort(
    (a, b) => Number(b.partyId === operatorPartyId) - Number(a.partyId === operatorPartyId),
  );
  const postings = postBill({
    draft: {
      accountId: billingAccountId,
      operatorId: operatorPartyId,
      currency: bill.currency as Currency,
      totalMinor,
      taxes,
    },
    shares: [{ shares: operatorFirst }],
    pending: new Map(shares.map(({ partyId, pendingMinor }) => [partyId, pendingMinor])),
    customerId,
  });
  return { billingAccountId, event: 'bill.issued', sourceId: id, billId: id, bookedOn: issuedOn, postings };
}
