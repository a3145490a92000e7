import { describe, expect, test } from 'vitest';
import { type BillExpectations, checkPartnerTotals } from '@/lib/domain/billing/partner-bill/check-totals';
import { USD } from '@/lib/domain/billing/partner-bill/partner-bill.fixture';
import { currency } from '@/lib/domain/money/currency';
import { decimal } from '@/lib/domain/money/decimal';

function check(received: string, stated: string | null, expectations: BillExpectations = {}, code = USD) {
  const total = {
    currency: code,
    stated: stated === null ? null : decimal(stated),
    received: decimal(received),
  };
  return checkPartnerTotals([total], 1, expectations).map((issue) => [
    issue.code,
    issue.severity,
    issue.amountAtStake,
  ]);
}

describe('the stated total', () => {
  test.each([
    ['20.52022672899', null, []],
    ['20.52022672899', '20.52022672899', []],
    ['20.52022672899', '20.52', [['total_rounded', 'info', '-0.00022672899']]],
    ['20.52022672899', '20.53', [['total_mismatch', 'error', '0.00977327101']]],
    ['20.52022672899', '20.5202', [['total_mismatch', 'error', '-0.00002672899']]],
    ['0.005', '0.01', [['total_rounded', 'info', '0.005']]],
    ['0', '0.01', [['total_mismatch', 'error', '0.01']]],
  ])('lines of %s and a stated %s', (received, stated, expected) => {
    expect(check(received, stated)).toEqual(expected);
  });

  test('rounds to the currency’s own decimals', () => {
    expect(check('100.4', '100', {}, currency('JPY'))).toEqual([['total_rounded', 'info', '-0.4']]);
    expect(check('100.4004', '100.4', {}, currency('KWD'))).toEqual([['total_rounded', 'info', '-0.0004']]);
  });
});

test('a bill without lines', () => {
  expect(checkPartnerTotals([], 0, {})).toMatchObject([
    { code: 'empty_bill', severity: 'error', path: 'lines' },
  ]);
});

describe('stated tax must be its rate of its base, rounded once', () => {
  const tax = (base: string, amount: string) => ({
    statedTaxes: [{ currency: USD, base: decimal(base), ratePpm: 190_000n, tax: decimal(amount) }],
  });
  test.each([
    ['0.99', '0.19', []],
    ['0.99', '0.18', [['tax_mismatch', 'error', '-0.01']]],
    ['-100', '-19', []],
    ['100', '19.5', [['tax_mismatch', 'error', '0.5']]],
  ])('19 %% of %s stated as %s', (base, amount, expected) => {
    expect(check('1', null, tax(base, amount))).toEqual(expected);
  });
});

describe('far from the last cycles: more than half beyond their range', () => {
  const history = ['100', '120', '110'].map((amount) => ({ currency: USD, amount: decimal(amount) }));
  test.each([
    ['180', []],
    ['180.01', [['amount_far_from_history', 'warning', '60.01']]],
    ['50', []],
    ['49.99', [['amount_far_from_history', 'warning', '50.01']]],
    ['115', []],
  ])('%s', (received, expected) => expect(check(received, null, { history })).toEqual(expected));

  test('one cycle, or cycles in another currency, are no history', () => {
    expect(check('9000', null, { history: history.slice(0, 1) })).toEqual([]);
    expect(check('9000', null, { history }, currency('EUR'))).toEqual([]);
  });
});

test('what the hub’s own usage comes to, within the tolerance', () => {
  const expected = [{ currency: USD, amount: decimal('100'), tolerancePercent: 5n }];
  expect(check('105', null, { expected })).toEqual([]);
  expect(check('105.01', null, { expected })).toEqual([['differs_from_expected', 'warning', '5.01']]);
  expect(check('94.99', null, { expected })).toEqual([['differs_from_expected', 'warning', '-5.01']]);
});
