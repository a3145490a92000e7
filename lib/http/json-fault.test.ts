import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFault } from '@/lib/http/json-fault';

test.each([
  ['', 1, 1],
  ['{', 1, 2],
  ['{"a":}', 1, 6],
  ['{"a":1,}', 1, 8],
  ['[1,]', 1, 4],
  ['[1 2]', 1, 4],
  ['{"a" 1}', 1, 6],
  ['{a:1}', 1, 2],
  ['[1}', 1, 3],
  ['[]]', 1, 3],
  ['[01]', 1, 2],
  ['[1.]', 1, 2],
  ['["a\nb"]', 1, 2],
  ['[{"a": 1},\n {"b": nul}]', 2, 8],
  ['[NaN]', 1, 2],
])('%j', (text, line, column) => {
  expect(jsonFault(text)).toEqual({ line, column });
});

test('whatever the engine refuses has a place within the text, and what stands before it was fine', () => {
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.string({ minLength: 1, maxLength: 3 }))
    .map(
      ([json, at, junk]) =>
        json.slice(0, at % (json.length + 1)) + junk + json.slice((at * 7) % (json.length + 1)),
    );
  fc.assert(
    fc.property(broken, (text) => {
      try {
        JSON.parse(text);
      } catch {
        const { line, column } = jsonFault(text);
        const lines = text.split('\n');
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
      }
    }),
    { numRuns: 300 },
  );
});
