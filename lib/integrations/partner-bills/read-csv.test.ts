import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { isPlain, sourceText } from '@/lib/integrations/partner-bills/csv/cell-row';
import { readCsv } from '@/lib/integrations/partner-bills/read-csv';
import { sniffCsv } from '@/lib/integrations/partner-bills/sniff-csv';

/** A file's rows and, where it cannot be read on, the code and the place. */
async function read(text: string, pieceBytes = 5) {
  const bytes = Buffer.from(text, 'latin1');
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const rows: string[][] = [];
  try {
    for await (const list of readCsv(pieces())) rows.push(...list.map(({ cells }) => cells));
    return { rows, refusal: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { rows, refusal: error.issues[0]! };
  }
}

test('any text is csv-parse’s rows, or refused by both from the same row on', async () => {
  const text = fc.string({ unit: fc.constantFrom('"', '"', ',', '\n', 'a', ' '), maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 50 }), async (file, size) => {
      const expected: string[][] = [];
      let isBroken = false;
      try {
        parse(file, {
          ...{ relax_column_count: true, record_delimiter: '\n', skip_empty_lines: true },
          on_record: (row: string[]) => void expected.push(row),
        });
      } catch {
        isBroken = true;
      }
      const { rows, refusal } = await read(file, size);
      expect(rows).toEqual(expected);
      expect(refusal !== null).toBe(isBroken);
    }),
    { numRuns: 1000 },
  );
});

test('what is broken is said with its row', async () => {
  const refusalOf = async (text: string) => (await read(text)).refusal?.message;
  expect(await refusalOf('a,b\n1,2\n3,4"5\n6,7\n')).toBe(
    'There is a quote inside an unquoted cell in row 2. Put quotes around the whole cell and double those inside it, then send the file again. Nothing was imported.',
  );
  expect(await refusalOf('a,"b"c\n')).toMatch(/^Text follows a closing quote in the header\. /);
  expect(await refusalOf('a,b\n1,"2\n3,4\n')).toMatch(/^A quote is opened and never closed in row 1\. /);
  expect((await read(`a\n${'x'.repeat(1_000_001)}\n`, 65_536)).refusal).toMatchObject({
    code: 'row_too_long',
    path: 'lines.1',
  });
});

test('lines may end in a carriage return alone', async () => {
  async function* file() {
    yield Buffer.from('a,b\r1,2');
    yield Buffer.from('\r3,4\r');
  }
  const rows: string[][] = [];
  for await (const list of readCsv(sniffCsv(file()))) rows.push(...list.map(({ cells }) => cells));
  expect(rows).toEqual([
    ['a', 'b'],
    ['1', '2'],
    ['3', '4'],
  ]);
});

test('a row’s source is its cells by column, whatever is in them', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.constantFrom('', 'NULL', '"', '\\', '\n'),
  );
  const names = ['a "quoted" name', 'b', 'c\\d'];
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 5 }), (cells) => {
      const columns = [...names, 'column 4', 'column 5'];
      const expected = cells.flatMap((text, at) =>
        text === '' || text === 'NULL' ? [] : [[columns[at], text]],
      );
      const text = sourceText(names, cells, isPlain(cells.join('')), 'NULL');
      expect(JSON.parse(text)).toEqual(Object.fromEntries(expected));
    }),
    { numRuns: 300 },
  );
});
