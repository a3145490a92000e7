import type { BudgetFacts, BudgetRow } from '@/lib/db/budgets';
import { MAX_THRESHOLD_PERCENT } from '@/lib/domain/billing/budget';
import { isCurrency } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { invalid } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { requireBounded } from '@/lib/services/require-bounded';

export type BudgetInput = {
  name: string;
  /** Decimal text in the account's currency, per billing period and without tax. */
  amount: string;
  /** Whole per cent. */
  thresholds: readonly number[];
  emails: readonly string[];
};

export type BudgetView = Omit<BudgetRow, 'amountMinor'> & { amount: string };

export const budgetView = ({ amountMinor, ...row }: BudgetRow): BudgetView => ({
  ...row,
  amount: moneyOf(row.account.currency)(amountMinor),
});

/** What is stored of a budget somebody wrote. Fails: `bad_amount`, `amount_too_large`, `bad_thresholds`. */
export function budgetFacts(input: BudgetInput, currency: string): BudgetFacts {
  const amount = isCurrency(currency) ? parseMoney(input.amount, currency) : null;
  if (!amount || amount.amountMinor <= 0n) {
    throw invalid('bad_amount', 'amount', `Write an amount above zero in ${currency}, such as 250.00.`);
  }
  requireBounded(amount.amountMinor);
  const thresholds = [...new Set(input.thresholds)].sort((a, b) => a - b);
  const isPercent = (value: number) =>
    Number.isInteger(value) && value >= 1 && value <= MAX_THRESHOLD_PERCENT;
  if (thresholds.length === 0 || thresholds.length > MOST_THRESHOLDS || !thresholds.every(isPercent)) {
    const message = `Write one to ${MOST_THRESHOLDS} whole percentages from 1 to ${MAX_THRESHOLD_PERCENT}, such as 50, 80, 100.`;
    throw invalid('bad_thresholds', 'thresholds', message);
  }
  const emails = [...new Set(input.emails.map((email) => email.trim().toLowerCase()))];
  return { name: input.name.trim(), amountMinor: amount.amountMinor, thresholds, emails };
}

const MOST_THRESHOLDS = 10;
