import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkStatement } from '@/lib/domain/billing/partner-bill/check-statement';
import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { civilDate } from '@/lib/domain/period/civil-date';
import { AppError } from '@/lib/errors';
import type { PartnerRow, ReadStatement } from '@/lib/integrations/partner-bills/partner-row';
import { ublReader } from '@/lib/integrations/partner-bills/ubl/read-ubl';
import { twoRates, type UblOptions, ublFile } from '@/lib/integrations/partner-bills/ubl/ubl.fixture';

const OCTOBER = { from: civilDate('2026-10-01'), to: civilDate('2026-11-01') };

async function read(bytes: Uint8Array): Promise<{ rows: PartnerRow[] } & ReadStatement> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  }
  const reader = ublReader.read(chunks(), OCTOBER);
  const rows: PartnerRow[] = [];
  let next = await reader.next();
  for (; !next.done; next = await reader.next()) rows.push(...next.value);
  return { rows, ...next.value! };
}

const findings = async (options: UblOptions) => {
  const { statement, sums } = await read(ublFile(options));
  return checkStatement(statement, sums).map(({ code, amountAtStake }) => [code, amountAtStake]);
};

const refusalOf = (bytes: Uint8Array) =>
  read(bytes).then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

const lineOf = (row: PartnerRow | undefined) => {
  if (!row || 'unreadable' in row.line) throw new Error('The row cannot be read.');
  return row.line;
};

describe('an invoice', () => {
  test('is its lines and its allowances, each with account, period and net', async () => {
    const { rows } = await read(ublFile(twoRates));
    expect(rows.map((row) => formatDecimal(lineOf(row).amount))).toEqual(['100', '50', '-10']);
    expect(lineOf(rows[0])).toMatchObject({
      externalAccount: 'tenant-a',
      externalPayer: 'payer-1',
      service: 'Storage',
      currency: 'USD',
      period: { from: '2026-10-01', to: '2026-11-01' },
      unit: 'C62',
    });
    expect(lineOf(rows[1])).toMatchObject({ externalAccount: null, service: 'E-books' });
    expect(lineOf(rows[2])).toMatchObject({ chargeCategory: 'adjustment', description: 'Loyalty' });
    expect(rows[0]).toMatchObject({ externalName: 'SunBird', source: { 'Item/Name': 'Storage' } });
  });

  test('holds together: 17.10 is 19 % of 100.00 − 10.00', async () => {
    expect(await findings(twoRates)).toEqual([]);
    const { statement } = await read(ublFile(twoRates));
    expect(statement).toMatchObject({
      number: 'INV-7',
      typeCode: '380',
      seller: { name: 'Cumulus & Söhne' },
    });
  });

  test.each<[string, Partial<UblOptions>, [string, string][]]>([
    ['line total', { totals: { ...twoRates.totals, lines: '150.01' } }, [['line_sum_mismatch', '-0.01']]],
    ['allowances', { totals: { ...twoRates.totals, allowance: '9.00' } }, [['allowance_sum_mismatch', '1']]],
    [
      'total with tax',
      { totals: { ...twoRates.totals, gross: '160.61', payable: '160.61' } },
      [['gross_mismatch', '-0.01']],
    ],
    ['amount to pay', { totals: { ...twoRates.totals, payable: '0.60' } }, [['payable_mismatch', '160']]],
    [
      'total tax',
      { tax: '20.61', totals: { ...twoRates.totals, gross: '160.61', payable: '160.61' } },
      [['tax_sum_mismatch', '-0.01']],
    ],
    [
      'tax of a rate',
      {
        taxes: [{ rate: '19', base: '90.00', tax: '17.11' }, twoRates.taxes[1]!],
        tax: '20.61',
        totals: { ...twoRates.totals, gross: '160.61', payable: '160.61' },
      },
      [['tax_mismatch', '-0.01']],
    ],
    [
      'a rate that no line has',
      { lines: [twoRates.lines[0]!, { ...twoRates.lines[1]!, rate: '5' }] },
      [
        ['tax_missing', '50'],
        ['tax_base_mismatch', '-50'],
      ],
    ],
  ])('one cent off in the %s is found', async (_, change, expected) => {
    expect(await findings({ ...twoRates, ...change })).toEqual(expected);
  });

  test('a line in another currency, and one without a number, are faults of those lines', async () => {
    const text = ublFile(twoRates).toString();
    const foreign = text.replace(
      '<cbc:LineExtensionAmount currencyID="USD">50.00',
      '<cbc:LineExtensionAmount currencyID="EUR">50.00',
    );
    const wordy = text.replace(
      '>100.00</cbc:LineExtensionAmount><cac:InvoicePeriod>',
      '>a lot</cbc:LineExtensionAmount><cac:InvoicePeriod>',
    );
    const faults = async (xml: string) =>
      (await read(Buffer.from(xml))).rows.map(({ line }) =>
        'unreadable' in line ? line.unreadable[0]!.code : null,
      );
    expect(await faults(foreign)).toEqual([null, 'currency_mismatch', null]);
    expect(await faults(wordy)).toEqual(['bad_number', null, null]);
  });
});

