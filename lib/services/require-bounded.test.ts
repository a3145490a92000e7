import { expect, test } from 'vitest';
import { readAmount } from '@/lib/services/payments/read-amount';
import { requireBounded } from '@/lib/services/require-bounded';

test('an amount is below 10^16 minor units, either way', () => {
  const largest = 10n ** 16n - 1n;
  expect([requireBounded(largest), requireBounded(-largest)]).toEqual([largest, -largest]);
  for (const amountMinor of [largest + 1n, -largest - 1n, 10n ** 30n]) {
    expect(() => requireBounded(amountMinor, 'limit')).toThrowError(
      expect.objectContaining({
        code: 'amount_too_large',
        issues: [expect.objectContaining({ path: 'limit' })],
      }),
    );
  }
  expect(readAmount('99999999999999.99', 'EUR')).toBe(largest);
  expect(() => readAmount('100000000000000.00', 'EUR')).toThrowError(
    expect.objectContaining({ code: 'amount_too_large' }),
  );
});
