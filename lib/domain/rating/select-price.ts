import type { PriceCommon } from '@/lib/domain/pricing/price';

type Selectable = Pick<PriceCommon, 'when'>;

/**
 * Which of one meter's components price usage with these attributes: the first whose `when` matches, else all without a
 * `when` (several may look at the same meter, each for its own reason), else none: the usage is unrated.
 * Every attribute named in `when` must have one of its values, letter for letter.
 */
export function selectPrices<P extends Selectable>(
  prices: readonly P[],
  attributes: Readonly<Record<string, string>>,
): readonly P[] {
  const matched = prices.find(({ when }) => when !== undefined && matches(when, attributes));
  return matched === undefined ? prices.filter(({ when }) => when === undefined) : [matched];
}

function matches(
  when: NonNullable<Selectable['when']>,
  attributes: Readonly<Record<string, string>>,
): boolean {
  for (const name in when) {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (value === undefined || !when[name]!.includes(value)) return false;
  }
  return true;
}
