import type { Currency } from '@/lib/domain/money/currency';
import type { Decimal } from '@/lib/domain/money/decimal';
import { exactFromDecimal, toMinor } from '@/lib/domain/money/exact';
import type { Price } from '@/lib/domain/pricing/price';

/** What a component comes to in a period, in minor units: its charge, and what maximum, minimum and credits add to it. */
export type Spend = {
  readonly charge: bigint;
  readonly maximum: bigint;
  readonly minimum: bigint;
  readonly credit: bigint;
};

/**
 * Applies maximum spend, then minimum spend, then prepaid credits to a charge. `chargedBeforeMinor` is what was charged
 * for the same component and period already, and counts towards maximum and minimum: with 170 at most and 160 charged,
 * a charge of 15 has an excess of 5 [openmeter]. The excess never gives back more than this charge.
 */
export function spendOf(price: Price, charge: bigint, currency: Currency, chargedBeforeMinor = 0n): Spend {
  const { maximumSpend, minimumSpend, prepaidCredits } = price;
  const maximum =
    maximumSpend === undefined ? 0n : -excess(minorOf(maximumSpend, currency), charge, chargedBeforeMinor);
  const kept = charge + maximum;
  const missing =
    minimumSpend === undefined ? 0n : minorOf(minimumSpend, currency) - chargedBeforeMinor - kept;
  const minimum = missing > 0n ? missing : 0n;
  const available = prepaidCredits === undefined ? 0n : minorOf(prepaidCredits, currency);
  return { charge, maximum, minimum, credit: -smaller(available, kept + minimum) };
}

function excess(maximum: bigint, charge: bigint, chargedBefore: bigint): bigint {
  const over = chargedBefore + charge - maximum;
  return over > 0n ? smaller(over, charge) : 0n;
}

/** The smaller of two amounts, where neither counts below zero. */
function smaller(a: bigint, b: bigint): bigint {
  if (a <= 0n || b <= 0n) return 0n;
  return a < b ? a : b;
}

function minorOf(amount: Decimal, currency: Currency): bigint {
  return toMinor(exactFromDecimal(amount), currency);
}
