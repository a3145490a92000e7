import { familyParts, type LinePart } from '@/lib/domain/billing/credit-note/credit-parts';
import {
  type CreditableLine,
  type LineFamily,
  leftOf,
  lineFamilies,
} from '@/lib/domain/billing/credit-note/line-family';
import { allocate } from '@/lib/domain/money/allocate';
import { errorIssue, fail, ok, type Result } from '@/lib/domain/money/issue';

/**
 * A goodwill credit of so much net, spread over the charges of a bill (or the named ones) by what is left of each after its discounts, by
 * largest remainder. Of every line so much is taken that with its discounts' part it comes to its share exactly.
 * Fails: `above_bill` when less is left, `nothing_to_credit`.
 * Example: 10.00 over 60.00 and 30.00 is 6.67 and 3.33.
 */
export function goodwillParts(
  lines: readonly CreditableLine[],
  netMinor: bigint,
  lineIds?: ReadonlySet<string>,
): Result<LinePart[]> {
  if (netMinor <= 0n) {
    return fail(errorIssue('nothing_to_credit', 'amount', 'Give back more than nothing.'));
  }
  const families = lineFamilies(lines)
    .filter(({ root }) => root.amountMinor > 0n && (lineIds === undefined || lineIds.has(root.lineId)))
    .map((family) => ({ family, left: netOf(family, leftOf(family.root)) }))
    .filter(({ left }) => left > 0n);
  const left = families.reduce((sum, each) => sum + each.left, 0n);
  if (netMinor > left) {
    return fail(errorIssue('above_bill', 'amount', 'This is more than is left of these lines to give back.'));
  }
  const weights = families.map(({ family, left: weight }) => ({ key: family.root.lineId, weight }));
  const shares = allocate(netMinor, weights);
  return ok(
    families.flatMap(({ family }) => {
      const share = shares.get(family.root.lineId)!;
      return share === 0n ? [] : familyParts(family, amountFor(family, share));
    }),
  );
}

const netOf = (family: LineFamily<CreditableLine>, amountMinor: bigint): bigint =>
  familyParts(family, amountMinor).reduce((sum, part) => sum + part.amountMinor, 0n);

/**
 * The amount of a line that comes to `netMinor` with its discounts' part. A minor unit more of the line is at most one more net, so that
 * halving, with less than wanted below and enough above, ends at exactly what is wanted.
 */
function amountFor(family: LineFamily<CreditableLine>, netMinor: bigint): bigint {
  let [low, high] = [0n, leftOf(family.root)];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (netOf(family, middle) < netMinor) low = middle;
    else high = middle;
  }
  return high;
}
