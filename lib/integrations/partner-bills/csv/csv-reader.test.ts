import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { civilDate } from '@/lib/domain/period/civil-date';
import { AppError } from '@/lib/errors';
import { csvReader } from '@/lib/integrations/partner-bills/csv/csv-reader';
import type { PartnerRow } from '@/lib/integrations/partner-bills/partner-row';

const cycle = { from: civilDate('2026-10-01'), to: civilDate('2026-11-01') };
const mapping: CsvBillMapping = {
  account: { fields: ['Kunde'] },
  service: { fields: ['Leistung'] },
  currency: { constant: 'EUR' },
  amount: { fields: ['Betrag'], decimalSeparator: ',' },
  period: { kind: 'cycle' },
  lineId: { fields: ['Nr'] },
};

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(
  bytes: Uint8Array,
  change: Partial<CsvBillMapping> = {},
  size = 7,
): Promise<PartnerRow[]> {
  const rows: PartnerRow[] = [];
  const reader = csvReader({ ...mapping, ...change });
  for await (const batch of reader.read(inPieces(bytes, size), cycle)) rows.push(...batch);
  return rows;
}

const amounts = (rows: PartnerRow[]) =>
  rows.map(({ line }) =>
    'unreadable' in line
      ? line.unreadable.map(({ code }) => code)
      : [line.externalAccount, line.service, formatDecimal(line.amount)],
  );

const codeOf = (bytes: Uint8Array | string, change: Partial<CsvBillMapping> = {}, size = 64_000) =>
  read(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, change, size).then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

const text =
  'Nr;Kunde;Leistung;Betrag\n1;Müller & Söhne;"Cloud; groß";12,50\n2;Žižek;Zürich\u00a0"Nord";-7\n';
const expected = [
  ['Müller & Söhne', 'Cloud; groß', '12.5'],
  ['Žižek', 'Zürich\u00a0"Nord"', '-7'],
];
const utf16be = (given: string) => Buffer.from(given, 'utf16le').swap16();

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16 LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 LE without', Buffer.from(text, 'utf16le')],
  ['UTF-16 BE with a mark', utf16be(`\ufeff${text}`)],
  ['UTF-16 BE without', utf16be(text)],
  ['carriage returns alone', Buffer.from(text.replaceAll('\n', '\r'))],
  ['Windows line ends', Buffer.from(text.replaceAll('\n', '\r\n'))],
  [
    'tabs',
    Buffer.from(text.replaceAll('Cloud; groß', 'Cloud~ groß').replaceAll(';', '\t').replaceAll('~', ';')),
  ],
])('reads %s, however the bytes arrive', async (_, bytes) => {
  for (const size of [1, 3, 1000]) expect(amounts(await read(bytes, {}, size))).toEqual(expected);
});

test('Windows-1252 is found out, and told when it comes late', async () => {
  const western = Buffer.from(
    'Nr;Kunde;Leistung;Betrag\n1;M\xfcller;Stra\xdfe;1,5\n2;\x80-Konto;x;2\n',
    'latin1',
  );
  expect(amounts(await read(western))).toEqual([
    ['Müller', 'Straße', '1.5'],
    ['€-Konto', 'x', '2'],
  ]);
  const plain = `1;a;${'b'.repeat(2000)};1,5\n`.repeat(200);
  const late = Buffer.concat([
    Buffer.from(`Nr;Kunde;Leistung;Betrag\n${plain}`),
    Buffer.from('9;M\xfcller;x;2\n', 'latin1'),
  ]);
  expect(amounts(await read(late, {}, 65_536)).at(-1)).toEqual(['not_utf8']);
  expect(amounts(await read(late, { csv: { encoding: 'windows-1252' } }, 65_536)).at(-1)).toEqual([
    'Müller',
    'x',
    '2',
  ]);
});

test('rows keep their number, their text and their faults; broken ones cost themselves', async () => {
  const file = `Bericht Oktober\n\n${text}3;A;B;zwölf\n;;;\n4;A;"B;1\n5;A;B;3\nSumme;;;8,5\n`;
  const rows = await read(Buffer.from(file), {
    csv: { skipLines: 1 },
    skip: [{ field: 'Nr', startsWith: ['Summe'] }],
  });
  expect(amounts(rows)).toEqual([...expected, ['bad_number'], ['broken_quotes'], ['A', 'B', '3']]);
  expect(rows.map(({ line }) => line.lineNo)).toEqual([1, 2, 3, 5, 6]);
  expect(rows[2]).toMatchObject({
    source: { Nr: '3', Kunde: 'A', Leistung: 'B', Betrag: 'zwölf' },
    line: { unreadable: [{ path: 'lines.3.Betrag' }] },
  });
});

