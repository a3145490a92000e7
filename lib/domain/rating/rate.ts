import type { Currency } from '@/lib/domain/money/currency';
import { DECIMAL_ONE, DECIMAL_ZERO, type Decimal } from '@/lib/domain/money/decimal';
import { type Exact, exactFromMinor, formatExact, subtractExact, toMinor } from '@/lib/domain/money/exact';
import { formatMinor } from '@/lib/domain/money/money';
import { intersect, type Period, periodDays } from '@/lib/domain/period/period';
import type { Price } from '@/lib/domain/pricing/price';
import { chargeExact, type DayShare, type Measured } from '@/lib/domain/rating/charge';
import type { RatedLine } from '@/lib/domain/rating/rated-line';
import { spendOf } from '@/lib/domain/rating/spend';
import { chargedBefore, spendLines } from '@/lib/domain/rating/spend-lines';
import type { Step, Steps } from '@/lib/domain/rating/step';

export type RatingInput = {
  readonly currency: Currency;
  /** The full period, whose days a prorated charge is shared over. */
  readonly period: Period;
  /** The part in which the product was active; left out, all of it. */
  readonly service?: Period;
  /** Seats and the like, for recurring and one-time components; left out, one. */
  readonly quantity?: Decimal;
  /** The meter's total, for usage components; left out, the sum of `events`, or zero. */
  readonly usage?: Decimal;
  /** How many events made `usage`, where they are not listed; left out, one unless usage is zero. */
  readonly eventCount?: bigint;
  /** The events' amounts in order. Needed only where a percentage has a minimum or maximum per event. */
  readonly events?: readonly Decimal[];
  /** What was priced before in the same period: this call then prices only what comes on top. */
  readonly usageBefore?: Decimal;
  readonly eventCountBefore?: bigint;
  readonly eventsBefore?: readonly Decimal[];
  /**
   * What was really charged before for this component in the period, net, where that is not what this price would have
   * charged for `usageBefore` (another price applied). It counts towards maximum and minimum.
   */
  readonly chargedBeforeMinor?: bigint;
  /** Off: the lines carry no steps. For bulk runs that explain on demand, with the same code. */
  readonly explain?: boolean;
};

/**
 * Prices one component for one period: a charge line, always, then its maximum, minimum and credit lines where they are due.
 * Rounds half away from zero, once per line. With something priced before, every line is that of the cumulative quantity
 * less that of the quantity before, so the parts of any split sum to the whole.
 * Example: 3 units @5 with a maximum of 170 and 160 charged before: charge 15.00, maximum −5.00 [openmeter].
 */
export function ratePrice(price: Price, input: RatingInput): RatedLine[] {
  const { currency } = input;
  const steps: Steps = input.explain === false ? undefined : [];
  const days = dayShareOf(price, input);
  const now = measure(price, input);
  const earlier = measureBefore(price, input);

  const total = earlier === null ? now : together(earlier, now);
  const exactTotal = chargeExact(price, total, days, steps);
  const totalMinor = toMinor(exactTotal, currency);
  if (steps) explainRounding(exactTotal, totalMinor, currency, steps);

  let exact = exactTotal;
  let beforeMinor = 0n;
  if (earlier !== null) {
    const exactBefore = chargeExact(price, earlier, days, undefined);
    beforeMinor = toMinor(exactBefore, currency);
    exact = subtractExact(exactTotal, exactBefore);
    steps?.push(chargedBefore(totalMinor, beforeMinor, currency));
  }
  const amountMinor = totalMinor - beforeMinor;
  const charge: RatedLine = {
    key: price.key,
    kind: 'charge',
    quantity: price.model === 'flat' ? DECIMAL_ONE : now.quantity,
    exact,
    amountMinor,
    steps: steps ?? [],
  };
  if (!bounded(price)) return [charge];

  const known = input.chargedBeforeMinor;
  const isDifference = earlier !== null && known === undefined;
  const after = spendOf(price, isDifference ? totalMinor : amountMinor, currency, known);
  const before = isDifference ? spendOf(price, beforeMinor, currency) : null;
  const explain = steps !== undefined;
  return [
    charge,
    ...spendLines(price, { after, before, chargedBeforeMinor: known ?? 0n, currency, explain }),
  ];
}

function bounded({ maximumSpend, minimumSpend, prepaidCredits }: Price): boolean {
  return maximumSpend !== undefined || minimumSpend !== undefined || prepaidCredits !== undefined;
}

function measure(price: Price, input: RatingInput): Measured {
  if (price.kind !== 'usage') return { quantity: input.quantity ?? DECIMAL_ONE, count: 1n };
  return measured(input.usage, input.eventCount, input.events);
}

function measureBefore(price: Price, input: RatingInput): Measured | null {
  if (price.kind !== 'usage') return null;
  if (input.usageBefore === undefined && input.eventsBefore === undefined) return null;
  return measured(input.usageBefore, input.eventCountBefore, input.eventsBefore);
}

function measured(
  quantity: Decimal | undefined,
  count: bigint | undefined,
  events: readonly Decimal[] | undefined,
): Measured {
  if (events === undefined) {
    const known = quantity ?? DECIMAL_ZERO;
    return { quantity: known, count: count ?? (known === 0n ? 0n : 1n) };
  }
  let sum = 0n;
  let counted = 0n;
  for (const event of events) {
    sum += event;
    counted += event < 0n ? -1n : 1n;
  }
  return { quantity: quantity ?? (sum as Decimal), count: count ?? counted, events };
}

function together(before: Measured, now: Measured): Measured {
  return {
    quantity: (before.quantity + now.quantity) as Decimal,
    count: before.count + now.count,
    events: [...asEvents(before), ...asEvents(now)],
  };
}

/** A total whose events are not listed counts as one event, which only a percentage bounded per event looks at. */
function asEvents({ quantity, count, events }: Measured): readonly Decimal[] {
  return events ?? (count === 0n ? [] : [quantity]);
}

function dayShareOf(price: Price, { period, service }: RatingInput): DayShare {
  if (price.kind !== 'recurring' || !price.prorate || service === undefined) return null;
  const active = intersect(period, service);
  return { activeDays: active === null ? 0 : periodDays(active), periodDays: periodDays(period) };
}

function explainRounding(exact: Exact, amountMinor: bigint, currency: Currency, steps: Step[]): void {
  if (exactFromMinor(amountMinor, currency) === exact) return;
  steps.push({
    code: 'rounded',
    exact: formatExact(exact),
    currency,
    result: formatMinor(amountMinor, currency),
  });
}
