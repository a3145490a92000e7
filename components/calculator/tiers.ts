import type { DraftTier } from '@/components/calculator/draft';
import {
  addDecimal,
  DECIMAL_ZERO,
  type Decimal,
  formatDecimal,
  negateDecimal,
  parseDecimal,
} from '@/lib/domain/money/decimal';

// A tier knows only where it ends: it begins where the one before ends, so ranges have neither gaps nor overlaps.

/** Where a tier begins; "0" for the first. */
export const tierFrom = (tiers: readonly DraftTier[], index: number): string => tiers[index - 1]?.upTo || '0';

/** A new tier before the open one, as wide as the last bounded one, at the open one's price. */
export function addTier(tiers: readonly DraftTier[]): DraftTier[] {
  const open = tiers.at(-1) ?? { upTo: '', unitPrice: '', flatFee: '' };
  const bounds = tiers.slice(0, -1).map((tier) => parseDecimal(tier.upTo) ?? DECIMAL_ZERO);
  const last = bounds.at(-1) ?? DECIMAL_ZERO;
  const width = addDecimal(last, negateDecimal(bounds.at(-2) ?? DECIMAL_ZERO));
  const upTo = formatDecimal(addDecimal(last, width > 0n ? width : HUNDRED));
  return [...tiers.slice(0, -1), { ...open, upTo }, open];
}

/** Without a tier, its range goes to the next one; without the last, the one before becomes the open one. */
export function removeTier(tiers: readonly DraftTier[], index: number): DraftTier[] {
  if (tiers.length <= 1) return [...tiers];
  const left = tiers.filter((_, at) => at !== index);
  return left.map((tier, at) => (at === left.length - 1 ? { ...tier, upTo: '' } : tier));
}

/**
 * After a bound was typed: tiers that it has overtaken move up and keep their width, so that ranges stay in order.
 * A bound below the one before it is left for the reader to put right; guessing there would undo what was typed.
 */
export function settleBounds(tiers: readonly DraftTier[], index: number, boundBefore: string): DraftTier[] {
  const moved = parseDecimal(tiers[index]?.upTo ?? '');
  const next = parseDecimal(tiers[index + 1]?.upTo ?? '');
  const before = parseDecimal(boundBefore);
  if (moved === null || next === null || before === null || next > moved) return [...tiers];
  const shift = addDecimal(moved, negateDecimal(before));
  return tiers.map((tier, at) => (at > index ? { ...tier, upTo: shifted(tier.upTo, shift) } : tier));
}

const HUNDRED = 100_000_000_000_000_000n as Decimal;

function shifted(upTo: string, shift: Decimal): string {
  const bound = parseDecimal(upTo);
  return bound === null ? upTo : formatDecimal(addDecimal(bound, shift));
}