test('the same charge in another file has the same key, and rows without an id are counted', async () => {
  const keysOf = async (file: string, change: Partial<CsvBillMapping> = {}) =>
    (await read(Buffer.from(file), change)).map(({ line }) => ('lineKey' in line ? line.lineKey : null));
  const [first] = await keysOf('Nr;Kunde;Leistung;Betrag\n7;A;B;1\n');
  const [again] = await keysOf('Betrag;Nr;Kunde;Leistung\n2;7;A;B\n');
  expect(again).toBe(first);
  const { lineId: _, ...withoutId } = mapping;
  const reader = csvReader(withoutId);
  const rows: PartnerRow[] = [];
  const twice = Buffer.from('Kunde;Leistung;Betrag\nA;B;1\nA;B;1\n');
  for await (const batch of reader.read(inPieces(twice, 9), cycle)) rows.push(...batch);
  expect(new Set(rows.map(({ line }) => 'lineKey' in line && line.lineKey)).size).toBe(2);
});

describe('what is no bill is refused with what to do', () => {
  const header = 'Nr;Kunde;Leistung;Betrag\n';
  test.each([
    ['an empty file', '', 'empty_file'],
    ['blank lines', '\n \n\t\n', 'empty_file'],
    ['a header alone', header, 'no_rows'],
    ['another header', 'a,b\n1,2\n', 'unknown_column'],
    ['a column twice', 'Nr;Kunde;Kunde;Leistung;Betrag\n1;a;b;c;1\n', 'duplicate_column'],
    ['a header that never ends', '"Nr;Kunde', 'broken_header'],
    ['one line without an end', 'x'.repeat(3_000_000), 'row_too_long'],
    ['zip', Buffer.from('504b0304140000000800', 'hex'), 'compressed_file'],
    ['a spreadsheet', Buffer.from('PK\x03\x04[Content_Types].xml', 'latin1'), 'compressed_file'],
    ['gzip', Buffer.from('1f8b0800000000000003', 'hex'), 'compressed_file'],
    ['PDF', Buffer.from('%PDF-1.7\n%âãÏÓ'), 'binary_file'],
    ['a program', Buffer.from('7f454c4602010100', 'hex'), 'binary_file'],
    ['noise', Buffer.from([1, 2, 3, 0, 9, 8, 0, 7, 0, 0, 0, 1]), 'binary_file'],
    ['XML', '<?xml version="1.0"?><Invoice/>', 'not_csv'],
    ['JSON', '[{"id":1}]', 'not_csv'],
  ])('%s', async (_, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code);
  });

  test('300 MB of one line is refused at once, and in the middle costs a row and no memory', async () => {
    let given = 0;
    const megabyte = Buffer.alloc(1_000_000, 'x');
    async function* endless(head: string, tail: string) {
      yield Buffer.from(head);
      for (let i = 0; i < 300; i += 1) {
        given += megabyte.length;
        yield megabyte;
      }
      yield Buffer.from(tail);
    }
    const outcome = async (bytes: AsyncIterable<Uint8Array>) => {
      const rows: PartnerRow[] = [];
      for await (const batch of csvReader(mapping).read(bytes, cycle)) rows.push(...batch);
      return amounts(rows);
    };
    await expect(outcome(endless('', ''))).rejects.toMatchObject({ code: 'row_too_long' });
    expect(given).toBeLessThan(3_000_000);
    const before = process.memoryUsage().rss;
    expect(await outcome(endless(`${header}1;A;B;1\n2;A;`, '\n3;A;B;3\n'))).toEqual([
      ['A', 'B', '1'],
      ['row_too_long'],
      ['A', 'B', '3'],
    ]);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });
});

test('any bytes are rows or a refusal', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc
      .string({ unit: 'binary', maxLength: 200 })
      .map((tail) => Buffer.from(`Nr;Kunde;Leistung;Betrag\n${tail}`)),
    fc
      .array(fc.constantFrom(';', '"', '\n', '\r', '\0', '1', '-', '\xff', 'é', '\ufeff', 'A'), {
        maxLength: 60,
      })
      .map((parts) => Buffer.from(`Nr;Kunde;Leistung;Betrag\n${parts.join('')}`)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.integer({ min: 1, max: 64 }), async (given, size) => {
      const code = await codeOf(given, {}, size);
      expect(code === null || /^[a-z0-9_]+$/.test(code)).toBe(true);
    }),
    { numRuns: 80 },
  );
});
