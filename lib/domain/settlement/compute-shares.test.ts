import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currency } from '@/lib/domain/money/currency';
import { type Decimal, decimal } from '@/lib/domain/money/decimal';
import { exactFromDecimal } from '@/lib/domain/money/exact';
import { anyChain } from '@/lib/domain/settlement/chain.fixture';
import { computeShares } from '@/lib/domain/settlement/compute-shares';
import type { ShareableLine } from '@/lib/domain/settlement/share';
import type { ChainLink, RateTier, Term, TermRule, TermTotals } from '@/lib/domain/settlement/terms';

const EUR = currency('EUR');
const term = (rule: TermRule, bounds: Pick<Term, 'capMinor'> = {}): Term => ({
  ...rule,
  ...bounds,
  termId: 'term',
  basis: 'billed',
});
const percentage = (ratePpm: bigint) => term({ kind: 'percentage', ratePpm });
const line = (amountMinor: bigint, quantity: string | null = '1', rest: Partial<ShareableLine> = {}) => ({
  amountMinor,
  currency: EUR,
  quantity: quantity === null ? null : decimal(quantity),
  ...rest,
});
const amounts = (shareable: ShareableLine, ...terms: Term[]) =>
  computeShares(
    shareable,
    terms.map((each, index) => ({ partyId: `party-${index}`, term: each })),
    'op',
  ).map(({ amountMinor }) => amountMinor);

test('the operator keeps all of what is its own', () => {
  expect(computeShares(line(1_234n), [], 'op')).toEqual([
    {
      partyId: 'op',
      amountMinor: 1_234n,
      receivedMinor: 1_234n,
      earnedMinor: 1_234n,
      termId: null,
      steps: [],
    },
  ]);
});

test('down a chain each share comes from its parent’s, and the remainder stays above', () => {
  // 70 % of 100.01 = 70.007 → 70.01; 50 % of 70.01 = 35.005 → 35.01; 10 % of 35.01 = 3.501 → 3.50.
  expect(amounts(line(10_001n), percentage(700_000n), percentage(500_000n), percentage(100_000n))).toEqual([
    3_000n,
    3_500n,
    3_151n,
    350n,
  ]);
});

describe('graduated share 0/4/3/2/1 % at 100k/200k/500k/800k on the cumulative total', () => {
  const tiers: RateTier[] = [
    { upToMinor: 10_000_000n, ratePpm: 0n },
    { upToMinor: 20_000_000n, ratePpm: 40_000n },
    { upToMinor: 50_000_000n, ratePpm: 30_000n },
    { upToMinor: 80_000_000n, ratePpm: 20_000n },
    { upToMinor: null, ratePpm: 10_000n },
  ];
  const graduated = term({ kind: 'graduated_percentage', tiers });

  /** The party's sum over lines taken one after the other. */
  function shareOf(lines: readonly bigint[]): bigint {
    let before: TermTotals = { baseMinor: 0n, earnedMinor: 0n };
    for (const amountMinor of lines) {
      const shares = computeShares(line(amountMinor), [{ partyId: 'a', term: graduated, before }], 'op');
      before = {
        baseMinor: before.baseMinor + amountMinor,
        earnedMinor: before.earnedMinor + shares[1]!.amountMinor,
      };
    }
    return before.earnedMinor;
  }

  test.each([
    [10_000_000n, 0n],
    [15_000_000n, 200_000n],
    [20_000_000n, 400_000n],
    [35_000_000n, 850_000n],
    [50_000_000n, 1_300_000n],
    [80_000_000n, 1_900_000n],
    [100_000_000n, 2_100_000n],
  ])('%s earns %s, in one step or in a hundred', (total, share) => {
    expect(shareOf([total])).toBe(share);
    expect(shareOf(Array.from({ length: 100 }, () => total / 100n))).toBe(share);
  });

  test('in any pieces, with credits among them, a period comes to the same', () => {
    const pieces = fc.array(fc.bigInt({ min: -(10n ** 8n), max: 10n ** 8n }), { maxLength: 30 });
    fc.assert(
      fc.property(pieces, (list) => {
        const total = list.reduce((sum, piece) => sum + piece, 0n);
        expect(shareOf(list)).toBe(shareOf([total]));
      }),
    );
  });
});

