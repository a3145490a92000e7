import type { CohortSize, RunCohortRow } from '@/lib/db/run-cohorts';
import type { RunCohortState } from '@/lib/domain/billing/state';
import type { Currency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import type { RunAccountFilterInput } from '@/lib/schemas/run-account-filter';

export type CohortRequest = { filter: RunAccountFilterInput; first?: number | undefined };

export type CohortView = {
  id: string;
  run: string;
  /** 1 is the run's first. */
  n: number;
  state: RunCohortState;
  request: CohortRequest;
  issuedOn: string;
  /** `held` are those that were held after the cohort was approved; they are not issued with it. */
  accounts: { total: number; issued: number; held: number };
  totals: { currency: string; amount: string }[];
  requestedBy: string;
  createdAt: string;
  finishedAt: string | null;
};

export function cohortView(row: RunCohortRow): CohortView {
  const { id, n, state, issuedOn, accounts, issued, held, requestedBy, createdAt, finishedAt } = row;
  return {
    id,
    run: row.runId,
    n,
    state,
    request: row.filter as CohortRequest,
    issuedOn,
    accounts: { total: accounts, issued, held },
    totals: totalsOf(row.totals),
    requestedBy,
    createdAt,
    finishedAt,
  };
}

/** What a cohort would be. */
export type CohortPreview = {
  accounts: number;
  withWarnings: number;
  totals: { currency: string; amount: string }[];
};

export const cohortPreview = ({ accounts, withWarnings, totals }: CohortSize): CohortPreview => ({
  accounts,
  withWarnings,
  totals: totalsOf(totals),
});

const totalsOf = (totals: Readonly<Record<string, string>>) =>
  Object.keys(totals)
    .sort()
    .map((currency) => ({ currency, amount: formatMinor(BigInt(totals[currency]!), currency as Currency) }));
