import { parseDecimal } from '@/lib/domain/money/decimal';
import { addDays, type CivilDate } from '@/lib/domain/period/civil-date';

/** How the operator pays a partner; amounts in major units and percentages, as decimal text. */
export type PayoutTerms = {
  payoutFrequency: 'weekly' | 'monthly' | 'quarterly';
  payoutMinimum: string;
  payoutFee: string;
  payoutFeePercent: string;
  reservePercent: string;
  reserveDays: number;
};

export const PAYOUT_TERMS = [
  'payoutFrequency',
  'payoutMinimum',
  'payoutFee',
  'payoutFeePercent',
  'reservePercent',
  'reserveDays',
] as const satisfies readonly (keyof PayoutTerms)[];

/** Days between the announcement and the day from which it holds: Regulation (EU) 2019/1150, Article 3(2). */
export const NOTICE_DAYS = 15;

/** What is announced and does not hold yet. */
export type Announced = { id: string; holdsFrom: string; change: Partial<PayoutTerms> };

/** Announced amounts of another currency than the agreement's are none of its: they are left out, and what is nothing without them. */
export function announcedIn<Row extends Announced & { currency: string }>(
  currency: string,
  rows: readonly Row[],
): Row[] {
  return rows.flatMap((row) => {
    if (row.currency === currency) return [row];
    const { payoutMinimum: _, payoutFee: __, ...change } = row.change;
    return Object.keys(change).length > 0 ? [{ ...row, change }] : [];
  });
}

/**
 * What else was announced of the same fields for a sooner day, the soonest first: it would hold after what is agreed to now, and undo it.
 * `announced` is the soonest first, and `id` one of it.
 */
export function soonerOfSame(announced: readonly Announced[], id: string): Announced[] {
  const at = announced.findIndex((row) => row.id === id);
  const fields = Object.keys(announced[at]?.change ?? {});
  return announced.slice(0, Math.max(at, 0)).filter(({ change }) => fields.some((field) => field in change));
}

/** The first day from which a change may hold whole: today, or when the notice of what is worse in it is over. */
export function earliestDay(change: Omit<Parameters<typeof planPayoutChange>[0], 'holdsFrom'>): CivilDate {
  const { tooSoon } = planPayoutChange({ ...change, holdsFrom: change.today });
  return tooSoon && 'notice' in tooSoon ? tooSoon.notice : change.today;
}

export type PayoutPlan = {
  /** What is announced anew, by the day it holds from, the soonest first. */
  added: { holdsFrom: string; change: Partial<PayoutTerms> }[];
  /** What was announced of the same values for another day, and is taken back for it. */
  moved: { id: string; fields: (keyof PayoutTerms)[] }[];
  /** The first day allowed, where the day asked for is sooner than that: what costs more needs its notice, and nothing holds before today. */
  tooSoon: { notice: CivilDate } | { today: CivilDate } | null;
};

/**
 * From which day on a change of how a partner is paid holds, field by field. What leaves the partner with less, or lets it wait longer (a
 * higher fee, minimum or reserve, more days, a longer rhythm) than it has until then, waits for its notice; anything else may hold at once.
 * With `holdsFrom` all of it holds from that day. What is announced already is not announced again, and for another day it is moved there,
 * to a later one without a new notice. Values are compared as numbers. `announced` is the soonest first.
 * Example: a fee of 1.00 instead of 2.00 and a reserve of 10 % instead of 5 %: the fee today, the reserve in 15 days.
 */
export function planPayoutChange({
  before,
  announced,
  change,
  today,
  holdsFrom,
}: {
  before: PayoutTerms;
  announced: readonly Announced[];
  change: Partial<PayoutTerms>;
  today: CivilDate;
  holdsFrom?: string | undefined;
}): PayoutPlan {
  const added = new Map<string, Partial<PayoutTerms>>();
  const moved = new Map<string, (keyof PayoutTerms)[]>();
  const notice = addDays(today, NOTICE_DAYS);
  let tooSoon: PayoutPlan['tooSoon'] = null;
  for (const field of PAYOUT_TERMS) {
    const value = change[field];
    if (value === undefined) continue;
    const size = sizeOf(field, value);
    const held = sizeOf(field, before[field]);
    const known = announced.flatMap(({ id, holdsFrom: from, change: { [field]: then } }) =>
      then === undefined ? [] : [{ id, from, size: sizeOf(field, then) }],
    );
    const last = known.at(-1);
    const same = last?.size === size ? last : undefined;
    if (holdsFrom === undefined && (size === held || (same && size > held))) continue;
    const from = holdsFrom ?? (size > held ? notice : today);
    if (same?.from === from) continue;
    if (same) moved.set(same.id, [...(moved.get(same.id) ?? []), field]);
    const until = [held, ...known.filter((row) => row !== same && row.from <= from).map((row) => row.size)];
    if (until.at(-1) === size) continue;
    const isWorse = until.some((had) => size > had);
    if (isWorse && from < notice && !(same && same.from < from)) tooSoon = { notice };
    else if (from < today) tooSoon ??= { today };
    added.set(from, { ...added.get(from), [field]: value });
  }
  return {
    added: [...added].map(([from, part]) => ({ holdsFrom: from, change: part })).sort(bySoonest),
    moved: [...moved].map(([id, fields]) => ({ id, fields })),
    tooSoon,
  };
}

const bySoonest = (a: { holdsFrom: string }, b: { holdsFrom: string }): number =>
  a.holdsFrom < b.holdsFrom ? -1 : 1;

const RHYTHMS = ['weekly', 'monthly', 'quarterly'];

/** More of it is worse for who is paid, whichever field it is. */
function sizeOf(field: keyof PayoutTerms, value: string | number): bigint {
  if (field === 'payoutFrequency') return BigInt(RHYTHMS.indexOf(String(value)));
  return parseDecimal(String(value)) ?? 0n;
}
