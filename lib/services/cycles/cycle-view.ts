import type { CycleListRow } from '@/lib/db/cycles';
import { isCurrency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';

export type CycleView = Omit<CycleListRow, 'totals'> & {
  /** Whether the period is over as of the context's instant. */
  phase: 'running' | 'ended';
  /** Of its bills, by currency, tax included. */
  totals: { currency: string; total: string }[];
  attention: CycleAttention[];
};

/** What in a cycle waits for a person, the most pressing first; `count` of what the code speaks of. */
export type CycleAttention = {
  code:
    | 'accounts_held'
    | 'partner_bill_missing'
    | 'lines_rejected'
    | 'run_due'
    | 'review_waits'
    | 'issue_waits';
  count: number;
};

/** A cycle as pages and programs see it, as of an instant. */
export function cycleView({ totals, ...row }: CycleListRow, now: string): CycleView {
  const phase = Date.parse(row.toAt) <= Date.parse(now) ? 'ended' : 'running';
  return { ...row, phase, totals: totals.map(toTotal), attention: attentionOf(row, phase) };
}

function attentionOf(row: Omit<CycleListRow, 'totals'>, phase: CycleView['phase']): CycleAttention[] {
  const isDone = row.state === 'issued' || row.state === 'closed';
  const isDue = phase === 'ended' && !isDone;
  const found: CycleAttention[] = [
    { code: 'accounts_held', count: row.held },
    { code: 'partner_bill_missing', count: isDue ? row.missingPartners.length : 0 },
    { code: 'lines_rejected', count: row.rejectedLines },
    { code: 'run_due', count: isDue && (row.run === null || RUN_OVER.has(row.run.state)) ? row.accounts : 0 },
    { code: 'review_waits', count: row.run?.state === 'review' ? row.drafts : 0 },
    { code: 'issue_waits', count: row.run?.state === 'approved' ? row.approved + row.drafts : 0 },
  ];
  return found.filter(({ count }) => count > 0);
}

const RUN_OVER = new Set(['cancelled', 'failed']);

function toTotal({ currency, totalMinor }: CycleListRow['totals'][number]) {
  if (!isCurrency(currency)) throw new Error(`A bill is in ${currency}, which is no currency.`);
  return { currency, total: formatMinor(BigInt(totalMinor), currency) };
}
