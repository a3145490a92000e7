import { expect, test } from 'vitest';
import { civilDate } from '@/lib/domain/period/civil-date';
import {
  type Announced,
  announcedIn,
  earliestDay,
  type PayoutTerms,
  planPayoutChange,
  soonerOfSame,
} from '@/lib/domain/settlement/payout-notice';

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
  const day = when === 'now' ? today : '2026-11-16';
  const plan = planPayoutChange({ before: terms, announced: [], change, today });
  expect(plan).toEqual({ added: when ? [{ holdsFrom: day, change }] : [], moved: [], tooSoon: null });
});

const today = civilDate('2026-11-01');
const row = (holdsFrom: string, payoutFee: string): Announced => ({
  ...{ id: holdsFrom, holdsFrom, change: { payoutFee, reserveDays: 60 } },
});
/** When a fee holds from, and what moves for it; the fee today is 2.00. */
const feeOf = (payoutFee: string, holdsFrom: string | undefined, ...announced: Announced[]) => {
  const plan = planPayoutChange({ before: terms, announced, change: { payoutFee }, today, holdsFrom });
  return [plan.added[0]?.holdsFrom ?? null, plan.moved.map(({ id }) => id), plan.tooSoon];
};

test('field by field; with a day, all of it from that day on', () => {
  const change = { payoutFee: '1.00', reservePercent: '10', reserveDays: 30 };
  const of = (holdsFrom?: string) =>
    planPayoutChange({ before: terms, announced: [], change, today, holdsFrom }).added;
  expect(of()).toEqual([
    { holdsFrom: '2026-11-01', change: { payoutFee: '1.00' } },
    { holdsFrom: '2026-11-16', change: { reservePercent: '10' } },
  ]);
  expect(of('2026-12-01')).toEqual([
    { holdsFrom: '2026-12-01', change: { payoutFee: '1.00', reservePercent: '10' } },
  ]);
});

test('the day that is asked for has its notice, and is none that has passed', () => {
  expect(feeOf('3.00', '2026-11-15')[2]).toEqual({ notice: '2026-11-16' });
  expect(feeOf('1.00', '2026-11-02')).toEqual(['2026-11-02', [], null]);
  expect(feeOf('1.00', '2026-10-31')[2]).toEqual({ today: '2026-11-01' });
  // Better than today, but worse than what it was told for the day before.
  expect(feeOf('1.50', '2026-11-10', row('2026-11-05', '1.00'))[2]).toEqual({ notice: '2026-11-16' });
});

test('what is announced is not announced again, however it is written; for another day it moves there', () => {
  const announced = row('2026-11-20', '2.50');
  expect(feeOf('2.5', undefined, announced)).toEqual([null, [], null]);
  expect(feeOf('2.500', '2026-11-20', announced)).toEqual([null, [], null]);
  expect(feeOf('2.5', '2026-12-01', announced)).toEqual(['2026-12-01', ['2026-11-20'], null]);
  expect(feeOf('2.5', '2026-11-18', announced)).toEqual(['2026-11-18', ['2026-11-20'], null]);
  expect(feeOf('2.5', '2026-11-14', announced)[2]).toEqual({ notice: '2026-11-16' });
  // Put off when it is near: it has had its notice.
  expect(feeOf('2.5', '2026-11-08', row('2026-11-05', '2.50'))).toEqual(['2026-11-08', ['2026-11-05'], null]);
  // Another value stands beside it, and today's can come back after it.
  expect(feeOf('3.00', '2026-12-01', announced)).toEqual(['2026-12-01', [], null]);
  expect(feeOf('2', '2026-12-01', announced)).toEqual(['2026-12-01', [], null]);
});

test.each<[Partial<PayoutTerms>, string]>([
  [{ payoutFee: '1.00' }, '2026-11-01'],
  [{ payoutFee: '1.00', reserveDays: 31 }, '2026-11-16'],
  [{}, '2026-11-01'],
])('%o may hold whole from %s', (change, on) => {
  expect(earliestDay({ before: terms, announced: [], change, today })).toBe(on);
  expect(planPayoutChange({ before: terms, announced: [], change, today, holdsFrom: on }).tooSoon).toBeNull();
});

test('of what is announced sooner only what is of the same fields is in the way', () => {
  const days = { id: 'days', holdsFrom: '2026-11-20', change: { reserveDays: 60 } };
  const [fee, later] = [row('2026-12-01', '3.00'), row('2026-12-05', '4.00')];
  const other = { id: 'other', holdsFrom: '2026-12-02', change: { payoutMinimum: '50.00' } };
  const all = [days, fee, other, later];
  const ids = (id: string) => soonerOfSame(all, id).map((each) => each.id);
  expect([ids('days'), ids(fee.id), ids('other'), ids(later.id), ids('none')]).toEqual([
    ...[[], ['days'], [], ['days', fee.id], []],
  ]);
});

test('amounts of another currency than the agreement’s are none of its', () => {
  const of = (currency: string, change: Partial<PayoutTerms>) => ({
    ...{ id: '1', holdsFrom: '2026-12-01', currency, change },
  });
  const amounts = { payoutFee: '3.00', payoutMinimum: '1.00' };
  const [own, mixed, foreign] = [
    of('EUR', amounts),
    of('USD', { ...amounts, reserveDays: 9 }),
    of('USD', amounts),
  ];
  expect(announcedIn('EUR', [own, mixed, foreign])).toEqual([own, of('USD', { reserveDays: 9 })]);
});
