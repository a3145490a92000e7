import { Temporal } from 'temporal-polyfill';

/** What to do with a local time that a clock change makes occur twice, or not at all. */
export type ClockChangeRule = {
  repeatedHour: 'first' | 'second' | 'refuse';
  skippedHour: 'forward' | 'refuse';
};

/**
 * Turns local wall-clock times of one zone into instants, fast: offsets are asked for once per local quarter of an hour, which
 * is the finest step at which zones have changed their clocks since 1972.
 *
 * `localMs` is the wall clock read as if it were UTC, in milliseconds. Of a time that occurs twice (clocks went back) the rule
 * takes the first or the second; one that is skipped (clocks went forward) moves on by the change: 02:30 on 29 March 2026 in
 * Warsaw is 03:30 there, 01:30Z. Refused times answer null.
 */
export class LocalClock {
  private readonly quarters = new Map<number, Quarter>();

  constructor(
    private readonly timeZone: string,
    private readonly rule: ClockChangeRule,
  ) {}

  instantMs(localMs: number): number | null {
    const index = Math.floor(localMs / QUARTER_MS);
    let quarter = this.quarters.get(index);
    if (quarter === undefined) {
      quarter = quarterAt(index * QUARTER_MS, this.timeZone);
      if (this.quarters.size >= QUARTERS_MAX) this.quarters.clear();
      this.quarters.set(index, quarter);
    }
    if (quarter.kind === 'plain') return localMs - quarter.beforeMs;
    if (quarter.kind === 'repeated') {
      if (this.rule.repeatedHour === 'refuse') return null;
      return localMs - (this.rule.repeatedHour === 'first' ? quarter.beforeMs : quarter.afterMs);
    }
    return this.rule.skippedHour === 'refuse' ? null : localMs - quarter.beforeMs;
  }
}

/** Offsets from UTC before and after the change that the quarter lies in; equal where there is none. */
type Quarter = { kind: 'plain' | 'repeated' | 'skipped'; beforeMs: number; afterMs: number };

const QUARTER_MS = 15 * 60_000;
const QUARTERS_MAX = 50_000;

function quarterAt(localMs: number, timeZone: string): Quarter {
  const local = Temporal.Instant.fromEpochMilliseconds(localMs).toZonedDateTimeISO('UTC').toPlainDateTime();
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' });
  const [earlierMs, laterMs] = [localMs - earlier.epochMilliseconds, localMs - later.epochMilliseconds];
  if (earlierMs === laterMs) return { kind: 'plain', beforeMs: earlierMs, afterMs: laterMs };
  // In a gap the two disambiguations give times on either side of it, neither of which reads as what was asked for; the later
  // instant is reached with the offset that held before.
  const repeats = earlier.toPlainDateTime().equals(local);
  return repeats
    ? { kind: 'repeated', beforeMs: earlierMs, afterMs: laterMs }
    : { kind: 'skipped', beforeMs: laterMs, afterMs: earlierMs };
}
