/**
 * How a quotient becomes a whole number. `up` and `down` follow the number line (towards +∞ and −∞);
 * `towards_zero` cuts, and is only for intermediate results that are rounded again later (see scaleExact).
 */
export type RoundingRule = 'half_away' | 'up' | 'down' | 'towards_zero';

/**
 * The one rounding function: numerator ÷ denominator as a whole number, by the named rule.
 * `half_away` is commercial rounding, symmetric in sign: divideRounded(-5n, 2n, 'half_away') is -3n.
 * Fails: a denominator of zero throws.
 */
export function divideRounded(numerator: bigint, denominator: bigint, rule: RoundingRule): bigint {
  if (denominator === 0n) throw new RangeError(`Cannot divide ${numerator} by zero`);
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n || rule === 'towards_zero') return quotient;

  const negative = numerator < 0n !== denominator < 0n;
  if (rule === 'up') return negative ? quotient : quotient + 1n;
  if (rule === 'down') return negative ? quotient - 1n : quotient;

  const doubled = 2n * (remainder < 0n ? -remainder : remainder);
  const reachesHalf = doubled >= (denominator < 0n ? -denominator : denominator);
  if (!reachesHalf) return quotient;
  return negative ? quotient - 1n : quotient + 1n;
}
