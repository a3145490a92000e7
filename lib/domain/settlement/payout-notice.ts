import { parseDecimal } from '@/lib/domain/money/decimal';

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

/**
 * What of a change of how a partner is paid holds at once, and what is announced first: whatever leaves the partner with less or lets it wait
 * longer (a higher fee, minimum or reserve, more days, a longer rhythm), field by field. What stays as it is is in neither.
 * Example: a fee of 1.00 instead of 2.00 and a reserve of 10 % instead of 5 %: the fee now, the reserve later.
 */
export function splitByNotice(
  before: PayoutTerms,
  change: Partial<PayoutTerms>,
): { now: Partial<PayoutTerms>; later: Partial<PayoutTerms> } {
  const [now, later]: Partial<Record<keyof PayoutTerms, unknown>>[] = [{}, {}];
  for (const field of PAYOUT_TERMS) {
    const value = change[field];
    if (value === undefined) continue;
    const [from, to] = [sizeOf(field, before[field]), sizeOf(field, value)];
    if (from === to) continue;
    (to > from ? later : now)![field] = value;
  }
  return { now: now as Partial<PayoutTerms>, later: later as Partial<PayoutTerms> };
}

const RHYTHMS = ['weekly', 'monthly', 'quarterly'];

/** More of it is worse for who is paid, whichever field it is. */
function sizeOf(field: keyof PayoutTerms, value: string | number): bigint {
  if (field === 'payoutFrequency') return BigInt(RHYTHMS.indexOf(String(value)));
  return parseDecimal(String(value)) ?? 0n;
}
