import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameSimilarity } from '@/lib/domain/billing/partner-bill/name-similarity';
import { type AccountCandidate, suggestAccounts } from '@/lib/domain/billing/partner-bill/suggest-account';
import { suggestServices } from '@/lib/domain/billing/partner-bill/suggest-service';
import { suggestTaxClasses } from '@/lib/domain/billing/partner-bill/suggest-tax-class';

describe('names', () => {
  test.each([
    ['Nordwind GmbH', 'NORDWIND', 1000],
    ['Łódź Sp. z o.o.', 'Lodz', 1000],
    ['Café-Bar', 'cafe bar', 1000],
    ['Nordwind Logistik', 'Nordwind Logistics', 909],
    ['Storage', 'Compute', 0],
    ['', 'Nordwind', 0],
    ['GmbH', 'GmbH', 0],
  ])('%s and %s are alike by %i', (a, b, similarity) => {
    expect(nameSimilarity(a, b)).toBe(similarity);
  });

  test('are as alike one way as the other, never above 1000, and a name is its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const similarity = nameSimilarity(a, b);
        expect(similarity).toBe(nameSimilarity(b, a));
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1000);
        expect([0, 1000]).toContain(nameSimilarity(a, a));
      }),
      { numRuns: 60 },
    );
  });
});

const account = (number: string, rest: Partial<AccountCandidate> = {}): AccountCandidate => ({
  id: number,
  number,
  name: number,
  customerName: 'Somebody',
  vatId: null,
  currency: 'EUR',
  mappedBy: [],
  ...rest,
});

describe('accounts', () => {
  const unknown = { name: 'nw-17', label: 'Nordwind GmbH', vatIds: ['DE 811 569 869'], currencies: ['EUR'] };

  test('the surest reason first, three at most, in words', () => {
    const found = suggestAccounts(unknown, [
      account('A-1', { name: 'Nordwind' }),
      account('A-2', { vatId: 'DE811569869' }),
      account('A-3', { name: 'Nordwind Logistik' }),
      account('A-4', { mappedBy: ['Cumulus'] }),
      account('NW 17'),
      account('A-6', { name: 'Southwind' }),
    ]);
    expect(found.map(({ target, reason }) => [target.number, reason])).toEqual([
      ['A-2', 'Same VAT number, DE811569869.'],
      ['NW 17', 'Same number, NW 17.'],
      ['A-4', 'Cumulus maps the same id to this account.'],
    ]);
  });

  test('none in another currency, none that is only unlike, the same answer in any order', () => {
    const candidates = [
      account('B', { name: 'Nordwind' }),
      account('A', { name: 'Nordwind' }),
      account('C', { name: 'Nordwind', currency: 'USD' }),
      account('D', { name: 'Pizzeria' }),
    ];
    const numbers = (list: AccountCandidate[]) =>
      suggestAccounts(unknown, list).map(({ target }) => target.number);
    expect(numbers(candidates)).toEqual(['A', 'B']);
    expect(numbers(candidates.toReversed())).toEqual(['A', 'B']);
  });

  test('the same digits behind another prefix', () => {
    const byDigits = { ...unknown, name: 'cust_0004711', label: null, vatIds: [] };
    expect(suggestAccounts(byDigits, [account('ACC-4711')])).toMatchObject([
      { reason: 'Same digits as ACC-4711.' },
    ]);
  });
});

describe('services', () => {
  const storage = { id: 'o1', slug: 'storage', name: 'Object storage', taxClass: 'standard' };

  test('an offering by name; what the partner maps alike; what another maps, without its offering', () => {
    const known = (service: string, isOwn: boolean, partnerName = 'Nimbus') => ({
      service,
      partnerName,
      isOwn,
      offering: isOwn ? storage : { id: 'x', slug: 'x', name: 'Theirs' },
      description: 'Storage',
      taxClass: 'reduced',
    });
    expect(suggestServices('OBJECT-STORAGE', [storage], [])).toMatchObject([
      {
        target: { offering: { id: 'o1' }, taxClass: 'standard' },
        reason: 'Same name as the offering “Object storage”.',
      },
    ]);
    expect(suggestServices('Queues', [storage], [known('Queues', false)])).toEqual([
      {
        target: { offering: null, description: 'Storage', taxClass: 'reduced' },
        score: 700,
        reason: 'Nimbus has its “Queues” mapped so.',
      },
    ]);
    expect(suggestServices('Queues EU', [storage], [known('Queues US', true)])).toMatchObject([
      { target: { offering: { id: 'o1' } }, reason: '“Queues US” of this partner is mapped so.' },
    ]);
    expect(suggestServices('Queues EU', [storage], [known('Queues', false)])).toEqual([]);
  });
});

describe('tax classes', () => {
  const classes = [
    { taxClass: 'standard', rates: [rate('PL', 'S', 230_000n), rate('DE', 'S', 190_000n)] },
    { taxClass: 'reduced', rates: [rate('PL', 'S', 80_000n), rate('DE', 'S', 70_000n)] },
    { taxClass: 'exempt', rates: [rate('PL', 'E', 0n)] },
  ];
  test.each([
    ['S:23', ['standard'], '23 % is its rate in the partner’s country, category S.'],
    ['VAT 8', ['reduced'], '8 % is its rate in the partner’s country.'],
    ['19%', ['standard'], '19 % is its rate in DE.'],
    ['E', ['exempt'], 'Category E in the partner’s country.'],
    ['VAT-REDUCED', ['reduced'], 'The code names the class “reduced”.'],
    ['S', [], undefined],
    ['Z:23', [], undefined],
    ['20/21', [], undefined],
  ])('%s', (code, expected, reason) => {
    const found = suggestTaxClasses(code, 'PL', classes);
    expect(found.map(({ target }) => target)).toEqual(expected);
    expect(found[0]?.reason).toBe(reason);
  });
});

function rate(country: string, category: string, ratePpm: bigint) {
  return { country, category, ratePpm };
}