describe('terms that count units', () => {
  test('fixed per unit, whatever the unit sold for', () => {
    expect(
      amounts(line(1_000n, '3'), term({ kind: 'fixed_per_unit', amountPerUnit: decimal('2.005') })),
    ).toEqual([398n, 602n]);
  });

  test('a wholesale price list: slice by slice, or all units by the tier they reach', () => {
    const tiers = [
      { upTo: decimal('10'), unitPrice: decimal('1'), flatFee: decimal('0') },
      { upTo: null, unitPrice: decimal('0.5'), flatFee: decimal('0') },
    ];
    expect(amounts(line(3_000n, '20'), term({ kind: 'wholesale', model: 'graduated', tiers }))).toEqual([
      1_500n,
      1_500n,
    ]);
    expect(amounts(line(3_000n, '20'), term({ kind: 'wholesale', model: 'volume', tiers }))).toEqual([
      2_000n,
      1_000n,
    ]);
    expect(amounts(line(3_000n, '10'), term({ kind: 'wholesale', model: 'volume', tiers }))).toEqual([
      2_000n,
      1_000n,
    ]);
  });

  test('a wholesale price above the retail price is the operator’s loss', () => {
    const tiers = [{ upTo: null, unitPrice: decimal('5'), flatFee: decimal('0') }];
    expect(amounts(line(100n, '1'), term({ kind: 'wholesale', model: 'graduated', tiers }))).toEqual([
      -400n,
      500n,
    ]);
  });

  test('cost plus: the line’s own cost where it is known, else per unit', () => {
    const costPlus = term({ kind: 'cost_plus', costPerUnit: decimal('2'), markupPpm: 150_000n });
    expect(amounts(line(1_000n, '2'), costPlus)).toEqual([540n, 460n]);
    expect(amounts(line(1_000n, '2', { cost: exactFromDecimal(decimal('6.006')) }), costPlus)).toEqual([
      309n,
      691n,
    ]);
  });

  test('a credit takes back, even where its quantity is written as positive', () => {
    const perUnit = term({ kind: 'fixed_per_unit', amountPerUnit: decimal('2') });
    expect(amounts(line(-1_000n, '3'), perUnit)).toEqual([-400n, -600n]);
    expect(amounts(line(-1_000n, '-3'), perUnit)).toEqual([-400n, -600n]);
  });

  test('a line that sells no units gives nothing', () => {
    expect(
      amounts(line(1_000n, null), term({ kind: 'fixed_per_unit', amountPerUnit: decimal('2') })),
    ).toEqual([1_000n, 0n]);
  });
});

describe('a cap on the period', () => {
  const capped = (before: bigint, amountMinor: bigint) => {
    const link: ChainLink = {
      partyId: 'a',
      term: { ...percentage(1_000_000n), capMinor: 10_000n },
      before: { baseMinor: before, earnedMinor: before },
    };
    return computeShares(line(amountMinor), [link], 'op')[1]!.amountMinor;
  };
  test.each([
    [0n, 9_000n, 9_000n],
    [9_000n, 2_500n, 1_000n],
    [11_500n, 500n, 0n],
    [11_500n, -2_500n, -1_000n],
    [11_500n, -1_000n, 0n],
  ])('after %s, a line of %s gives %s', (before, amountMinor, share) => {
    expect(capped(before, amountMinor)).toBe(share);
  });

  test('says so', () => {
    const link = { partyId: 'a', term: { ...percentage(1_000_000n), capMinor: 100n } };
    expect(computeShares(line(250n), [link], 'op')[1]!.steps).toEqual([
      { code: 'share_percentage', amount: '2.50', percent: '100', result: '2.50' },
      { code: 'share_capped', earned: '2.50', cap: '1.00', result: '1.00' },
    ]);
  });
});

/** Links as `arrangeChain` has them: party, payer's index, rule. */
const tree = (...links: [string, number, Term][]): ChainLink[] =>
  links.map(([partyId, payerIndex, each]) => ({ partyId, payerIndex, term: each }));
