import { expect, test } from 'vitest';
import {
  firstPage,
  nextPage,
  pageNumber,
  previousPage,
  trailLimit,
} from '@/components/data-table/page-trail';

test('forward and back visit the same pages', () => {
  const second = nextPage(firstPage, 'b');
  const third = nextPage(second, 'c');
  expect([second, third].map(pageNumber)).toEqual([2, 3]);
  expect(previousPage(third)).toEqual(second);
  expect(previousPage(second)).toEqual(firstPage);
  expect(previousPage(firstPage)).toEqual(firstPage);
});

test('a very long way back ends at the first page and the number is not made up', () => {
  let position = firstPage;
  for (let page = 0; page < trailLimit + 5; page++) position = nextPage(position, `c${page}`);
  expect(position.trail).toHaveLength(trailLimit);
  expect(pageNumber(position)).toBeNull();
});
