import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RawRow, RawRows } from '@/lib/integrations/usage-files/raw-row';
import { cellsOf, splitCsv } from '@/lib/integrations/usage-files/split-csv';
import { splitJson } from '@/lib/integrations/usage-files/split-json';
import { splitLines } from '@/lib/integrations/usage-files/split-lines';

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(rows: RawRows): Promise<RawRow[]> {
  const found: RawRow[] = [];
  for await (const list of rows) found.push(...list);
  return found;
}

const csv = (text: string, size = 7, delimiter = ',', offset = 0) =>
  all(splitCsv(inPieces(Buffer.from(text).subarray(offset), size), offset, delimiter));

const cell = fc.stringMatching(/^[a-z0-9",\n ;.\r-]{0,8}$/);
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 });
const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

test('a CSV’s rows are csv-parse’s, however the bytes arrive', async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 40 }),
      async (rows, end, size) => {
        const text = rows.map((row) => row.map(quoted).join(',')).join(end);
        const expected = parse(text, {
          relax_column_count: true,
          record_delimiter: ['\r\n', '\n'],
          skip_empty_lines: true,
        });
        expect((await csv(text, size)).map(({ cells }) => cells)).toEqual(expected);
      },
    ),
    { numRuns: 150 },
  );
});

test('reading goes on from the end of any row as if it had never stopped', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const text = rows.map((row) => row.map(quoted).join(',')).join('\n');
      const read = await csv(text);
      for (const [index, { endOffset }] of read.entries()) {
        expect(await csv(text, 5, ',', Math.min(endOffset, text.length))).toEqual(read.slice(index + 1));
      }
    }),
    { numRuns: 50 },
  );
});

test('broken quotes cost their own line and no other', async () => {
  const read = await csv('a,1\nb,"2\nc,3\nd,"4" x\ne,"5"\n');
  expect(read.map(({ text, fault }) => [text, fault?.code ?? null])).toEqual([
    ['a,1', null],
    ['b,"2', 'broken_quotes'],
    ['c,3', null],
    ['d,"4" x', 'broken_quotes'],
    ['e,"5"', null],
  ]);
  expect(cellsOf('d,"4" x', ',')).toEqual(['d', '"4" x']);
  expect(cellsOf('e,"5,""6"""', ',')).toEqual(['e', '5,"6"']);
});

test('a row longer than a megabyte is refused, and the next is read', async () => {
  const long = 'x'.repeat(3_000_000);
  for (const quote of ['', '"']) {
    const read = await csv(`a,1\n${quote}${long}${quote},2\nb,3\n`, 65_536);
    expect(read.map(({ cells, fault }) => fault?.code ?? cells)).toEqual([
      ['a', '1'],
      expect.any(String),
      ['b', '3'],
    ]);
  }
  const lines = await all(splitLines(inPieces(Buffer.from(`{}\n${long}\n{}`), 65_536), 0));
  expect(lines.map(({ text, fault }) => fault?.code ?? text)).toEqual(['{}', 'row_too_long', '{}']);
  const elements = await all(splitJson(inPieces(Buffer.from(`[{},"${long}",{"a":1}]`), 65_536), 0));
  expect(elements.map(({ text, fault }) => fault?.code ?? text)).toEqual(['{}', 'row_too_long', '{"a":1}']);
});

test('a JSON file’s elements are its list’s, or its values, however the bytes arrive', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 }),
      fc.constantFrom('list', 'pretty', 'lines'),
      fc.integer({ min: 1, max: 30 }),
      async (values, layout, size) => {
        const text =
          layout === 'lines'
            ? values.map((value) => JSON.stringify(value)).join('\n')
            : JSON.stringify(values, null, layout === 'pretty' ? 2 : 0);
        const read = await all(splitJson(inPieces(Buffer.from(text), size), 0));
        const parsed = read.map((row) => JSON.parse(Buffer.from(row.text, 'latin1').toString()));
        expect(JSON.stringify(parsed)).toEqual(JSON.stringify(values));
        for (const [index, { endOffset }] of read.entries()) {
          const rest = await all(splitJson(inPieces(Buffer.from(text).subarray(endOffset), size), endOffset));
          expect(rest.map((row) => row.text)).toEqual(read.slice(index + 1).map((row) => row.text));
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('any bytes at all are split into rows without a throw, and places only move on', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.integer({ min: 1, max: 50 }),
      async (given, size) => {
        const bytes = Buffer.from(given);
        for (const rows of [
          splitCsv(inPieces(bytes, size), 0, ','),
          splitJson(inPieces(bytes, size), 0),
          splitLines(inPieces(bytes, size), 0),
        ]) {
          let last = 0;
          for (const { endOffset } of await all(rows)) {
            expect(endOffset).toBeGreaterThan(last);
            last = endOffset;
          }
        }
      },
    ),
    { numRuns: 200 },
  );
});
