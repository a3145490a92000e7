import type { BillDeduction } from '@/lib/domain/billing/bill-draft';
import type { LedgerAccount } from '@/lib/domain/ledger/accounts';
import { assertBalanced } from '@/lib/domain/ledger/balance';
import { credit, debit, type Posting } from '@/lib/domain/ledger/posting';
import type { Currency } from '@/lib/domain/money/currency';

/**
 * The journal of what a customer used against a bill: prepaid credit and loyalty leave their liability and lower the
 * receivable. Credit notes post nothing here, since their own journal lowered the receivable when they were issued.
 * Example: prepaid 10.00: Dr customer_credit 10.00, Cr receivable 10.00.
 */
export function postDeductions(
  deductions: readonly BillDeduction[],
  customerId: string,
  currency: Currency,
): Posting[] {
  const postings: Posting[] = [];
  for (const { kind, amountMinor } of deductions) {
    const account = LIABILITY[kind];
    if (account === null || amountMinor === 0n) continue;
    postings.push(debit(account, customerId, currency, amountMinor));
    postings.push(credit('receivable', customerId, currency, amountMinor));
  }
  assertBalanced(postings, `the deductions of customer ${customerId}`);
  return postings;
}

const LIABILITY: Readonly<Record<BillDeduction['kind'], LedgerAccount | null>> = {
  credit_note: null,
  prepaid_credit: 'customer_credit',
  loyalty: 'loyalty_liability',
};
