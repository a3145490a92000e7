import type { LedgerAccount } from '@/lib/domain/ledger/accounts';
import { credit, debit, type Posting } from '@/lib/domain/ledger/posting';
import type { Currency } from '@/lib/domain/money/currency';

/** Whose payout it is, and in what; the operator is the other side. */
export type PayoutParties = { partyId: string; operatorPartyId: string; currency: Currency };

/**
 * An amount that leaves a partner's payable for another account; below zero it comes from there. Nothing posts nothing.
 * Example: a fee of 9.60: Dr partner_payable (partner) 9.60, Cr operator_revenue (operator) 9.60.
 */
export function postFromPayable(
  { partyId, currency }: Pick<PayoutParties, 'partyId' | 'currency'>,
  to: { account: LedgerAccount; partyId: string },
  amountMinor: bigint,
): Posting[] {
  if (amountMinor === 0n) return [];
  return [
    debit('partner_payable', partyId, currency, amountMinor),
    credit(to.account, to.partyId, currency, amountMinor),
  ];
}

/**
 * The balance that a statement does not pay: taken off this one, and the opening of the next. The two sides are of one account, so that
 * the books stay as they are and each side is a row of its own statement.
 */
export const postCarried = (parties: PayoutParties, amountMinor: bigint): Posting[] =>
  postFromPayable(parties, { account: 'partner_payable', partyId: parties.partyId }, amountMinor);

/**
 * Entries of one currency taken in another at a rate: what is due in the first ends, what is due in the second begins, and what the two
 * differ by is in `fx_difference` per currency.
 */
export function postConverted(
  { partyId, operatorPartyId, currency }: PayoutParties,
  from: Currency,
  amountMinor: bigint,
  payoutMinor: bigint,
): Posting[] {
  const difference = { account: 'fx_difference' as const, partyId: operatorPartyId };
  return [
    ...postFromPayable({ partyId, currency: from }, difference, amountMinor),
    ...postFromPayable({ partyId, currency }, difference, -payoutMinor),
  ];
}
