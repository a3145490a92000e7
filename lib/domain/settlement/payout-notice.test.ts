import { expect, test } from 'vitest';
import { type PayoutTerms, splitByNotice } from '@/lib/domain/settlement/payout-notice';

const terms: PayoutTerms = {
  ...{ payoutFrequency: 'monthly', payoutMinimum: '10.00', payoutFee: '2.00', payoutFeePercent: '0.5' },
  ...{ reservePercent: '5', reserveDays: 30 },
};

test.each<[Partial<PayoutTerms>, 'now' | 'later' | null]>([
  [{ payoutFee: '2.01' }, 'later'],
  [{ payoutFee: '1.99' }, 'now'],
  [{ payoutFee: '2' }, null],
  [{ payoutFeePercent: '0.51' }, 'later'],
  [{ payoutFeePercent: '0.50' }, null],
  [{ payoutMinimum: '9.99' }, 'now'],
  [{ payoutMinimum: '100' }, 'later'],
  [{ reservePercent: '10' }, 'later'],
  [{ reservePercent: '4.9999' }, 'now'],
  [{ reserveDays: 31 }, 'later'],
  [{ reserveDays: 29 }, 'now'],
  [{ payoutFrequency: 'quarterly' }, 'later'],
  [{ payoutFrequency: 'weekly' }, 'now'],
  [{}, null],
])('%o is for %s', (change, when) => {
  const split = splitByNotice(terms, change);
  expect(split).toEqual({ now: {}, later: {}, ...(when && { [when]: change }) });
});

test('field by field', () => {
  expect(splitByNotice(terms, { payoutFee: '1.00', reservePercent: '10', reserveDays: 30 })).toEqual({
    ...{ now: { payoutFee: '1.00' }, later: { reservePercent: '10' } },
  });
});
