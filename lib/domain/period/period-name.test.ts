import { expect, test } from 'vitest';
import { civilDate } from '@/lib/domain/period/civil-date';
import { periodName } from '@/lib/domain/period/period-name';

test.each([
  ['2026-09-01', '2026-10-01', 'September 2026'],
  ['2026-12-01', '2027-01-01', 'December 2026'],
  ['2026-09-15', '2026-10-15', '2026-09-15 to 2026-10-14'],
  ['2026-09-01', '2026-12-01', '2026-09-01 to 2026-11-30'],
  ['2026-09-01', '2026-09-02', '2026-09-01'],
])('%s to %s is %s', (from, to, name) => {
  expect(periodName({ from: civilDate(from), to: civilDate(to) })).toBe(name);
});
