import type { Currency } from '@/lib/domain/money/currency';
import { DECIMAL_ZERO, type Decimal } from '@/lib/domain/money/decimal';
import { exactFromMinor } from '@/lib/domain/money/exact';
import type { RatedLine, RatedLineKind } from '@/lib/domain/rating/rated-line';
import { chargedBefore } from '@/lib/domain/rating/spend-lines';

/** What earlier bills charged under one rated key for a period, all of its lines together. */
export type ChargedBefore = { readonly amountMinor: bigint; readonly quantity: Decimal };

/**
 * What is left to charge of a period that was billed in part: the price of all of it less what was charged before, key by key.
 * Before is what bills say, not what a formula would give now, so the parts sum to the whole whatever came in which order, and a
 * price that falls gives money back. A key that is charged no more (a maximum no longer reached) comes as its opposite. Nothing
 * charged before leaves the lines as they are; a key on which nothing is left to say makes no line.
 * Amounts are whole minor units, so a difference is its own exact amount.
 * Example: 163.00 for the period, 102.00 and 13.00 charged before: a line of 48.00.
 */
export function subtractCharged(
  whole: readonly RatedLine[],
  before: ReadonlyMap<string, ChargedBefore>,
  currency: Currency,
): readonly RatedLine[] {
  if (before.size === 0) return whole;
  const lines: RatedLine[] = [];
  for (const line of whole) {
    const charged = before.get(line.key);
    if (charged === undefined) lines.push(line);
    else if (isLeft(line, charged)) lines.push(difference(line, charged, currency));
  }
  for (const [key, charged] of before) {
    if (whole.some((line) => line.key === key)) continue;
    const nothing = { ...NOTHING, key, kind: kindOfKey(key) };
    if (isLeft(nothing, charged)) lines.push(difference(nothing, charged, currency));
  }
  return lines;
}

const NOTHING = { amountMinor: 0n, quantity: DECIMAL_ZERO, steps: [] } as const;

/** Units that cost nothing are said too: a partner may be paid by the unit. */
function isLeft({ kind, quantity, amountMinor }: Omit<RatedLine, 'exact'>, before: ChargedBefore): boolean {
  return amountMinor !== before.amountMinor || (kind === 'charge' && quantity !== before.quantity);
}

function difference(line: Omit<RatedLine, 'exact'>, before: ChargedBefore, currency: Currency): RatedLine {
  const amountMinor = line.amountMinor - before.amountMinor;
  return {
    key: line.key,
    kind: line.kind,
    quantity: (line.quantity - before.quantity) as Decimal,
    exact: exactFromMinor(amountMinor, currency),
    amountMinor,
    steps: [...line.steps, chargedBefore(line.amountMinor, before.amountMinor, currency)],
  };
}

/** `ratePrice` adds the kind to the key of every line that is no charge; no price's own key ends so. */
function kindOfKey(key: string): RatedLineKind {
  const suffix = key.slice(key.lastIndexOf(':') + 1);
  return suffix === 'maximum' || suffix === 'minimum' || suffix === 'credit' ? suffix : 'charge';
}
