import type { ChargedLineRow } from '@/lib/db/charged-lines';
import { DECIMAL_ZERO, type Decimal } from '@/lib/domain/money/decimal';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import type { ChargedBefore } from '@/lib/domain/rating/subtract-charged';
import { decimalOf } from '@/lib/services/bill-runs/stored-decimal';

/**
 * What issued bills charged of an account's products, by the key of the line that would charge all of it:
 * `<product>:<rated key>:<period from>`. Lines that charged a part of it add why and a number: `:late:1`.
 */
export type AlreadyCharged = ReadonlyMap<string, ChargedKey>;

export type ChargedKey = ChargedBefore & { readonly lineKeys: readonly string[] };

export const NOTHING_CHARGED: AlreadyCharged = new Map();

/**
 * Why a bill charges a part of a period, which its line's key says: usage that came late, a bill on demand, the bill before
 * for what is paid in advance, and what a later bill corrects of it.
 */
export type PartKind = 'late' | 'interim' | 'advance' | 'rest';

export function alreadyCharged(rows: readonly ChargedLineRow[]): AlreadyCharged {
  const charged = new Map<string, ChargedKey>();
  for (const { lineKey, amountMinor, quantity } of rows) {
    const wholeKey = lineKey.replace(PART, '');
    const before = charged.get(wholeKey);
    charged.set(wholeKey, {
      amountMinor: (before?.amountMinor ?? 0n) + amountMinor,
      quantity: ((before?.quantity ?? DECIMAL_ZERO) +
        (quantity === null ? 0n : decimalOf(quantity))) as Decimal,
      lineKeys: [...(before?.lineKeys ?? []), lineKey],
    });
  }
  return charged;
}

const PART = /:(late|interim|advance|rest):\d+$/;

/** What was charged by one price of a product for the period from a day, by rated key. */
export function chargedBy(
  charged: AlreadyCharged,
  productId: string,
  priceKey: string,
  from: CivilDate,
): ReadonlyMap<string, ChargedKey> {
  if (charged.size === 0) return NOTHING_CHARGED;
  const found = new Map<string, ChargedKey>();
  for (const suffix of ['', ':maximum', ':minimum', ':credit']) {
    const ratedKey = priceKey + suffix;
    const entry = charged.get(`${productId}:${ratedKey}:${from}`);
    if (entry) found.set(ratedKey, entry);
  }
  return found;
}

/** The next free key for a part of what `wholeKey` would charge; the same until another part of it is issued. */
export function partKey(wholeKey: string, kind: PartKind, charged: AlreadyCharged): string {
  const prefix = `${wholeKey}:${kind}:`;
  const taken = (charged.get(wholeKey)?.lineKeys ?? []).filter((key) => key.startsWith(prefix));
  return `${prefix}${taken.length + 1}`;
}

/** The whole's own key while no issued bill has it. */
export function restKey(wholeKey: string, charged: AlreadyCharged): string {
  const isTaken = charged.get(wholeKey)?.lineKeys.includes(wholeKey) ?? false;
  return isTaken ? partKey(wholeKey, 'rest', charged) : wholeKey;
}