const received = (amountMinor: bigint, chain: ChainLink[]) =>
  computeShares(line(amountMinor), chain, 'op')
    .slice(1)
    .map(({ receivedMinor }) => receivedMinor);

describe('several below one', () => {
  test('a device partner 20 %, a content partner 30 % with two of its own', () => {
    // 20 % of 100.01 = 20.002; 30 % = 30.003; of 30.00 half is 15.00, and 12.5 % is 3.75.
    const chain = tree(
      ['device', -1, percentage(200_000n)],
      ['content', -1, percentage(300_000n)],
      ['studio', 1, percentage(500_000n)],
      ['author', 1, percentage(125_000n)],
    );
    expect(
      computeShares(line(10_001n), chain, 'op').map(({ partyId, receivedMinor, amountMinor }) => [
        ...[partyId, receivedMinor, amountMinor],
      ]),
    ).toEqual([
      ['op', 10_001n, 5_001n],
      ['device', 2_000n, 2_000n],
      ['content', 3_000n, 1_125n],
      ['studio', 1_500n, 1_500n],
      ['author', 375n, 375n],
    ]);
  });

  test('who passes on to several says to whom what', () => {
    const chain = tree(
      ['a', -1, percentage(700_000n)],
      ['b', 0, percentage(500_000n)],
      ['c', 0, term({ kind: 'fixed_per_unit', amountPerUnit: decimal('10') })],
    );
    expect(computeShares(line(10_001n), chain, 'op')[1]!.steps).toEqual([
      { code: 'share_percentage', amount: '100.01', percent: '70', result: '70.01' },
      { code: 'share_passed_on', party: 'b', result: '35.01' },
      { code: 'share_passed_on', party: 'c', result: '10.00' },
      { code: 'share_kept', received: '70.01', passedOn: '45.01', result: '25.00' },
    ]);
  });

  test.each<[string, bigint, bigint[], bigint[]]>([
    ['the halves of a cent are one cent', 1n, [500_000n, 500_000n], [1n, 0n]],
    ['of three cents two and one', 3n, [500_000n, 500_000n], [2n, 1n]],
    ['a credit takes the same back', -3n, [500_000n, 500_000n], [-2n, -1n]],
    ['who rounding gave more gives it back', 1n, [333_350n, 666_650n], [0n, 1n]],
    ['of equals the last', 2n, [333_000n, 333_000n, 333_000n], [1n, 1n, 0n]],
    ['what rounding leaves stays with the payer', 1n, [333_333n, 333_333n, 333_334n], [0n, 0n, 0n]],
    ['five tenths of five cents, each', 5n, [300_000n, 300_000n, 300_000n, 100_000n], [2n, 2n, 1n, 0n]],
  ])('%s', (_case, amountMinor, rates, parts) => {
    const chain = tree(
      ...rates.map((rate, index): [string, number, Term] => [`p${index}`, -1, percentage(rate)]),
    );
    expect(received(amountMinor, chain)).toEqual(parts);
  });

  test('says when rounding was taken back, and those below share what is left', () => {
    const chain = tree(
      ['a', -1, percentage(500_000n)],
      ['b', -1, percentage(500_000n)],
      ['c', 1, percentage(1_000_000n)],
    );
    const shares = computeShares(line(1n), chain, 'op');
    expect(shares.map(({ amountMinor }) => amountMinor)).toEqual([0n, 1n, 0n, 0n]);
    expect(shares[2]!.steps.slice(0, 2)).toEqual([
      { code: 'share_percentage', amount: '0.01', percent: '50', result: '0.01' },
      { code: 'share_within_whole', received: '0.01', result: '0.00' },
    ]);
  });

  test('a fixed amount beside percentages leaves the payer with less than nothing, as agreed', () => {
    const fixed = term({ kind: 'fixed_per_unit', amountPerUnit: decimal('0.50') });
    const chain = tree(['a', -1, percentage(800_000n)], ['b', -1, fixed]);
    expect(computeShares(line(100n), chain, 'op').map(({ amountMinor }) => amountMinor)).toEqual([
      ...[-30n, 80n, 50n],
    ]);
  });
});

