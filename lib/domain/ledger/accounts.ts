/**
 * The chart of accounts. Each is kept per party and currency; balances are projections of postings.
 * A partner's money is in one of four: `partner_pending` until the customer has paid (terms on what is collected), `partner_held` while
 * it is disputed, `partner_reserve` as agreed, and `partner_payable` when the next payout takes it.
 */
export const LEDGER_ACCOUNTS = [
  'receivable',
  'bank',
  'partner_payable',
  'partner_pending',
  'partner_held',
  'partner_reserve',
  'payout_clearing',
  'operator_revenue',
  'tax_payable',
  'fx_difference',
  'write_off',
  'customer_credit',
  'customer_debt',
  'refund_clearing',
  'unallocated_cash',
  'loyalty_liability',
  'rounding',
] as const;

export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number];

/** The side on which each account normally grows: what the operator is owed grows by debit, what it owes by credit. */
export const NORMAL_SIDE: Readonly<Record<LedgerAccount, 'debit' | 'credit'>> = {
  receivable: 'debit',
  bank: 'debit',
  partner_payable: 'credit',
  partner_pending: 'credit',
  partner_held: 'credit',
  partner_reserve: 'credit',
  payout_clearing: 'credit',
  operator_revenue: 'credit',
  tax_payable: 'credit',
  fx_difference: 'debit',
  write_off: 'debit',
  customer_credit: 'credit',
  customer_debt: 'debit',
  refund_clearing: 'credit',
  unallocated_cash: 'credit',
  loyalty_liability: 'credit',
  rounding: 'debit',
};
