import { expect, test } from 'vitest';
import { compareWithLast } from '@/components/bill/compare-with-last';

const own = (net: string) => ({ supplier: 'own', name: 'Own', net });
const sky = (net: string) => ({ supplier: 'sky', name: 'Sky', net });

test('each supplier against the last bill; one that is new or gone counts as nought there', () => {
  const now = { total: '123.00', tax: '23.00', sections: [own('60.00'), { ...sky('40.00') }] };
  const last = {
    total: '98.40',
    tax: '18.40',
    sections: [own('50.00'), { supplier: 'old', name: 'Old', net: '30.00' }],
  };
  const { rows, change } = compareWithLast(now, last);
  expect(rows).toEqual([
    { supplier: 'own', name: 'Own', last: '50', change: '10' },
    { supplier: 'sky', name: 'Sky', last: '0', change: '40' },
    { supplier: 'old', name: 'Old', last: '30', change: '-30' },
    { supplier: 'tax', name: 'tax', last: '18.4', change: '4.6' },
  ]);
  expect(change).toBe('24.6');
});

test('two sections of one supplier are one row, and no VAT is no row', () => {
  const now = { total: '15.00', tax: '0.00', sections: [sky('10.00'), sky('5.00')] };
  expect(compareWithLast(now, { total: '0.00', tax: '0.00', sections: [] }).rows).toEqual([
    { supplier: 'sky', name: 'Sky', last: '0', change: '15' },
  ]);
});
