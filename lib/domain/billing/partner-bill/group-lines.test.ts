import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type GroupContext,
  groupPartnerLines,
  PartnerLineGroups,
} from '@/lib/domain/billing/partner-bill/group-lines';
import { partnerLine, USD } from '@/lib/domain/billing/partner-bill/partner-bill.fixture';
import { type Decimal, decimal } from '@/lib/domain/money/decimal';
import { exactFromDecimal, formatExact } from '@/lib/domain/money/exact';
import { civilDate } from '@/lib/domain/period/civil-date';

const CONTEXT: GroupContext = {
  partnerKey: 'cloud',
  externalId: 'INV-1',
  partnerBillId: 'partner-bill',
  sourceMode: 'file',
  supplierId: 'cloud-id',
  supplierRole: 'principal',
  sellerId: 'op',
  agreementId: 'agreement',
  currency: USD,
  products: new Map(),
  defaultTaxClass: 'standard',
};
const on = (from: string, to: string) => ({ period: { from: civilDate(from), to: civilDate(to) } });

test('lines far below a cent are summed exactly and rounded once', () => {
  // Rounded line by line this would bill nothing: 0.0000008 + 0.004 + 0.0019992 = 0.006.
  const charges = groupPartnerLines(
    ['0.0000008', '0.004', '0.0019992'].map((amount, i) => partnerLine(i, amount)),
    CONTEXT,
  );
  expect(charges).toHaveLength(1);
  expect(charges[0]).toMatchObject({
    lineKey: 'pb:cloud:INV-1:Compute:usage:2024-09',
    amountMinor: 1n,
    quantity: decimal('3'),
    unit: 'Hours',
    kind: 'usage',
    partnerBillId: 'partner-bill',
    steps: [
      { code: 'partner_lines', service: 'Compute', count: '3', sum: '0.006' },
      { code: 'partner_sum_rounded', sum: '0.006', result: '0.01', difference: '0.004' },
    ],
  });
  expect(formatExact(charges[0]!.exact)).toBe('0.006');
});

test('two tax classes in one group are two lines; a line’s own goes before its service’s', () => {
  const products = new Map([
    ['Books', { description: 'E-books', productId: null, offeringId: 'books', taxClass: 'reduced' }],
  ]);
  const lines = [
    { ...partnerLine(1, '1', { service: 'Books' }) },
    { ...partnerLine(2, '2', { service: 'Books' }), taxClass: 'standard' },
    { ...partnerLine(3, '4', { service: 'Books' }), taxClass: null },
  ];
  const charges = groupPartnerLines(lines, { ...CONTEXT, products });
  expect(charges.map((c) => [c.lineKey, c.taxClass, c.amountMinor, c.description, c.offeringId])).toEqual([
    ['pb:cloud:INV-1:Books:usage:2024-09', 'standard', 200n, 'E-books', 'books'],
    ['pb:cloud:INV-1:Books:usage:2024-09:reduced', 'reduced', 500n, 'E-books', 'books'],
  ]);
});

test('one line per service, charge category and month, with the period the charges had', () => {
  const charges = groupPartnerLines(
    [
      partnerLine(1, '1', on('2024-09-10', '2024-09-11')),
      partnerLine(2, '2', on('2024-09-02', '2024-09-03')),
      partnerLine(3, '4', on('2024-08-31', '2024-09-01')),
      partnerLine(4, '-8', { chargeCategory: 'credit' }),
      partnerLine(5, '16', { service: 'Storage' }),
    ],
    CONTEXT,
  );
  expect(
    charges.map(({ lineKey, kind, period, amountMinor }) => [
      lineKey,
      kind,
      period.from,
      period.to,
      amountMinor,
    ]),
  ).toEqual([
    ['pb:cloud:INV-1:Compute:credit:2024-09', 'credit', '2024-09-18', '2024-09-19', -800n],
    ['pb:cloud:INV-1:Compute:usage:2024-08', 'usage', '2024-08-31', '2024-09-01', 400n],
    ['pb:cloud:INV-1:Compute:usage:2024-09', 'usage', '2024-09-02', '2024-09-11', 300n],
    ['pb:cloud:INV-1:Storage:usage:2024-09', 'usage', '2024-09-18', '2024-09-19', 1_600n],
  ]);
});

describe('quantities are summed only where they mean the same', () => {
  test.each([
    ['one unit', { unit: 'Hours' }, decimal('2'), 'Hours'],
    ['two units', { unit: 'GB' }, null, null],
    ['a line without one', { quantity: null }, null, null],
  ])('%s', (_case, rest, quantity, unit) => {
    for (const lines of [
      [partnerLine(1, '1'), partnerLine(2, '1', rest)],
      [partnerLine(2, '1', rest), partnerLine(1, '1')],
    ]) {
      expect(groupPartnerLines(lines, CONTEXT)[0]).toMatchObject({ quantity, unit });
    }
  });
});

test('a mapped service goes under its offering and tax class', () => {
  const product = { description: 'Cloud compute', productId: 'p', offeringId: 'o', taxClass: 'reduced' };
  const context = { ...CONTEXT, products: new Map([['Compute', product]]) };
  expect(groupPartnerLines([partnerLine(1, '1')], context)[0]).toMatchObject(product);
});

test('a sum of many lines stands for them', () => {
  const summed = { ...partnerLine(1, '0.006'), quantity: decimal('3'), lineCount: 3 };
  const each = ['0.0000008', '0.004', '0.0019992'].map((amount, i) => partnerLine(i, amount));
  expect(groupPartnerLines([summed], CONTEXT)).toEqual(groupPartnerLines(each, CONTEXT));
});

test('names cannot make two groups one', () => {
  const lines = [partnerLine(1, '1', { service: 'a:usage' }), partnerLine(2, '1', { service: 'a%3Ausage' })];
  expect(new Set(groupPartnerLines(lines, CONTEXT).map(({ lineKey }) => lineKey)).size).toBe(2);
});

test('what validation never accepts is a fault here', () => {
  expect(() => groupPartnerLines([partnerLine(1, '1', { currency: 'EUR' })], CONTEXT)).toThrow(
    'A line in EUR',
  );
  expect(() => groupPartnerLines([partnerLine(1, '1', { chargeCategory: 'tax' })], CONTEXT)).toThrow(
    'tax line',
  );
});

test('Σ exact of the bill lines is Σ of the partner’s lines to the last place; order and batches change nothing', () => {
  const line = fc
    .tuple(
      fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n }),
      fc.constantFrom('Compute', 'Storage', 'Network'),
      fc.constantFrom('usage' as const, 'credit' as const, 'adjustment' as const, 'purchase' as const),
      fc.constantFrom('2024-08-31', '2024-09-01', '2024-09-30'),
    )
    .map(([amount, service, chargeCategory, from]) =>
      partnerLine(1, '0', { amount: amount as Decimal, service, chargeCategory, ...on(from, '2024-10-01') }),
    );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const charges = groupPartnerLines(lines, CONTEXT);
      const billed = charges.reduce((sum, { exact }) => sum + exact, 0n);
      const sent = lines.reduce((sum, { amount }) => sum + exactFromDecimal(amount), 0n);
      expect(billed).toBe(sent);
      expect(groupPartnerLines([...lines].reverse(), CONTEXT)).toEqual(charges);

      const groups = new PartnerLineGroups(CONTEXT);
      for (const chunk of [lines.slice(20), lines.slice(0, 20)]) for (const each of chunk) groups.add(each);
      expect(groups.charges()).toEqual(charges);
    }),
  );
});
