import type { Sql } from '@/lib/db/tenant';
import { findBilledPeriods, findChargeWindows } from '@/lib/db/usage';
import { addMonthsClamped, type CivilDate } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';

/** `current`: its bill is still to come. `late`: the bill is issued, and the next one charges it. `too_late`: not even that. */
export type Lateness = 'current' | 'late' | 'too_late';

export type PlacedUsage = {
  billingAccountId: string;
  offeringId: string;
  specId: string;
  timeZone: string;
  periodFrom: string;
  atMs: number;
};

/**
 * Whether usage comes before or after the bill of its period. After it the agreement behind the offering says how many months back
 * a charge may reach, counted in days of the account's zone; 3 for the operator's own: on 20 June, 20 March is the last day.
 * `takesTooLate`: somebody waived that limit, and nothing is too late.
 */
export async function latenessOf(
  sql: Sql,
  placed: readonly PlacedUsage[],
  nowMs: number,
  takesTooLate = false,
): Promise<Lateness[]> {
  if (placed.length === 0) return [];
  const periods = new Map(
    placed.map(({ billingAccountId, specId, periodFrom }) => [
      `${billingAccountId} ${periodFrom}`,
      { billingAccountId, specId, periodFrom },
    ]),
  );
  const billed = new Set(
    (await findBilledPeriods(sql, [...periods.values()])).map(
      ({ billingAccountId, periodFrom }) => `${billingAccountId} ${periodFrom}`,
    ),
  );
  const isBilled = ({ billingAccountId, periodFrom }: PlacedUsage) =>
    billed.has(`${billingAccountId} ${periodFrom}`);
  const offeringIds = new Set(placed.filter(isBilled).map(({ offeringId }) => offeringId));
  const windows = offeringIds.size === 0 ? new Map() : await findChargeWindows(sql, [...offeringIds]);
  return placed.map((usage) => {
    if (!isBilled(usage)) return 'current';
    if (takesTooLate) return 'late';
    const { offeringId, timeZone, atMs } = usage;
    const months = windows.get(offeringId) ?? OWN_WINDOW_MONTHS;
    return dayOf(atMs, timeZone) < addMonthsClamped(dayOf(nowMs, timeZone), -months) ? 'too_late' : 'late';
  });
}

const OWN_WINDOW_MONTHS = 3;

const dayOf = (atMs: number, timeZone: string): CivilDate =>
  civilDateAt(new Date(atMs).toISOString(), timeZone);
