/** The chart of accounts. Each is kept per party and currency; balances are projections of postings. */
export const LEDGER_ACCOUNTS = [
  'receivable',
  'partner_payable',
  'operator_revenue',
  'tax_payable',
  'fx_difference',
  'write_off',
  'customer_credit',
  'loyalty_liability',
  'rounding',
] as const;

export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number];

/** The side on which each account normally grows: what the operator is owed grows by debit, what it owes by credit. */
export const NORMAL_SIDE: Readonly<Record<LedgerAccount, 'debit' | 'credit'>> = {
  receivable: 'debit',
  partner_payable: 'credit',
  operator_revenue: 'credit',
  tax_payable: 'credit',
  fx_difference: 'debit',
  write_off: 'debit',
  customer_credit: 'credit',
  loyalty_liability: 'credit',
  rounding: 'debit',
};
