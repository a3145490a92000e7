import { expect, test } from 'vitest';
import { parseDecimalInput } from '@/lib/format/parse-decimal-input';

test.each([
  ['1234.5', 'en', '1234.5'],
  ['1,234.50', 'en', '1234.50'],
  ['1.234,50', 'de', '1234.50'],
  ['0.5', 'de', '0.5'],
  ['1 234,5', 'pl', '1234.5'],
  ['−7.24', 'en', '-7.24'],
  ['-0', 'en', '0'],
  ['007', 'en', '7'],
  ['20.52022672899', 'en', '20.52022672899'],
])('%s in %s is %s', (text, locale, expected) => {
  expect(parseDecimalInput(text, locale)).toBe(expected);
});

test.each(['', 'abc', '1,5', '1.2.3', '1e5', '--1'])('%j is not a number in English', (text) => {
  expect(parseDecimalInput(text, 'en')).toBeNull();
});
