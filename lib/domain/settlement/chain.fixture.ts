import fc from 'fast-check';
import type { Decimal } from '@/lib/domain/money/decimal';
import { arrangeChain, linksOf } from '@/lib/domain/settlement/arrange-chain';
import type { ChainLink, TermRule } from '@/lib/domain/settlement/terms';

/**
 * Random chains of up to five parties below the operator, over every kind of term, some with a cap: half of them paths, half trees in which
 * anybody pays several. Percentages of one payer are at most the whole together.
 */
export function anyChain(name = 'party'): fc.Arbitrary<ChainLink[]> {
  const link = fc.record({
    rule,
    capMinor: fc.option(amount),
    basis: fc.constantFrom('billed' as const, 'collected' as const),
    payer: fc.nat(4),
  });
  return fc.tuple(fc.boolean(), fc.array(link, { maxLength: 5 })).map(([isPath, drawn]) => {
    const partyAt = (index: number) => (index < 0 ? 'op' : `${name}-${index}`);
    const places = drawn.map(({ payer, ...term }, index) => ({
      ...{ payerId: partyAt(isPath ? index - 1 : (payer % (index + 1)) - 1), partnerId: partyAt(index) },
      term: { termId: `${name}-term-${index}`, ...term },
    }));
    return linksOf(arrangeChain('op', places), ({ partnerId, payerId, term }) => {
      const siblings = places.filter((place) => place.payerId === payerId).length;
      const { rule: drawnRule, ...rest } = term;
      return { partyId: partnerId, term: { ...within(drawnRule, BigInt(siblings)), ...rest } };
    });
  });
}

/** A part of the whole that leaves room for as many others. */
function within(rule: TermRule, siblings: bigint): TermRule {
  if (rule.kind === 'percentage') return { ...rule, ratePpm: rule.ratePpm / siblings };
  if (rule.kind !== 'graduated_percentage') return rule;
  return { ...rule, tiers: rule.tiers.map((tier) => ({ ...tier, ratePpm: tier.ratePpm / siblings })) };
}

const ppm = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt({ min: 0n, max: 1_000_000n }) },
  fc.constantFrom(0n, 500_000n, 1_000_000n),
);
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
