import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { civilDate } from '@/lib/domain/period/civil-date';
import { AppError } from '@/lib/errors';
import type { PartnerRow } from '@/lib/integrations/partner-bills/partner-row';
import { tmf678Reader } from '@/lib/integrations/partner-bills/tmf678/read-tmf678';

const OCTOBER = { from: civilDate('2026-10-01'), to: civilDate('2026-11-01') };

async function read(content: string | Uint8Array, chunkBytes = 7): Promise<PartnerRow[]> {
  const bytes = Buffer.from(content);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const rows: PartnerRow[] = [];
  for await (const batch of tmf678Reader.read(chunks(), OCTOBER)) rows.push(...batch);
  return rows;
}

const refusalOf = (content: string | Uint8Array) =>
  read(content, 1000).then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

// The shape of TMF678 v4.0 AppliedCustomerBillingRate.
const rate = (change: Record<string, unknown> = {}) => ({
  id: 'r-1',
  type: 'usage',
  description: 'Ü-Speicher',
  billingAccount: { id: 'acc-1', name: 'SunBird' },
  product: { id: 'p-1', name: 'Storage' },
  periodCoverage: { startDateTime: '2026-10-01T00:00:00Z', endDateTime: '2026-11-01T00:00:00Z' },
  taxExcludedAmount: { unit: 'EUR', value: 12.345678 },
  characteristic: [
    { name: 'quantity', value: '16117' },
    { name: 'unit', value: 'GB' },
  ],
  ...change,
});

test('an array and lines are read alike, whatever the chunks', async () => {
  const items = [
    rate(),
    rate({ id: 'r-2', type: 'recurring', taxExcludedAmount: { unit: 'EUR', value: '0.000000000000001' } }),
  ];
  const array = await read(JSON.stringify(items));
  expect(await read(items.map((item) => JSON.stringify(item)).join('\n'))).toEqual(array);
  expect(array[0]!.line).toMatchObject({
    externalAccount: 'acc-1',
    service: 'Storage',
    chargeCategory: 'usage',
    description: 'Ü-Speicher',
    unit: 'GB',
    currency: 'EUR',
    period: OCTOBER,
  });
  const amounts = array.map(({ line }) => ('unreadable' in line ? null : formatDecimal(line.amount)));
  expect(amounts).toEqual(['12.345678', '0.000000000000001']);
  expect(array[0]).toMatchObject({
    externalName: 'SunBird',
    source: { 'taxExcludedAmount.value': '12.345678' },
  });
});

test.each<[string, Record<string, unknown>, string]>([
  ['without an id', { id: undefined }, 'missing_value'],
  ['without an amount', { taxExcludedAmount: { unit: 'EUR' } }, 'missing_value'],
  ['with an amount in words', { taxExcludedAmount: { unit: 'EUR', value: 'ten' } }, 'bad_number'],
  [
    'with a date that does not exist',
    { periodCoverage: { startDateTime: '2026-02-30', endDateTime: '2026-03-01' } },
    'bad_date',
  ],
  [
    'that ends before it starts',
    { periodCoverage: { startDateTime: '2026-10-02', endDateTime: '2026-10-01' } },
    'period_reversed',
  ],
])('an item %s is a fault of that item', async (_, change, code) => {
  const rows = await read(JSON.stringify([rate(change), rate({ id: 'good' })]));
  expect(rows.map(({ line }) => ('unreadable' in line ? line.unreadable[0]!.code : null))).toEqual([
    code,
    null,
  ]);
});

describe('what is no such file', () => {
  test.each([
    ['', 'empty_file'],
    ['[]', 'no_rows'],
    ['[{"id":1}', 'not_json'],
    ['id,amount', 'not_json'],
    [Buffer.from([0x7b, 0xff, 0xfe]), 'not_utf8'],
  ])('%s', async (content, code) => expect(await refusalOf(content)).toBe(code));

  test('any JSON and any bytes are read or refused, never more', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 100 }),
          fc.array(fc.jsonValue()).map((items) => Buffer.from(JSON.stringify(items))),
        ),
        async (bytes) => {
          const code = await refusalOf(bytes);
          expect(code === null || typeof code === 'string').toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test.each([
  [[{ taxCategory: 'VAT', taxRate: 23 }], 'VAT:23'],
  [[{ taxCategory: 'VAT', taxRate: '23.0', taxAmount: { unit: 'EUR', value: 2.84 } }], 'VAT:23'],
  [{ taxCategory: 'exempt' }, 'exempt'],
  [[{ taxRate: 0.2 }], '0.2'],
  [
    [
      { taxCategory: 'VAT', taxRate: 19 },
      { taxCategory: 'CITY', taxRate: 1.5 },
    ],
    'CITY:1.5+VAT:19',
  ],
  [[{ taxCategory: '' }, null, 'VAT', {}], null],
  [[], null],
])('applied taxes %j are the tax code %s', async (appliedTax, taxCode) => {
  const [row] = await read(JSON.stringify(rate({ appliedTax })));
  expect(row!.line).toMatchObject({ taxCode });
});
