import type { LedgerAccount } from '@/lib/domain/ledger/accounts';
import type { Currency } from '@/lib/domain/money/currency';

/** One side of a journal entry. Exactly one of the two amounts is above zero; neither is ever below. */
export type Posting = {
  account: LedgerAccount;
  /** Whose account: the billing account for receivables, the seller for tax, else the party itself. */
  partyId: string;
  currency: Currency;
  debitMinor: bigint;
  creditMinor: bigint;
};

/**
 * A posting on the credit side; a negative amount swaps to the debit side.
 * Example: credit(operator_revenue, op, EUR, -5n) debits operator_revenue by 5.
 */
export function credit(
  account: LedgerAccount,
  partyId: string,
  currency: Currency,
  amountMinor: bigint,
): Posting {
  const positive = amountMinor >= 0n;
  return {
    account,
    partyId,
    currency,
    debitMinor: positive ? 0n : -amountMinor,
    creditMinor: positive ? amountMinor : 0n,
  };
}

/** A posting on the debit side; a negative amount swaps to the credit side. */
export function debit(
  account: LedgerAccount,
  partyId: string,
  currency: Currency,
  amountMinor: bigint,
): Posting {
  return credit(account, partyId, currency, -amountMinor);
}

/** Whether it moves anything: a journal has no side of nothing. */
export const isAmount = ({ debitMinor, creditMinor }: Posting): boolean => debitMinor !== creditMinor;
