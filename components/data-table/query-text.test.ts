import { expect, test } from 'vitest';
import { queryText } from '@/components/data-table/query-text';

test('a query is written as it was read, what is not there is left out, and nothing at all is no query', () => {
  expect(queryText({ q: 'a b', state: ['x', 'y'], line: undefined })).toBe('?q=a+b&state=x&state=y');
  expect(queryText({ line: undefined, state: [] })).toBe('');
});
