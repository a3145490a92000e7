import fc from 'fast-check';
import type { Decimal } from '@/lib/domain/money/decimal';
import type { ChainLink, TermRule } from '@/lib/domain/settlement/terms';

/** Random chains of up to five parties below the operator, over every kind of term, some with a cap. */
export function anyChain(name = 'party'): fc.Arbitrary<ChainLink[]> {
  const link = fc.tuple(rule, fc.option(amount), fc.constantFrom('billed' as const, 'collected' as const));
  return fc.array(link, { maxLength: 5 }).map((links) =>
    links.map(([drawn, capMinor, basis], index) => ({
      partyId: `${name}-${index}`,
      term: { ...drawn, termId: `${name}-term-${index}`, basis, capMinor },
    })),
  );
}

const ppm = fc.bigInt({ min: 0n, max: 1_000_000n });
const amount = fc.bigInt({ min: 0n, max: 10n ** 9n });
const decimals = fc.bigInt({ min: 0n, max: 10n ** 20n }).map((value) => value as Decimal);

/** Bounds rising to an open end, each with what `value` draws. */
function tiersOf<B extends bigint, T>(
  bound: fc.Arbitrary<B>,
  value: fc.Arbitrary<T>,
): fc.Arbitrary<[B | null, T][]> {
  return fc
    .tuple(fc.uniqueArray(bound, { maxLength: 3 }), fc.array(value, { minLength: 4, maxLength: 4 }))
    .map(([bounds, values]) => {
      const rising = [...bounds].sort((a, b) => (a < b ? -1 : 1));
      return [...rising, null].map((upTo, index): [B | null, T] => [upTo, values[index]!]);
    });
}

const positive = fc.bigInt({ min: 1n, max: 10n ** 20n }).map((value) => value as Decimal);
const rateTiers = tiersOf(fc.bigInt({ min: 1n, max: 10n ** 10n }), ppm);
const priceTiers = tiersOf(positive, decimals);

const rule: fc.Arbitrary<TermRule> = fc.oneof(
  ppm.map((ratePpm): TermRule => ({ kind: 'percentage', ratePpm })),
  rateTiers.map(
    (tiers): TermRule => ({
      kind: 'graduated_percentage',
      tiers: tiers.map(([upToMinor, ratePpm]) => ({ upToMinor, ratePpm })),
    }),
  ),
  decimals.map((amountPerUnit): TermRule => ({ kind: 'fixed_per_unit', amountPerUnit })),
  fc.tuple(fc.constantFrom('graduated' as const, 'volume' as const), priceTiers).map(
    ([model, tiers]): TermRule => ({
      kind: 'wholesale',
      model,
      tiers: tiers.map(([upTo, unitPrice]) => ({ upTo, unitPrice, flatFee: 0n as Decimal })),
    }),
  ),
  fc
    .tuple(fc.option(decimals), ppm)
    .map(([costPerUnit, markupPpm]): TermRule => ({ kind: 'cost_plus', costPerUnit, markupPpm })),
);
