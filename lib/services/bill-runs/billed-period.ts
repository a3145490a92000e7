import type { InputPeriod } from '@/lib/db/billing-inputs';
import type { BillKind } from '@/lib/domain/billing/bill-kind';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';

/** What a bill is for: a cycle's period, or the part of it until a day. */
export type BilledPeriod = {
  /** Null while the period has no cycle yet. */
  cycleId: string | null;
  /** The cycle's whole period: what days are shared over and running totals belong to. */
  period: Period;
  /** Left out: the cycle's own bill. */
  kind?: BillKind;
  /** Of a bill on demand or a final one: the first day it does not charge. */
  until?: CivilDate;
  /** Of a bill on demand or a final one: its run, which alone may take the partner lines it took. */
  runId?: string;
  /** The cycle's period after this one, which prices in advance are due for. */
  next?: Period;
};

/** The days the document is for. */
export const billPeriod = ({ period, until }: BilledPeriod): Period => ({
  from: period.from,
  to: until ?? period.to,
});

/**
 * Which of an account's bills a partner line is on, as the third part of its key says: the cycle's own, or another run's. A line
 * on one of them is not there for the others.
 */
export const slotOf = ({ cycleId, kind = 'cycle', runId }: BilledPeriod): string | null =>
  kind === 'cycle' ? cycleId : (runId ?? null);

/** What to read for it. */
export const inputPeriod = (billed: BilledPeriod): InputPeriod => {
  const { cycleId, period, kind, next } = billed;
  return { cycleId, ...period, kind, next, slot: slotOf(billed) };
};
