import type { Action } from '@/components/action/action';

/** A budget as pages show it; amounts as decimal strings. */
export type BudgetItem = {
  id: string;
  account: { id: string; number: string; name: string; currency: string };
  product: { id: string; name: string; reference: string } | null;
  name: string;
  amount: string;
  thresholds: readonly number[];
  emails: readonly string[];
  /** What it is compared with by now; null when that cannot be computed. */
  soFar: string | null;
};

/** What a budget can be set for. */
export type BudgetScope = {
  number: string;
  name: string;
  currency: string;
  products: readonly { id: string; name: string; reference: string }[];
};

export type BudgetValues = {
  name: string;
  amount: string;
  thresholds: number[];
  emails: string[];
};

export type BudgetActions = {
  create: Action<BudgetValues & { billingAccount: string; product: string | null }>;
  change: Action<BudgetValues & { id: string }>;
  end: Action<{ id: string }>;
};
