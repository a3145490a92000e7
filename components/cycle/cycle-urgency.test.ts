import { expect, test } from 'vitest';
import { byMoneyWaiting } from '@/components/cycle/cycle-urgency';

const cycle = (total: string | null, waiting: number) => ({
  totals: total === null ? [] : [{ currency: 'EUR', total }],
  attention: [{ code: 'run_due', count: waiting }],
});

test('the most money comes first; without any, the most that waits', () => {
  const order = [cycle(null, 9), cycle('120.00', 1), cycle(null, 40), cycle('9000.00', 1)].sort(
    byMoneyWaiting,
  );
  expect(order).toEqual([cycle('9000.00', 1), cycle('120.00', 1), cycle(null, 40), cycle(null, 9)]);
});

test('a credit as large as a charge weighs the same', () => {
  expect(byMoneyWaiting(cycle('-50.00', 1), cycle('50.00', 1))).toBe(0);
});
