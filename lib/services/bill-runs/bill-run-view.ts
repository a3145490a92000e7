import {
  type BillRunRow,
  countRunAccounts,
  countRunIssues,
  listRunIssues,
  type RunIssueRow,
  sumRunTotals,
} from '@/lib/db/bill-runs';
import type { Sql } from '@/lib/db/tenant';
import type { BillRunState } from '@/lib/domain/billing/state';
import type { Currency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';

export type BillRunView = {
  id: string;
  cycle: string;
  /** `cycle`, or of some accounts beside it: on demand, or their final bills. */
  kind: BillRunRow['kind'];
  /** Of a run beside the cycle's: the first day it does not charge. */
  until: string | null;
  /** In the words of the API: a queued run is running, and one that is being issued, whole or in part, is approved. */
  state: 'running' | 'paused' | 'review' | 'approved' | 'issued' | 'cancelled' | 'failed';
  /** The state as it is stored. */
  phase: BillRunState;
  dryRun: boolean;
  accounts: { total: number; done: number; held: number; issued: number };
  changes: { created: number; updated: number; unchanged: number };
  /** Σ of the bills per currency; empty while the run is under way. */
  totals: { currency: string; amount: string }[];
  /** The gravest first, at most a hundred; `issueCounts` counts all. */
  issues: RunIssueRow[];
  issueCounts: { code: string; severity: string; count: number }[];
  requestedBy: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  issuedOn: string | null;
  failure: string | null;
};

export async function readBillRunView(sql: Sql, run: BillRunRow): Promise<BillRunView> {
  const counts = await countRunAccounts(sql, run.id);
  const isUnderWay = run.state === 'queued' || run.state === 'running';
  const totals = isUnderWay ? [] : await sumRunTotals(sql, run.id);
  const { id, dryRun, requestedBy, createdAt, startedAt, finishedAt, issuedOn, failure } = run;
  return {
    id,
    cycle: run.cycleId,
    kind: run.kind,
    until: run.billTo,
    state: PUBLIC_STATE[run.state],
    phase: run.state,
    dryRun,
    accounts: {
      total: counts.total,
      done: counts.done + counts.issued,
      held: counts.held,
      issued: counts.issued,
    },
    changes: { created: counts.created, updated: counts.updated, unchanged: counts.unchanged },
    totals: totals.map(({ currency, totalMinor }) => ({
      currency,
      amount: formatMinor(totalMinor, currency as Currency),
    })),
    issues: await listRunIssues(sql, run.id, ISSUES_SHOWN),
    issueCounts: await countRunIssues(sql, run.id),
    requestedBy,
    createdAt,
    startedAt,
    finishedAt,
    issuedOn,
    failure,
  };
}

const ISSUES_SHOWN = 100;

const PUBLIC_STATE: Readonly<Record<BillRunState, BillRunView['state']>> = {
  queued: 'running',
  running: 'running',
  paused: 'paused',
  review: 'review',
  issuing_cohort: 'approved',
  approved: 'approved',
  issuing: 'approved',
  issued: 'issued',
  cancelled: 'cancelled',
  failed: 'failed',
};
