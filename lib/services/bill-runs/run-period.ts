import type { BillRunRow } from '@/lib/db/bill-runs';
import type { CycleRow } from '@/lib/db/billing-reference';
import { findCycleSpec } from '@/lib/db/cycles';
import type { Sql } from '@/lib/db/tenant';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { cyclePeriod } from '@/lib/domain/period/cycle';
import type { BilledPeriod } from '@/lib/services/bill-runs/billed-period';
import { cycleSpecOf } from '@/lib/services/cycles/cycle-row';

/** What a run's bills are for: its cycle's period, with the next one for prices in advance, or the part of it until a day. */
export async function runPeriod(
  sql: Sql,
  { id, kind, billTo }: Pick<BillRunRow, 'id' | 'kind' | 'billTo'>,
  cycle: CycleRow,
): Promise<BilledPeriod> {
  const period = { from: cycle.periodFrom as CivilDate, to: cycle.periodTo as CivilDate };
  const shared = { cycleId: cycle.id, period, kind };
  if (kind !== 'cycle') return { ...shared, runId: id, until: billTo as CivilDate };
  const spec = await findCycleSpec(sql, cycle.specId);
  if (!spec) throw new Error(`The cycle ${cycle.id} has no specification`);
  return { ...shared, next: cyclePeriod(cycleSpecOf(spec), cycle.n + 1) };
}
