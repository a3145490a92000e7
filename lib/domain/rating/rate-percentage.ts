import { DECIMAL_ZERO, type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import {
  addExact,
  EXACT_ZERO,
  type Exact,
  exactFromDecimal,
  formatExact,
  multiplyExact,
} from '@/lib/domain/money/exact';
import type { PercentagePrice } from '@/lib/domain/pricing/price';
import type { Steps } from '@/lib/domain/rating/step';

/** Transacted amounts: their sum and number, and the amounts in order where a price looks at each one. */
export type Transacted = {
  readonly amount: Decimal;
  readonly count: bigint;
  readonly events?: readonly Decimal[];
};

/**
 * rate × what is above `freeAmount` of the total, + fixedFee × the events above `freeEvents`. The two allowances are apart.
 * With minPerEvent or maxPerEvent each event's own fee is bounded, so `events` decides; without them only sum and count do.
 * A negative event takes one back: its amount and its place in the count. Included units are further free amount.
 * Source: lago-api percentage spec. 1.3 %, fixed 2, 2 of 4 events and 250 of 800 free: 7.15 + 4 = 11.15.
 */
export function ratePercentage(price: PercentagePrice, transacted: Transacted, steps: Steps): Exact {
  const freeAmount = ((price.freeAmount ?? 0n) + (price.includedUnits ?? 0n)) as Decimal;
  if (price.minPerEvent !== undefined || price.maxPerEvent !== undefined) {
    const events = transacted.events ?? (transacted.count === 0n ? [] : [transacted.amount]);
    return rateEachEvent(price, freeAmount, events, steps);
  }
  const chargeable = above(transacted.amount, freeAmount) as Decimal;
  const share = multiplyExact(price.rate, chargeable);
  steps?.push({
    code: 'percentage',
    amount: formatDecimal(transacted.amount),
    freeAmount: formatDecimal(freeAmount),
    chargeable: formatDecimal(chargeable),
    rate: formatDecimal(price.rate),
    result: formatExact(share),
  });
  if (price.fixedFee === undefined || price.fixedFee === 0n) return share;

  const freeEvents = price.freeEvents ?? 0n;
  const chargeableEvents = above(transacted.count, freeEvents);
  const fees = (exactFromDecimal(price.fixedFee) * chargeableEvents) as Exact;
  const total = addExact(share, fees);
  steps?.push({
    code: 'fixed_fee',
    events: transacted.count.toString(),
    freeEvents: freeEvents.toString(),
    chargeable: chargeableEvents.toString(),
    fixedFee: formatDecimal(price.fixedFee),
    result: formatExact(fees),
  });
  steps?.push({ code: 'sum', result: formatExact(total) });
  return total;
}

function rateEachEvent(
  price: PercentagePrice,
  freeAmount: Decimal,
  events: readonly Decimal[],
  steps: Steps,
): Exact {
  const freeEvents = price.freeEvents ?? 0n;
  const fixedFee = price.fixedFee ?? DECIMAL_ZERO;
  let total = EXACT_ZERO;
  let amount = 0n;
  let count = 0n;
  for (const [index, event] of events.entries()) {
    const chargeable = (above(amount + event, freeAmount) - above(amount, freeAmount)) as Decimal;
    const counted = event < 0n ? -1n : 1n;
    const feesDue = above(count + counted, freeEvents) - above(count, freeEvents);
    amount += event;
    count += counted;

    const fee = addExact(
      multiplyExact(price.rate, chargeable),
      (exactFromDecimal(fixedFee) * feesDue) as Exact,
    );
    // An event that is free as a whole stays free: a minimum is for what is charged.
    const isFree = chargeable === 0n && (feesDue === 0n || fixedFee === 0n);
    const { bound, result } = isFree
      ? { bound: 'none', result: EXACT_ZERO }
      : boundFee(price, fee, event < 0n);
    total = addExact(total, result);
    steps?.push({
      code: 'event_fee',
      event: String(index + 1),
      amount: formatDecimal(event),
      chargeable: formatDecimal(chargeable),
      rate: formatDecimal(price.rate),
      fixedFee: formatDecimal((fixedFee * feesDue) as Decimal),
      fee: formatExact(fee),
      bound,
      result: formatExact(result),
    });
  }
  steps?.push({ code: 'sum', result: formatExact(total) });
  return total;
}

function boundFee(
  { minPerEvent, maxPerEvent }: PercentagePrice,
  fee: Exact,
  isReversal: boolean,
): { bound: 'none' | 'minimum' | 'maximum'; result: Exact } {
  const sign = isReversal ? -1n : 1n;
  const size = fee * sign;
  if (minPerEvent !== undefined && size < exactFromDecimal(minPerEvent)) {
    return { bound: 'minimum', result: (exactFromDecimal(minPerEvent) * sign) as Exact };
  }
  if (maxPerEvent !== undefined && size > exactFromDecimal(maxPerEvent)) {
    return { bound: 'maximum', result: (exactFromDecimal(maxPerEvent) * sign) as Exact };
  }
  return { bound: 'none', result: fee };
}

/** What exceeds an allowance, the same for both signs: a reversal gets the allowance it gave. */
function above(value: bigint, allowance: bigint): bigint {
  if (value > allowance) return value - allowance;
  return value < -allowance ? value + allowance : 0n;
}
