import { type Fraction, fraction, least, minus, plus, times } from './fraction';

/** A price as it is stored, as far as the volume world uses them. */
export type Plan = {
  kind: 'recurring' | 'usage';
  model: 'flat' | 'per_unit' | 'graduated';
  amount?: string;
  unitPrice?: string;
  tiers?: readonly { upTo: string | null; unitPrice: string; flatFee?: string }[];
};

/** What a quantity costs in major units, not rounded, read from the price sheet alone: a whole period, no discount. */
export function chargeOf(plan: Plan, quantity: Fraction): Fraction {
  switch (plan.model) {
    case 'flat':
      return fraction(plan.amount!);
    case 'per_unit':
      return times(fraction(plan.unitPrice!), quantity);
    case 'graduated':
      return graduated(plan.tiers!, quantity);
  }
}

function graduated(tiers: NonNullable<Plan['tiers']>, quantity: Fraction): Fraction {
  let sum = fraction('0');
  let from = fraction('0');
  for (const { upTo, unitPrice, flatFee = '0' } of tiers) {
    const to = upTo === null ? quantity : least(quantity, fraction(upTo));
    const inTier = minus(to, from);
    if (inTier.n <= 0n) break;
    sum = plus(sum, plus(fraction(flatFee), times(fraction(unitPrice), inTier)));
    from = to;
  }
  return sum;
}
