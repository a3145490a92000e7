import {
  DECIMAL_ONE,
  DECIMAL_ZERO,
  type Decimal,
  decimalFromInteger,
  divideDecimal,
  formatDecimal,
} from '@/lib/domain/money/decimal';
import {
  EXACT_ZERO,
  type Exact,
  exactFromDecimal,
  formatExact,
  multiplyExact,
  scaleExact,
  subtractExact,
} from '@/lib/domain/money/exact';
import { divideRounded } from '@/lib/domain/money/round';
import type { Price } from '@/lib/domain/pricing/price';
import { rateGraduated, rateGraduatedPercentage } from '@/lib/domain/rating/rate-graduated';
import { ratePackage } from '@/lib/domain/rating/rate-package';
import { ratePercentage } from '@/lib/domain/rating/rate-percentage';
import { rateStairstep } from '@/lib/domain/rating/rate-stairstep';
import { rateVolume } from '@/lib/domain/rating/rate-volume';
import type { Steps } from '@/lib/domain/rating/step';

/** What a price is applied to: a quantity or transacted amount, how many events made it, and their amounts where known. */
export type Measured = {
  readonly quantity: Decimal;
  readonly count: bigint;
  readonly events?: readonly Decimal[];
};

/** The days of service in the days of the full period; null when the whole period counts. */
export type DayShare = { readonly activeDays: number; readonly periodDays: number } | null;

/**
 * A component's charge after its discounts and before rounding, in the order of the domain: unit conversion → included
 * units → price (its share of days, where prorated) → percentage off → amount off. A discount stops at nothing.
 * A negative quantity is a reversal: it charges exactly the opposite of the same positive quantity.
 */
export function chargeExact(price: Price, measured: Measured, days: DayShare, steps: Steps): Exact {
  const priced =
    price.model === 'percentage' ? priceEvents(price, measured, steps) : priceUnits(price, measured, steps);
  return takeOff(price, discountAndProrate(price, priced, days, steps), steps);
}

function priceEvents(
  price: Extract<Price, { model: 'percentage' }>,
  measured: Measured,
  steps: Steps,
): Exact {
  const amount = convertUnits(price, measured.quantity, steps);
  const divideBy = price.unitConversion?.divideBy;
  const events = divideBy ? measured.events?.map((event) => divideDecimal(event, divideBy)) : measured.events;
  return ratePercentage(price, { amount, count: measured.count, ...(events && { events }) }, steps);
}

function priceUnits(price: Exclude<Price, { model: 'percentage' }>, measured: Measured, steps: Steps): Exact {
  const isReversal = measured.quantity < 0n;
  const size = (isReversal ? -measured.quantity : measured.quantity) as Decimal;
  const amount =
    price.model === 'flat'
      ? priceFlat(price, size, steps)
      : priceQuantity(price, takeIncluded(price, convertUnits(price, size, steps), steps), steps);
  if (!isReversal) return amount;
  const reversed = -amount as Exact;
  steps?.push({
    code: 'reversal',
    quantity: formatDecimal(measured.quantity),
    result: formatExact(reversed),
  });
  return reversed;
}

/** `up` and `down` go by the size, so that a reversal converts to the opposite of what it reverses. */
function convertUnits({ unitConversion }: Price, quantity: Decimal, steps: Steps): Decimal {
  if (unitConversion === undefined) return quantity;
  const { divideBy, round } = unitConversion;
  const sign = quantity < 0n ? -1n : 1n;
  const converted =
    round === 'none'
      ? divideDecimal(quantity, divideBy)
      : decimalFromInteger(sign * divideRounded(sign * quantity, divideBy, round));
  steps?.push({
    code: 'unit_conversion',
    quantity: formatDecimal(quantity),
    divideBy: formatDecimal(divideBy),
    round,
    result: formatDecimal(converted),
  });
  return converted;
}

function takeIncluded({ includedUnits }: Price, quantity: Decimal, steps: Steps): Decimal {
  if (includedUnits === undefined || includedUnits === 0n) return quantity;
  const left = (quantity > includedUnits ? quantity - includedUnits : DECIMAL_ZERO) as Decimal;
  steps?.push({
    code: 'included_units',
    quantity: formatDecimal(quantity),
    included: formatDecimal(includedUnits),
    result: formatDecimal(left),
  });
  return left;
}

