import type { MeteredProduct, MeteredSpec } from '@/lib/db/usage';
import { type CivilDate, civilDate } from '@/lib/domain/period/civil-date';
import { cyclePeriodContaining } from '@/lib/domain/period/cycle';
import { civilDateAt, startOfDayInstant } from '@/lib/domain/period/zone';

/**
 * In which billing period an instant falls, and whether a product was active then. A batch has few zones and periods and many
 * events, so days are turned into instants once each and events are compared as numbers.
 */
export class PeriodFinder {
  readonly #periods = new Map<string, InstantPeriod[]>();
  readonly #days = new Map<string, Map<string, number>>();

  periodAt({ specId, anchorOn, frequency, timeZone }: MeteredSpec, atMs: number): InstantPeriod {
    const known = this.#periods.get(specId) ?? [];
    this.#periods.set(specId, known);
    const found = known.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
    if (found) return found;
    const day = civilDateAt(new Date(atMs).toISOString(), timeZone);
    const { period } = cyclePeriodContaining({ anchorOn: civilDate(anchorOn), frequency, timeZone }, day);
    const { from, to } = period;
    const made = { from, fromMs: this.#dayMs(from, timeZone), toMs: this.#dayMs(to, timeZone) };
    known.push(made);
    return made;
  }

  /** The first day of service counts, the day it ends does not; both are days in the cycle's zone. */
  isActive({ startedOn, endedOn, spec }: MeteredProduct, atMs: number): boolean {
    if (atMs < this.#dayMs(startedOn, spec.timeZone)) return false;
    return endedOn === null || atMs < this.#dayMs(endedOn, spec.timeZone);
  }

  #dayMs(day: string, timeZone: string): number {
    let days = this.#days.get(timeZone);
    if (!days) {
      days = new Map();
      this.#days.set(timeZone, days);
    }
    let ms = days.get(day);
    if (ms === undefined) {
      ms = Date.parse(startOfDayInstant(civilDate(day), timeZone));
      days.set(day, ms);
    }
    return ms;
  }
}

export type InstantPeriod = { from: CivilDate; fromMs: number; toMs: number };
