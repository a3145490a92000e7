/** A line of an issued bill, and what became of it; all net, in minor units, with the sign of the line. */
export type CreditableLine = {
  lineId: string;
  lineKey: string;
  kind: string;
  amountMinor: bigint;
  creditedMinor: bigint;
  disputedMinor: bigint;
  /** Of a line of nothing: whether a credit note gave it back, as its amount cannot say. */
  isCredited: boolean;
  /** Of a line of nothing: whether anybody has a share in it (of its units). Then there is something to take back. */
  isShared: boolean;
};

/** A line that stands for itself, with the lines that only lower it: discounts of the bill, and what a ceiling took off. */
export type LineFamily<L extends CreditableLine> = { root: L; lowering: L[] };

/**
 * Which lines of a bill belong together: the discounts of a line (and the discounts of what its ceiling took off) are no charges of
 * their own, and what is given back of the line takes their part along. Every line is in one family, in the order of the bill.
 * Example: `usage`, `usage:discount:spring` and `usage:maximum` are the family of `usage`.
 */
export function lineFamilies<L extends CreditableLine>(lines: readonly L[]): LineFamily<L>[] {
  const byKey = new Map(lines.map((line) => [line.lineKey, line]));
  const families = new Map<string, LineFamily<L>>();
  for (const line of lines) {
    const root = rootOf(line, byKey);
    const family = families.get(root.lineKey) ?? { root, lowering: [] };
    if (line !== root) family.lowering.push(line);
    families.set(root.lineKey, family);
  }
  return [...families.values()];
}

function rootOf<L extends CreditableLine>(line: L, byKey: ReadonlyMap<string, L>): L {
  const lowered = loweredKey(line);
  const found = lowered === null ? undefined : byKey.get(lowered);
  // A line of nothing has no part to take along.
  return found === undefined || found.amountMinor === 0n ? line : rootOf(found, byKey);
}

/** The key of the line that this one lowers, as `consolidateBill` and the rating make them; null: none. */
function loweredKey({ kind, lineKey }: CreditableLine): string | null {
  if (kind === 'discount') return /^(.*):discount:[^:]+$/.exec(lineKey)?.[1] ?? null;
  if (kind === 'maximum') return /^(.*):maximum(:.*)?$/.exec(lineKey)?.slice(1).join('') ?? null;
  return null;
}

/** A line of nothing whose shares can still be taken back. */
export const isOpenNothing = ({ amountMinor, isShared, isCredited }: CreditableLine): boolean =>
  amountMinor === 0n && isShared && !isCredited;

/** What is neither credited nor disputed. */
export const leftOf = ({ amountMinor, creditedMinor, disputedMinor }: CreditableLine): bigint =>
  amountMinor - creditedMinor - disputedMinor;
