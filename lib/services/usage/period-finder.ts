import type { MeteredProduct } from '@/lib/db/usage';
import { type CivilDate, civilDate } from '@/lib/domain/period/civil-date';
import { cyclePeriodContaining } from '@/lib/domain/period/cycle';
import { civilDateAt, startOfDayInstant } from '@/lib/domain/period/zone';

/**
 * In which billing period an instant falls, and whether a product was active then. A batch has few zones and periods and many
 * events, so days are turned into instants once each and events are compared as numbers.
 */
export class PeriodFinder {
  readonly #periods = new Map<string, InstantPeriod[]>();
  readonly #days = new Map<string, number>();

  periodAt(product: MeteredProduct, atMs: number): InstantPeriod {
    const known = this.#periods.get(product.specId) ?? [];
    this.#periods.set(product.specId, known);
    const found = known.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
    if (found) return found;
    const spec = { ...product, anchorOn: civilDate(product.anchorOn) };
    const day = civilDateAt(new Date(atMs).toISOString(), product.timeZone);
    const { period } = cyclePeriodContaining(spec, day);
    const { from, to } = period;
    const made = {
      from,
      fromMs: this.#dayMs(from, product.timeZone),
      toMs: this.#dayMs(to, product.timeZone),
    };
    known.push(made);
    return made;
  }

  /** The first day of service counts, the day it ends does not; both are days in the cycle's zone. */
  isActive({ startedOn, endedOn, timeZone }: MeteredProduct, atMs: number): boolean {
    if (atMs < this.#dayMs(startedOn, timeZone)) return false;
    return endedOn === null || atMs < this.#dayMs(endedOn, timeZone);
  }

  #dayMs(day: string, timeZone: string): number {
    const key = `${day} ${timeZone}`;
    let ms = this.#days.get(key);
    if (ms === undefined) {
      ms = Date.parse(startOfDayInstant(civilDate(day), timeZone));
      this.#days.set(key, ms);
    }
    return ms;
  }
}

export type InstantPeriod = { from: CivilDate; fromMs: number; toMs: number };
