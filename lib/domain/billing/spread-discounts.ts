import type { ChargeLine } from '@/lib/domain/billing/charge-line';
import { allocate, type Weight } from '@/lib/domain/money/allocate';
import type { Currency } from '@/lib/domain/money/currency';
import { DECIMAL_ONE, type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import { formatMinor } from '@/lib/domain/money/money';
import { divideRounded } from '@/lib/domain/money/round';

/** A pre-tax discount on the bill: `percent` (10 is 10 %) or `amountMinor`, exactly one of them, as a positive figure. */
export type BillDiscount = {
  discountKey: string;
  description: string;
  percent: Decimal | null;
  amountMinor: bigint | null;
  /** Null covers every supplier, or every offering. */
  supplierId: string | null;
  offeringId?: string | null;
};

/** One line's part of one discount; `amountMinor` has the sign opposite to the line it covers. */
export type DiscountPart = { covered: ChargeLine; discount: BillDiscount; amountMinor: bigint };

export type SpreadDiscounts = { parts: DiscountPart[]; issues: Issue[] };

/**
 * Spreads bill discounts over the lines they cover, pro rata by largest remainder, each on what the one before it left.
 * A percentage is rounded half away once over the charges and once over the credits it covers, so that a credit gives back
 * the discount its charge had. A fixed amount lowers charges only, and never below what the covered lines come to; the
 * rest lapses with `discount_capped`. Refuses, with `invalid_discount`, what is no discount.
 * Example: 10 % over 3.33, 3.33 and 3.34 is 1.00 in all: −0.33, −0.33 and −0.34.
 */
export function spreadDiscounts(
  charges: readonly ChargeLine[],
  discounts: readonly BillDiscount[],
  currency: Currency,
): SpreadDiscounts {
  const spread: SpreadDiscounts = { parts: [], issues: [] };
  if (discounts.length === 0) return spread;

  const left = new Map(charges.map((charge) => [charge.lineKey, charge.amountMinor]));
  const byKey = new Map(charges.map((charge) => [charge.lineKey, charge]));
  for (const discount of discounts) {
    const invalid = invalidDiscount(discount);
    if (invalid !== null) {
      spread.issues.push(invalid);
      continue;
    }
    const cover = coverOf(discount, charges, left);
    const lowering = loweringOf(discount, cover);
    if (lowering.lapsedMinor > 0n) spread.issues.push(cappedIssue(discount, lowering.lapsedMinor, currency));
    const parts = [
      ...allocate(-lowering.chargesMinor, cover.charges),
      ...allocate(lowering.creditsMinor, cover.credits),
    ];
    for (const [lineKey, amountMinor] of parts) {
      if (amountMinor === 0n) continue;
      left.set(lineKey, left.get(lineKey)! + amountMinor);
      spread.parts.push({ covered: byKey.get(lineKey)!, discount, amountMinor });
    }
  }
  return spread;
}

function invalidDiscount({ discountKey, percent, amountMinor }: BillDiscount): Issue | null {
  const path = `discounts.${discountKey}`;
  if ((percent === null) === (amountMinor === null)) {
    return errorIssue('invalid_discount', path, 'Give the discount either a percentage or an amount.');
  }
  if (percent !== null && (percent < 0n || percent > HUNDRED)) {
    const message = `A discount is 0 to 100 %, not ${formatDecimal(percent)} %.`;
    return errorIssue('invalid_discount', `${path}.percent`, message);
  }
  if (amountMinor !== null && amountMinor < 0n) {
    return errorIssue('invalid_discount', `${path}.amount`, 'A discount cannot be negative.');
  }
  return null;
}

type Cover = { charges: Weight[]; credits: Weight[]; chargesMinor: bigint; creditsMinor: bigint };

function coverOf(
  { supplierId, offeringId }: BillDiscount,
  charges: readonly ChargeLine[],
  left: ReadonlyMap<string, bigint>,
): Cover {
  const cover: Cover = { charges: [], credits: [], chargesMinor: 0n, creditsMinor: 0n };
  for (const charge of charges) {
    if (supplierId !== null && charge.supplierId !== supplierId) continue;
    if (offeringId != null && charge.offeringId !== offeringId) continue;
    const amountMinor = left.get(charge.lineKey)!;
    if (amountMinor > 0n) {
      cover.charges.push({ key: charge.lineKey, weight: amountMinor });
      cover.chargesMinor += amountMinor;
    } else if (amountMinor < 0n) {
      cover.credits.push({ key: charge.lineKey, weight: -amountMinor });
      cover.creditsMinor -= amountMinor;
    }
  }
  return cover;
}

type Lowering = { chargesMinor: bigint; creditsMinor: bigint; lapsedMinor: bigint };

function loweringOf(discount: BillDiscount, cover: Cover): Lowering {
  if (discount.percent !== null) {
    return {
      chargesMinor: percentOf(cover.chargesMinor, discount.percent),
      creditsMinor: percentOf(cover.creditsMinor, discount.percent),
      lapsedMinor: 0n,
    };
  }
  const wanted = discount.amountMinor!;
  const net = cover.chargesMinor - cover.creditsMinor;
  const bound = net > 0n ? net : 0n;
  const chargesMinor = wanted < bound ? wanted : bound;
  return { chargesMinor, creditsMinor: 0n, lapsedMinor: wanted - chargesMinor };
}

const HUNDRED = 100n * DECIMAL_ONE;

function percentOf(amountMinor: bigint, percent: Decimal): bigint {
  return divideRounded(amountMinor * percent, HUNDRED, 'half_away');
}

function cappedIssue(discount: BillDiscount, lapsedMinor: bigint, currency: Currency): Issue {
  const lapsed = formatMinor(lapsedMinor, currency);
  return {
    code: 'discount_capped',
    severity: 'info',
    path: `discounts.${discount.discountKey}`,
    message: `The discount "${discount.description}" is larger than what it covers; ${lapsed} ${currency} of it lapses.`,
    amountAtStake: lapsed,
  };
}
