import type { BillRunState } from '@/lib/domain/billing/state';

/** A bill run as pages show it: what it is at, what it did, and what it found. Amounts are decimal strings. */
export type RunView = {
  id: string;
  phase: BillRunState;
  dryRun: boolean;
  accounts: { total: number; done: number; held: number; issued: number };
  changes: { created: number; updated: number; unchanged: number };
  totals: readonly { currency: string; amount: string }[];
  issues: readonly RunIssueView[];
  issueCounts: readonly { code: string; severity: string; count: number }[];
  requestedBy: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  issuedOn: string | null;
  failure: string | null;
};

export type RunIssueView = {
  code: string;
  severity: 'error' | 'warning' | 'info';
  path: string;
  message: string;
  amountAtStake?: string | null;
  billingAccount: { id: string; number: string; name: string; currency: string };
};

/** Whether workers are at it, so that the numbers move by themselves. */
export const isUnderWay = (phase: BillRunState): boolean => UNDER_WAY.has(phase);

const UNDER_WAY: ReadonlySet<BillRunState> = new Set(['queued', 'running', 'issuing_cohort', 'issuing']);
