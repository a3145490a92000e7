import {
  type CreditableLine,
  isOpenNothing,
  type LineFamily,
  leftOf,
  lineFamilies,
} from '@/lib/domain/billing/credit-note/line-family';
import { errorIssue, fail, type Issue, ok, type Result } from '@/lib/domain/money/issue';
import { divideRounded } from '@/lib/domain/money/round';

/** How much is taken of a line: net, in minor units, with the sign of the line. Of a line of nothing, nothing is all of it. */
export type LinePart = { lineId: string; amountMinor: bigint };

/**
 * What is taken of a bill's lines when these amounts of some are: the amounts as the lines say them, and with each the part of what
 * lowers it, so that a customer gets back what was really paid for the line, and disputes no more than that. Of a discount so much is
 * gone as of its line, rounded half away on the sum taken so far: the last part absorbs the rounding. `taken` says what was taken before:
 * for a credit what is credited, for a dispute what is disputed as well.
 * Fails: `line_not_found`, `duplicate_line`, `lowering_line` (a discount goes with its line), `above_line` (also: other side than the
 * line), `nothing_to_credit`.
 * Example: 50.00 of a line of 100.00 with a discount of −10.00 takes −5.00 of the discount along.
 */
export function takeParts(
  lines: readonly CreditableLine[],
  wanted: readonly LinePart[],
  taken: (line: CreditableLine) => bigint = ({ creditedMinor }) => creditedMinor,
): Result<LinePart[]> {
  const families = lineFamilies(lines);
  const issues: Issue[] = [];
  const parts: LinePart[] = [];
  const seen = new Set<string>();
  for (const [index, want] of wanted.entries()) {
    const issue = refusal(families, seen, want, `lines.${index}`);
    if (issue) issues.push(issue);
    seen.add(want.lineId);
    const family = issue ? undefined : families.find(({ root }) => root.lineId === want.lineId);
    if (family) parts.push(...familyParts(family, want.amountMinor, taken));
  }
  if (wanted.length === 0) issues.push(errorIssue('nothing_to_credit', 'lines', 'Say which lines.'));
  return issues.length > 0 ? fail(issues) : ok(parts);
}

/** All of a bill that is neither credited nor disputed, with the lines of nothing that somebody has a share in. */
export const wholeParts = (lines: readonly CreditableLine[]): LinePart[] =>
  lines
    .filter((line) => leftOf(line) !== 0n || isOpenNothing(line))
    .map((line) => ({ lineId: line.lineId, amountMinor: leftOf(line) }));

/**
 * The parts, and with those that leave nothing of the lines that cost something, the lines of nothing: who gives a bill back line by line
 * ends where who gives it back at once does.
 */
export function withLinesOfNothing(lines: readonly CreditableLine[], parts: readonly LinePart[]): LinePart[] {
  const partOf = new Map(parts.map(({ lineId, amountMinor }) => [lineId, amountMinor]));
  const costing = lines.filter(({ amountMinor }) => amountMinor !== 0n);
  const isLast = costing.every(
    (line) => line.creditedMinor + (partOf.get(line.lineId) ?? 0n) === line.amountMinor,
  );
  if (!isLast || costing.length === 0) return [...parts];
  const rest = lines.filter((line) => isOpenNothing(line) && !partOf.has(line.lineId));
  return [...parts, ...rest.map(({ lineId }) => ({ lineId, amountMinor: 0n }))];
}

/** The line's part, and what goes along of the lines that lower it; never more than is left of each. */
export function familyParts(
  { root, lowering }: LineFamily<CreditableLine>,
  amountMinor: bigint,
  taken: (line: CreditableLine) => bigint = ({ creditedMinor }) => creditedMinor,
): LinePart[] {
  if (root.amountMinor === 0n) return [{ lineId: root.lineId, amountMinor }];
  const rootTaken = taken(root) + amountMinor;
  const along = lowering.map((line) => {
    const due =
      rootTaken === root.amountMinor
        ? line.amountMinor
        : divideRounded(line.amountMinor * rootTaken, root.amountMinor, 'half_away');
    return { lineId: line.lineId, amountMinor: between(due - taken(line), leftOf(line)) };
  });
  return [{ lineId: root.lineId, amountMinor }, ...along].filter((part) => part.amountMinor !== 0n);
}

/** The amount, cut to lie between nothing and the bound, whichever side that is on. */
function between(amountMinor: bigint, boundMinor: bigint): bigint {
  const sign = boundMinor < 0n ? -1n : 1n;
  if (sign * amountMinor < 0n) return 0n;
  return sign * amountMinor > sign * boundMinor ? boundMinor : amountMinor;
}

function refusal(
  families: readonly LineFamily<CreditableLine>[],
  seen: ReadonlySet<string>,
  { lineId, amountMinor }: LinePart,
  path: string,
): Issue | null {
  if (seen.has(lineId)) return errorIssue('duplicate_line', `${path}.lineId`, 'Each line may be named once.');
  const family = families.find(({ root }) => root.lineId === lineId);
  if (!family) {
    const isLowering = families.some(({ lowering }) => lowering.some((line) => line.lineId === lineId));
    return isLowering
      ? errorIssue(
          'lowering_line',
          `${path}.lineId`,
          'A discount goes along with the line it lowers: name that one.',
        )
      : errorIssue('line_not_found', `${path}.lineId`, 'The bill has no such line.');
  }
  if (amountMinor === 0n && !isOpenNothing(family.root)) {
    return errorIssue('nothing_to_credit', `${path}.amount`, 'The amount is nothing.');
  }
  const sign = family.root.amountMinor < 0n ? -1n : 1n;
  if (sign * amountMinor < 0n || sign * amountMinor > sign * leftOf(family.root)) {
    const message = 'This is more than is left of the line, which is neither credited nor disputed.';
    return errorIssue('above_line', `${path}.amount`, message);
  }
  return null;
}
