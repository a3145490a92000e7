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

describe('a jump is beyond what is usual by the account’s own bills', () => {
  const historyMinor = [4_100n, 4_200n, 4_000n];
  test.each([
    [9_000n, historyMinor, [['jump_beyond_history', '49.00']]],
    [5_535n, historyMinor, []],
    [5_536n, historyMinor, [['jump_beyond_history', '14.36']]],
    [2_664n, historyMinor, [['jump_beyond_history', '14.36']]],
    [2_665n, historyMinor, []],
    [9_000n, [4_000n, 4_200n], []],
    [900n, [100n, 100n, 100n], []],
  ])('%s after %s', (total, history, expected) => {
    expect(codes(total, { historyMinor: history }).codes).toEqual(expected);
  });

  test('is said with its numbers', () => {
    const [issue] = preBillChecks(bill(9_000n), context(9_000n, { historyMinor })).issues;
    expect(issue!.message).toBe(
      'The bill of 90.00 EUR is far above the usual 41.00 EUR: the last 3 came to between 40.00 EUR and 42.00 EUR, and up to 55.35 EUR would be usual. Look at its largest lines before approving.',
    );
  });
});

describe('usage that waits in suspense', () => {
  const waiting = { productId: 'p', description: 'SIM', count: 4n, takenCount: 96n, worthMinor: 120n };
  test.each([
    ['a stray', { takenCount: 100n }, 'info', '1.20'],
    ['one in twenty', { takenCount: 80n }, 'warning', '1.20'],
    ['all there is, of unknown worth', { takenCount: 0n, worthMinor: null }, 'warning', undefined],
  ])('%s', (_, rest, severity, amountAtStake) => {
    const given = context(1_000n, { waiting: [{ ...waiting, ...rest }] });
    const { held, issues } = preBillChecks(bill(1_000n), given);
    expect(held).toBe(false);
    expect(issues).toMatchObject([{ code: 'usage_in_suspense', severity, path: 'products.p' }]);
    expect(issues[0]!.amountAtStake).toBe(amountAtStake);
  });
});

test('late usage is worth knowing, and a warning from a fifth of the bill on', () => {
  const withLate = (lateMinor: bigint) =>
    ok(
      draftOf([
        charge('p:data:2026-03-01', 1_000n, { taxClass: 'zero' }),
        charge('p:data:2026-02-01:late:1', lateMinor, { taxClass: 'zero' }),
      ]),
    );
  const found = (lateMinor: bigint) =>
    preBillChecks(withLate(lateMinor), context(1_000n + lateMinor)).issues.map(
      ({ code, severity, amountAtStake }) => [code, severity, amountAtStake],
    );
  expect(found(100n)).toEqual([['late_usage_billed', 'info', '1.00']]);
  expect(found(250n)).toEqual([['late_usage_billed', 'warning', '2.50']]);
});

test('a price that ended before the period is named, with what it charged', () => {
  const expired = [{ priceId: 'x', name: 'Old data', endedOn: '2026-02-01', chargedMinor: 700n }];
  expect(codes(1_000n, { expired }).codes).toEqual([['expired_price', '7.00']]);
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
  const due = '2026-04-04 00:00 (Europe/Warsaw)';
  const partner = { supplierId: 'c', supplierName: 'Cloud', due, usualMinor: 2_000n };
  test.each([
    ['expected', 'carry_over', true, 'missing_partner_bill'],
    ['held', 'carry_over', true, 'missing_partner_bill'],
    ['carried_over', 'hold', false, 'missing_partner_bill'],
    ['estimated', 'hold', false, 'partner_bill_estimated'],
    ['received', 'hold', true, 'missing_partner_bill'],
    ['received', 'estimate', true, 'missing_partner_bill'],
    ['received', 'carry_over', false, 'missing_partner_bill'],
  ] as const)('that is %s under %s: held %s', (state, latePolicy, held, code) => {
    const found = codes(1_000n, { partners: [{ ...partner, state, latePolicy }] });
    expect(found).toEqual({ held, codes: [[code, '20.00']] });
  });

  test('names the cut-off and the money, and says so where there is nothing to go by', () => {
    const messageOf = (usualMinor: bigint | null, state: 'expected' | 'estimated') => {
      const partners = [{ ...partner, state, latePolicy: 'estimate' as const, usualMinor }];
      return preBillChecks(ok(draftOf([charge('a', 1_000n)])), context(1_000n, { partners })).issues[0];
    };
    expect(messageOf(2_000n, 'expected')!.message).toContain(`until ${due}`);
    expect(messageOf(2_000n, 'expected')!.message).toContain('usually 20.00 EUR');
    expect(messageOf(null, 'estimated')).toMatchObject({
      code: 'missing_partner_bill',
      severity: 'warning',
      message: expect.stringContaining('no earlier one'),
    });
  });
});

test('what consolidation refused holds the account, and nothing is said of a bill that is not there', () => {
  const refused = fail<never>(errorIssue('missing_tax_data', 'rates', 'No rate.'));
  const { held, issues } = preBillChecks(refused, context(0n, { sharesMinor: 5n }));
  expect(held).toBe(true);
  expect(issues.map(({ code }) => code)).toEqual(['missing_tax_data']);
});
