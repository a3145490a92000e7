import { divideRounded } from '@/lib/domain/money/round';
import type { TaxCategory } from '@/lib/domain/tax/tax-party';

/** What a bill line says of itself, so that lines are taxed as they are. */
export type TaxedAmount = {
  sellerId: string;
  taxCategory: TaxCategory;
  taxRatePpm: bigint;
  amountMinor: bigint;
};

export type TaxGroup = {
  sellerId: string;
  category: TaxCategory;
  ratePpm: bigint;
  baseMinor: bigint;
  taxMinor: bigint;
};

/**
 * Tax per seller, category and rate on the sum of the net amounts, in minor units, rounded half away from zero once per
 * group and never per line (EN 16931 BR-CO-17). Groups come ordered by seller, category and rate.
 * Example: 3 × 0.33 at 19 % is 0.99 × 0.19 = 0.1881 → 0.19, where rounding each line would give 0.18.
 */
export function computeTax(amounts: Iterable<TaxedAmount>): TaxGroup[] {
  const groups: TaxGroup[] = [];
  for (const amount of amounts) {
    const group = groups.find((candidate) => sameGroup(candidate, amount));
    if (group !== undefined) {
      group.baseMinor += amount.amountMinor;
    } else {
      const { sellerId, taxCategory: category, taxRatePpm: ratePpm, amountMinor } = amount;
      groups.push({ sellerId, category, ratePpm, baseMinor: amountMinor, taxMinor: 0n });
    }
  }
  for (const group of groups) group.taxMinor = taxOn(group.baseMinor, group.ratePpm);
  return groups.sort(bySellerCategoryRate);
}

/** The tax on a base, both in minor units: taxOn(99n, 190000n) is 19n. */
export function taxOn(baseMinor: bigint, ratePpm: bigint): bigint {
  return divideRounded(baseMinor * ratePpm, 1_000_000n, 'half_away');
}

function sameGroup(group: TaxGroup, amount: TaxedAmount): boolean {
  return (
    group.sellerId === amount.sellerId &&
    group.category === amount.taxCategory &&
    group.ratePpm === amount.taxRatePpm
  );
}

function bySellerCategoryRate(a: TaxGroup, b: TaxGroup): number {
  if (a.sellerId !== b.sellerId) return a.sellerId < b.sellerId ? -1 : 1;
  if (a.category !== b.category) return a.category < b.category ? -1 : 1;
  return a.ratePpm < b.ratePpm ? -1 : a.ratePpm > b.ratePpm ? 1 : 0;
}
