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

type Answer =
  | { ok: true }
  | { ok: false; message: string; issues: readonly { path: string; message: string }[] };

export type BudgetActions = {
  create: (input: BudgetValues & { billingAccount: string; product: string | null }) => Promise<Answer>;
  change: (input: BudgetValues & { id: string }) => Promise<Answer>;
  end: (input: { id: string }) => Promise<Answer>;
};