function priceFlat(price: Extract<Price, { model: 'flat' }>, quantity: Decimal, steps: Steps): Exact {
  if (price.kind === 'usage' && quantity === 0n && !price.chargeWhenZero) return nothing(steps);
  steps?.push({ code: 'flat', amount: formatDecimal(price.amount) });
  return exactFromDecimal(price.amount);
}

function priceQuantity(
  price: Exclude<Price, { model: 'flat' | 'percentage' }>,
  quantity: Decimal,
  steps: Steps,
): Exact {
  switch (price.model) {
    case 'per_unit': {
      const amount = multiplyExact(price.unitPrice, quantity);
      steps?.push({
        code: 'per_unit',
        quantity: formatDecimal(quantity),
        unitPrice: formatDecimal(price.unitPrice),
        result: formatExact(amount),
      });
      return amount;
    }
    case 'package':
      return ratePackage(price, quantity, steps);
    case 'dynamic':
      steps?.push({ code: 'dynamic', amount: formatDecimal(quantity) });
      return exactFromDecimal(quantity);
  }
  if (quantity === 0n) return priceNothingUsed(price, steps);
  switch (price.model) {
    case 'graduated':
      return rateGraduated(price.tiers, quantity, steps);
    case 'volume':
      return rateVolume(price.tiers, quantity, steps);
    case 'stairstep':
      return rateStairstep(price.tiers, quantity, steps);
    case 'graduated_percentage':
      return rateGraduatedPercentage(price.tiers, quantity, steps);
  }
}

/** At zero no tier is entered; chargeWhenZero makes the first tier's flat fee due all the same. */
function priceNothingUsed(price: Extract<Price, { tiers: unknown }>, steps: Steps): Exact {
  const fee = price.tiers[0]?.flatFee ?? DECIMAL_ZERO;
  if (!price.chargeWhenZero || fee === 0n) return nothing(steps);
  steps?.push({ code: 'zero_usage_fee', flatFee: formatDecimal(fee) });
  return exactFromDecimal(fee);
}

function nothing(steps: Steps): Exact {
  steps?.push({ code: 'zero_usage' });
  return EXACT_ZERO;
}

const HUNDRED = 100n * DECIMAL_ONE;

/** Days and percentage are one fraction, so that the amount is cut once however many factors it has. */
function discountAndProrate({ discountPercent }: Price, amount: Exact, days: DayShare, steps: Steps): Exact {
  const percent = discountPercent ?? DECIMAL_ZERO;
  if (days === null && percent === 0n) return amount;
  const { activeDays, periodDays } = days ?? { activeDays: 1, periodDays: 1 };
  if (days !== null) {
    steps?.push({
      code: 'proration',
      amount: formatExact(amount),
      activeDays: String(activeDays),
      periodDays: String(periodDays),
      result: formatExact(scaleExact(amount, BigInt(activeDays), BigInt(periodDays))),
    });
  }
  const result = scaleExact(amount, (HUNDRED - percent) * BigInt(activeDays), HUNDRED * BigInt(periodDays));
  if (percent !== 0n) {
    steps?.push({
      code: 'discount_percent',
      amount: formatExact(scaleExact(amount, BigInt(activeDays), BigInt(periodDays))),
      percent: formatDecimal(percent),
      result: formatExact(result),
    });
  }
  return result;
}

function takeOff({ discountAmount }: Price, amount: Exact, steps: Steps): Exact {
  if (discountAmount === undefined || discountAmount === 0n || amount === 0n) return amount;
  const discount = exactFromDecimal(discountAmount);
  const reduced =
    amount > 0n
      ? subtractExact(amount, discount < amount ? discount : amount)
      : ((amount + discount < 0n ? amount + discount : 0n) as Exact);
  steps?.push({
    code: 'discount_amount',
    amount: formatExact(amount),
    discount: formatDecimal(discountAmount),
    result: formatExact(reduced),
  });
  return reduced;
}