test('each party’s steps end in what it keeps', () => {
  const chain = [
    { partyId: 'a', term: percentage(700_000n) },
    { partyId: 'b', term: percentage(500_000n) },
  ];
  expect(computeShares(line(10_001n), chain, 'op').map(({ steps }) => steps)).toEqual([
    [{ code: 'share_kept', received: '100.01', passedOn: '70.01', result: '30.00' }],
    [
      { code: 'share_percentage', amount: '100.01', percent: '70', result: '70.01' },
      { code: 'share_kept', received: '70.01', passedOn: '35.01', result: '35.00' },
    ],
    [{ code: 'share_percentage', amount: '70.01', percent: '50', result: '35.01' }],
  ]);
});

describe('for any chain, terms, line and currency', () => {
  const shareable = fc
    .tuple(
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      fc.option(fc.bigInt({ min: 0n, max: 10n ** 24n })),
      fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF'),
    )
    .map(([amountMinor, quantity, code]) => ({
      amountMinor,
      quantity: quantity as Decimal | null,
      currency: currency(code),
    }));

  test('the shares sum to the line, and a credit’s are its charge’s negated', () => {
    fc.assert(
      fc.property(shareable, anyChain(), (drawn, chain) => {
        const shares = computeShares(drawn, chain, 'op');
        expect(shares.map(({ partyId }) => partyId)).toEqual(['op', ...chain.map(({ partyId }) => partyId)]);
        expect(shares.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(drawn.amountMinor);
        const negated = computeShares({ ...drawn, amountMinor: -drawn.amountMinor }, chain, 'op');
        if (drawn.amountMinor !== 0n) {
          expect(negated.map(({ amountMinor }) => -amountMinor)).toEqual(
            shares.map(({ amountMinor }) => amountMinor),
          );
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('what each received is what those it pays received and what it kept', () => {
    fc.assert(
      fc.property(shareable, anyChain(), (drawn, chain) => {
        const shares = computeShares(drawn, chain, 'op', { explain: false });
        for (const [at, share] of shares.entries()) {
          const paid = chain.flatMap(({ payerIndex }, index) =>
            payerIndex === at - 1 ? [shares[index + 1]!] : [],
          );
          const passedOn = paid.reduce((sum, { receivedMinor }) => sum + receivedMinor, 0n);
          expect(passedOn + share.amountMinor).toBe(share.receivedMinor);
        }
      }),
    );
  });

  test('by percentages alone nobody passes on more than it has, nor gets a minor unit more or less than its part', () => {
    const small = fc.bigInt({ min: -50n, max: 50n });
    const flat = fc.uniqueArray(fc.bigInt({ min: 0n, max: 1_000_000n }), { maxLength: 6 }).map((cuts) => {
      const bounds = [0n, ...cuts.sort((a, b) => (a < b ? -1 : 1)), 1_000_000n];
      return bounds.slice(1).map((to, index) => to - bounds[index]!);
    });
    fc.assert(
      fc.property(small, flat, (amountMinor, rates) => {
        const chain = tree(
          ...rates.map((rate, index): [string, number, Term] => [`p${index}`, -1, percentage(rate)]),
        );
        const [operator, ...parties] = computeShares(line(amountMinor), chain, 'op', { explain: false });
        expect(operator!.amountMinor * amountMinor >= 0n).toBe(true);
        for (const [index, { receivedMinor }] of parties.entries()) {
          const off = receivedMinor * 1_000_000n - amountMinor * rates[index]!;
          expect(off < 1_000_000n && off > -1_000_000n).toBe(true);
        }
      }),
    );
  });

  test('explained or not, the amounts are the same', () => {
    fc.assert(
      fc.property(shareable, anyChain(), (drawn, chain) => {
        const silent = computeShares(drawn, chain, 'op', { explain: false });
        expect(silent.every(({ steps }) => steps.length === 0)).toBe(true);
        const plain = ({ steps: _steps, ...share }: (typeof silent)[number]) => share;
        expect(silent.map(plain)).toEqual(computeShares(drawn, chain, 'op').map(plain));
      }),
    );
  });
});
