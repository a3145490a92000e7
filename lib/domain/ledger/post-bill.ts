import type { BillDraft, BillTax } from '@/lib/domain/billing/bill-draft';
import { assertBalanced } from '@/lib/domain/ledger/balance';
import { credit, debit, type Posting } from '@/lib/domain/ledger/posting';
import { type PartyShares, sumByParty } from '@/lib/domain/settlement/compute-bill-shares';

export type PostableBill = {
  draft: Pick<BillDraft, 'accountId' | 'operatorId' | 'currency' | 'totalMinor'> & {
    taxes: readonly Pick<BillTax, 'sellerId' | 'taxMinor'>[];
  };
  /** Line by line, or summed before. */
  shares: readonly PartyShares[];
  /** Of the shares, by party, what is due only once the customer has paid (terms on what is collected). */
  pending?: ReadonlyMap<string, bigint>;
  /** Whose receivable it is. */
  customerId: string;
};

/**
 * The journal of an issued bill, in minor units of its currency: debit receivable (customer) the total; credit tax payable per
 * seller, operator revenue, and partner payable per party; a share on what is collected goes to partner pending, unless there is nothing
 * to collect. Negative sums swap sides, zero sums are left out, so the lines of
 * receivable always come to the bill's total.
 * Fails: throws, with the sums, when total, tax and shares do not balance, which is a fault in the bill and never in the data.
 * Example: total 119.00, tax 19.00, partner 70.00: Dr receivable 119.00, Cr tax 19.00, Cr revenue 30.00, Cr payable 70.00.
 */
export function postBill({ draft, shares, pending = NONE, customerId }: PostableBill): Posting[] {
  const { currency, operatorId, totalMinor } = draft;
  const postings: Posting[] = [];
  if (totalMinor !== 0n) postings.push(debit('receivable', customerId, currency, totalMinor));
  for (const [sellerId, taxMinor] of taxBySeller(draft.taxes)) {
    if (taxMinor !== 0n) postings.push(credit('tax_payable', sellerId, currency, taxMinor));
  }
  for (const [partyId, amountMinor] of sumByParty(shares)) {
    const pendingMinor = totalMinor > 0n ? (pending.get(partyId) ?? 0n) : 0n;
    const dueMinor = amountMinor - pendingMinor;
    const account = partyId === operatorId ? 'operator_revenue' : 'partner_payable';
    if (dueMinor !== 0n) postings.push(credit(account, partyId, currency, dueMinor));
    if (pendingMinor !== 0n) postings.push(credit('partner_pending', partyId, currency, pendingMinor));
  }
  assertBalanced(postings, `the bill of account ${draft.accountId}`);
  return postings;
}

const NONE: ReadonlyMap<string, bigint> = new Map();

function taxBySeller(taxes: PostableBill['draft']['taxes']): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { sellerId, taxMinor } of taxes) sums.set(sellerId, (sums.get(sellerId) ?? 0n) + taxMinor);
  return sums;
}
