import type { AccountDiscountRow } from '@/lib/db/billing-inputs';
import { decimal } from '@/lib/domain/money/decimal';
import type { DiscountBearing } from '@/lib/domain/settlement/bear-discounts';

/** Who bears an account's discounts, by discount; undefined where all are shared like the lines they lower, as nearly all are. */
export function discountBearings(
  discounts: readonly AccountDiscountRow[],
): ReadonlyMap<string, DiscountBearing> | undefined {
  const borne = discounts.filter(({ borneBy }) => borneBy !== 'shared');
  if (borne.length === 0) return undefined;
  return new Map(borne.map(({ id, bearers }) => [id, bearingOf(bearers)]));
}

const bearingOf = (bearers: AccountDiscountRow['bearers']): DiscountBearing =>
  bearers === null
    ? { by: 'operator' }
    : {
        by: 'agreed',
        parts: bearers.map(({ partyId, percent }) => ({ partyId, ratePpm: ppmOfPercent(percent) })),
      };

/** 1 % is 10,000 parts per million; a percentage has 15 decimals here, of which four are used. */
export const ppmOfPercent = (percent: string): bigint => decimal(percent) / 10n ** 11n;
