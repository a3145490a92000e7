import { describe, expect, test } from 'vitest';
import { charge, draftOf, EUR } from '@/lib/domain/billing/bill.fixture';
import { type PreBillContext, preBillChecks } from '@/lib/domain/billing/pre-bill-checks';
import { errorIssue, fail, ok } from '@/lib/domain/money/issue';

const bill = (netMinor: bigint) => ok(draftOf([charge('a', netMinor, { taxClass: 'zero' })]));
const context = (netMinor: bigint, rest: Partial<PreBillContext> = {}): PreBillContext => ({
  currency: EUR,
  historyMinor: [],
  usage: [],
  partners: [],
  sharesMinor: netMinor,
  ...rest,
});
const codes = (netMinor: bigint, rest: Partial<PreBillContext> = {}) => {
  const { held, issues } = preBillChecks(bill(netMinor), context(netMinor, rest));
  return { held, codes: issues.map(({ code, amountAtStake }) => [code, amountAtStake]) };
};

test('a bill like the ones before has nothing to say', () => {
  expect(codes(4_200n, { historyMinor: [4_000n, 4_100n, 4_200n] })).toEqual({ held: false, codes: [] });
});

describe('a jump is half beyond the range of at least three bills, and more than the floor', () => {
  const historyMinor = [4_100n, 4_200n, 4_000n];
  test.each([
    [9_000n, historyMinor, [['jump_beyond_history', '48.00']]],
    [6_300n, historyMinor, []],
    [6_301n, historyMinor, [['jump_beyond_history', '21.01']]],
    [1_999n, historyMinor, [['jump_beyond_history', '20.01']]],
    [2_000n, historyMinor, []],
    [9_000n, [4_000n, 4_200n], []],
    [900n, [100n, 100n, 100n], []],
  ])('%s after %s', (total, history, expected) => {
    expect(codes(total, { historyMinor: history }).codes).toEqual(expected);
  });
});

test('zero and negative bills are shown and do not hold', () => {
  expect(codes(0n)).toEqual({ held: false, codes: [['zero_bill', '0.00']] });
  expect(codes(-500n)).toEqual({ held: false, codes: [['negative_bill', '-5.00']] });
});

test('shares that do not sum hold the account', () => {
  expect(codes(1_000n, { sharesMinor: 999n })).toEqual({
    held: true,
    codes: [['share_not_summing', '0.01']],
  });
});

test('no usage where there always was', () => {
  const habit = {
    productId: 'p',
    description: 'SIM',
    usedNow: false,
    cyclesSeen: 3,
    cyclesUsed: 3,
    usualMinor: 750n,
  };
  expect(codes(1_000n, { usage: [habit] }).codes).toEqual([['no_usage', '7.50']]);
  expect(codes(1_000n, { usage: [{ ...habit, usedNow: true }] }).codes).toEqual([]);
  expect(codes(1_000n, { usage: [{ ...habit, cyclesUsed: 2 }] }).codes).toEqual([]);
  expect(codes(1_000n, { usage: [{ ...habit, cyclesSeen: 0, cyclesUsed: 0 }] }).codes).toEqual([]);
});

describe('a missing partner bill', () => {
  const partner = { supplierId: 'c', supplierName: 'Cloud', usualMinor: 2_000n };
  test.each([
    ['late', 'hold', true, 1],
    ['rejected', 'hold', true, 1],
    ['late', 'carry_over', false, 1],
    ['expected', 'estimate', false, 1],
    ['accepted', 'hold', false, 0],
    ['estimated', 'estimate', false, 0],
  ] as const)('%s with %s: held %s', (state, latePolicy, held, count) => {
    const found = codes(1_000n, { partners: [{ ...partner, state, latePolicy }] });
    expect(found.held).toBe(held);
    expect(found.codes).toEqual(Array(count).fill(['missing_partner_bill', '20.00']));
  });
});

test('what consolidation refused holds the account, and nothing is said of a bill that is not there', () => {
  const refused = fail<never>(errorIssue('missing_tax_data', 'rates', 'No rate.'));
  const { held, issues } = preBillChecks(refused, context(0n, { sharesMinor: 5n }));
  expect(held).toBe(true);
  expect(issues.map(({ code }) => code)).toEqual(['missing_tax_data']);
});
