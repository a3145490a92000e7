import fc from 'fast-check';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import type { Decimal } from '@/lib/domain/money/decimal';
import { type BillFacts, billPosition } from '@/lib/domain/settlement/bill-position';
import { anyChain } from '@/lib/domain/settlement/chain.fixture';
import { settleOverpaid } from '@/lib/domain/settlement/settle-overpaid';

// What may happen to a few bills of one operator, drawn at random, and what each event does to the facts of a bill.

/** Exponents 0, 2, 3 and 4. */
const CURRENCIES = ['JPY', 'EUR', 'KWD', 'CLF'].map((code) => currencyOf(code));
export const PARTIES = 6;

const anyAmount = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt({ min: 1n, max: 10n ** 7n }) },
  fc.bigInt({ min: -(10n ** 5n), max: -1n }),
  // What costs the customer nothing, and may have shares by the unit all the same.
  fc.constant(0n),
);
const anyLine = fc.record({
  amountMinor: anyAmount,
  /** Whose section: the operator's own, or a partner's under one of its offerings. */
  offering: fc.nat(3),
  taxClass: fc.constantFrom('standard', 'reduced', 'zero'),
});
const anyBill = fc.record({
  currency: fc.constantFrom(...CURRENCIES),
  lines: fc.array(anyLine, { minLength: 1, maxLength: 4 }),
});
const ppm = fc.bigInt({ min: 0n, max: 200_000n });
const anyEvent = fc.record({
  kind: fc.constantFrom(
    ...(['pay', 'pay', 'reverse', 'credit', 'dispute', 'decide', 'write-off', 'payout', 'return'] as const),
  ),
  bill: fc.nat(2),
  line: fc.nat(3),
  party: fc.nat(PARTIES - 1),
  /** In parts of a thousand of what is open, or left of a line. */
  part: fc.oneof(fc.constant(1_000n), fc.bigInt({ min: 1n, max: 1_000n })),
  currency: fc.constantFrom(...CURRENCIES),
  /** From a millionth to a thousand. */
  rate: fc.bigInt({ min: 10n ** 9n, max: 10n ** 18n }).map((rate) => rate as Decimal),
  conditions: fc.record({
    minimumMinor: fc.bigInt({ min: 0n, max: 10n ** 5n }),
    feeMinor: fc.bigInt({ min: 0n, max: 500n }),
    feePpm: ppm,
    reservePpm: ppm,
    reserveDays: fc.constant(30),
  }),
  taxRatePpm: fc.option(ppm),
});

export type StoryEvent = typeof anyEvent extends fc.Arbitrary<infer E> ? E : never;

/** Three offerings with chains of any shape and terms, in which six parties stand in different places; a few bills; what happens to them. */
export const anyStory = fc.record({
  chains: fc.tuple(anyChain('a'), anyChain('b'), anyChain('c')),
  bills: fc.array(anyBill, { minLength: 1, maxLength: 2 }),
  events: fc.array(anyEvent, { minLength: 1, maxLength: 6 }),
});

export type DrawnStory = typeof anyStory extends fc.Arbitrary<infer S> ? S : never;

export type BillEvent = Exclude<StoryEvent['kind'], 'payout' | 'return'>;

export function changed(facts: BillFacts, { kind, line: index, part }: StoryEvent): BillFacts {
  const of = (amountMinor: bigint) => (amountMinor * part) / 1_000n;
  const { receivableMinor } = billPosition(facts);
  const open = receivableMinor > 0n ? receivableMinor : 0n;
  const at = index % facts.lines.length;
  const withLine = (change: (line: BillFacts['lines'][number]) => Partial<BillFacts['lines'][number]>) => ({
    ...facts,
    lines: facts.lines.map((line, place) => (place === at ? { ...line, ...change(line) } : line)),
  });
  const left = (line: BillFacts['lines'][number]) =>
    line.amountMinor - line.creditedMinor - line.disputedMinor;
  switch (kind) {
    case 'pay':
      return { ...facts, collectedMinor: facts.collectedMinor + of(open) };
    case 'reverse':
      return { ...facts, collectedMinor: facts.collectedMinor - of(facts.collectedMinor) };
    case 'write-off':
      return { ...facts, writtenOffMinor: facts.writtenOffMinor + of(open) };
    case 'dispute':
      return withLine((line) => ({ disputedMinor: line.disputedMinor + of(left(line)) }));
    case 'decide':
      // Accepted in part: that is credited, and nothing is disputed any more.
      return settleOverpaid(
        withLine((line) => ({
          disputedMinor: 0n,
          creditedMinor: line.creditedMinor + of(line.disputedMinor),
        })),
      );
    default:
      return settleOverpaid(
        withLine((line) => ({
          ...{ creditedMinor: line.creditedMinor + of(left(line)), isCredited: line.amountMinor === 0n },
        })),
      );
  }
}