test('a credit note is the same with every amount negative', async () => {
  const { rows, statement, sums } = await read(ublFile({ ...twoRates, isCredit: true }));
  expect(rows.map((row) => formatDecimal(lineOf(row).amount))).toEqual(['-100', '-50', '10']);
  expect(statement).toMatchObject({ typeCode: '381' });
  expect(formatDecimal(statement.payable as Decimal)).toBe('-160.6');
  expect(checkStatement(statement, sums)).toEqual([]);
});

describe('what is no such document', () => {
  test.each([
    ['', 'empty_file'],
    ['PK\u0003\u0004zip', 'compressed_file'],
    ['<Invoice><ID>1</Invoice>', 'not_xml'],
    ['BilledCost,BillingCurrency', 'not_xml'],
    ['<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><Invoice>&c;</Invoice>', 'document_type_refused'],
    ['<p:FatturaElettronica xmlns:p="x"><a>1</a></p:FatturaElettronica>', 'not_ubl'],
    ['<Invoice><DocumentCurrencyCode>EUR</DocumentCurrencyCode></Invoice>', 'number_missing'],
    ['<Invoice><ID>1</ID></Invoice>', 'currency_missing'],
    [
      '<Invoice><ID>1</ID><DocumentCurrencyCode>EUR</DocumentCurrencyCode><InvoicePeriod><StartDate>2026-02-30</StartDate></InvoicePeriod></Invoice>',
      'bad_period',
    ],
    [
      '<Invoice><ID>1</ID><DocumentCurrencyCode>EUR</DocumentCurrencyCode><IssueDate>2026-02-28</IssueDate></Invoice>',
      'no_rows',
    ],
  ])('%s is refused as %s', async (text, code) => {
    expect(await refusalOf(Buffer.from(text))).toBe(code);
  });

  test('UTF-16 is read, and any bytes are read or refused, never more', async () => {
    const utf16 = Buffer.from(`\ufeff${ublFile(twoRates).toString().replace('UTF-8', 'UTF-16')}`, 'utf16le');
    expect((await read(utf16)).rows).toHaveLength(3);
    const whole = ublFile(twoRates);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc
            .tuple(fc.nat(whole.length - 1), fc.uint8Array({ maxLength: 8 }))
            .map(([at, bytes]) => Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + 3)])),
        ),
        async (bytes) => {
          const code = await refusalOf(bytes);
          expect(code === null || typeof code === 'string').toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });
});

// CEN/TC 434's own examples (EUPL-1.2), which only some checkouts have beside them.
const EXAMPLES = path.join(process.cwd(), '..', 'shared', 'einvoice', 'examples');

describe.skipIf(!existsSync(EXAMPLES))('the examples of EN 16931 (skipped where ../shared is absent)', () => {
  const files = existsSync(EXAMPLES) ? readdirSync(EXAMPLES).filter((name) => /\.xml$/i.test(name)) : [];
  test.each(files)('%s is read whole and holds together', async (name) => {
    const { rows, statement, sums } = await read(readFileSync(path.join(EXAMPLES, name)));
    let sum = 0n;
    for (const row of rows) sum += lineOf(row).amount;
    expect(sum).toBe(statement.net);
    expect(checkStatement(statement, sums)).toEqual([]);
  });
});

test('a line keeps how its seller names its tax', async () => {
  const { rows } = await read(ublFile(twoRates));
  expect(rows.map(({ line }) => 'taxCode' in line && line.taxCode)).toEqual(['S:19', 'S:7', 'S:19']);
});
