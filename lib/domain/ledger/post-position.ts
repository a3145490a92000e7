import type { LedgerAccount } from '@/lib/domain/ledger/accounts';
import { assertBalanced } from '@/lib/domain/ledger/balance';
import { credit, debit, type Posting } from '@/lib/domain/ledger/posting';
import type { Currency } from '@/lib/domain/money/currency';
import type { BillPosition, PartyPosition } from '@/lib/domain/settlement/bill-position';

export type PositionChange = {
  before: BillPosition;
  after: BillPosition;
  customerId: string;
  operatorId: string;
  currency: Currency;
};

/**
 * The journal of what an event changed about an issued bill: the difference of two positions. What was collected comes from the customer's
 * credit, where every payment arrives first, and goes back there. What is written off is the operator's loss, less the shares that are
 * forgone with it. Nothing changed posts nothing.
 * Example: 59.50 of 119.00 paid, a share of 70.00 on collected: Dr customer_credit 59.50, Cr receivable 59.50, Dr partner_pending 35.00,
 * Cr partner_payable 35.00.
 */
export function postPosition({ before, after, customerId, operatorId, currency }: PositionChange): Posting[] {
  const postings: Posting[] = [];
  const book = (side: typeof debit, account: LedgerAccount, partyId: string, amountMinor: bigint) => {
    if (amountMinor !== 0n) postings.push(side(account, partyId, currency, amountMinor));
  };
  book(debit, 'receivable', customerId, after.receivableMinor - before.receivableMinor);
  book(debit, 'customer_credit', customerId, after.collectedMinor - before.collectedMinor);
  for (const [sellerId, taxMinor] of after.taxes) {
    book(credit, 'tax_payable', sellerId, taxMinor - (before.taxes.get(sellerId) ?? 0n));
  }
  book(credit, 'operator_revenue', operatorId, after.operatorRevenueMinor - before.operatorRevenueMinor);
  let forgoneMinor = 0n;
  for (const [partyId, now] of after.parties) {
    const was = before.parties.get(partyId) ?? NOTHING;
    book(credit, 'partner_payable', partyId, now.payableMinor - was.payableMinor);
    book(credit, 'partner_pending', partyId, now.pendingMinor - was.pendingMinor);
    book(credit, 'partner_held', partyId, now.heldMinor - was.heldMinor);
    forgoneMinor += now.forgoneMinor - was.forgoneMinor;
  }
  const lossMinor = after.writtenOffMinor - before.writtenOffMinor - forgoneMinor;
  book(debit, 'write_off', operatorId, lossMinor);
  assertBalanced(postings, 'a change of an issued bill');
  return postings;
}

const NOTHING: PartyPosition = { payableMinor: 0n, pendingMinor: 0n, heldMinor: 0n, forgoneMinor: 0n };
