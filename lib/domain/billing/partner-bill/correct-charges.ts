import type { ChargeLine } from '@/lib/domain/billing/charge-line';
import type { Currency } from '@/lib/domain/money/currency';
import { exactFromMinor } from '@/lib/domain/money/exact';
import { formatMinor } from '@/lib/domain/money/money';
import type { Step } from '@/lib/domain/rating/step';

/** What issued bills charged an account for one group of a line of corrected bills, all of their lines together. */
export type ChargedGroup = {
  amountMinor: bigint;
  /** The charge that the first of them was, for a group that the correction leaves out. */
  charge: ChargeLine;
  /** The numbers of the bills, in the order of issue. */
  bills: readonly string[];
};

export type Correction = {
  /** The bill that stands, by the partner's own number, and the one it replaces. */
  externalId: string;
  replaces: string;
  /** The standing bill's id and the bill it is billed on, as they go into a line's key. */
  partnerBillId: string;
  slot: string;
  currency: Currency;
};

/** A charge's group within its bill: what its key says beyond bill and slot. */
export const groupOfKey = (lineKey: string): string => lineKey.split(':').slice(3).join(':');

/**
 * What is left to charge an account of a partner's bill that corrects others: each group of the standing bill, rounded once, less
 * what issued bills charged for the same group under any of the bills it stands for. A group that was never charged comes as it
 * is; one on which nothing is left makes no line; one that the correction leaves out is given back. So the customer has paid
 * exactly the standing bill's rounded groups, however often it was corrected and wherever bills were issued between.
 * Example: 12.00 charged, 11.004 in the standing bill: a line of −1.00 that names both and the earlier bill.
 */
export function correctCharges(
  standing: readonly ChargeLine[],
  charged: ReadonlyMap<string, ChargedGroup>,
  correction: Correction,
): ChargeLine[] {
  if (charged.size === 0) return [...standing];
  const lines: ChargeLine[] = [];
  const groups = new Set<string>();
  for (const line of standing) {
    const group = groupOfKey(line.lineKey);
    groups.add(group);
    const before = charged.get(group);
    if (before === undefined) lines.push(line);
    else if (before.amountMinor !== line.amountMinor) lines.push(difference(line, before, correction));
  }
  for (const [group, before] of charged) {
    if (groups.has(group) || before.amountMinor === 0n) continue;
    const { partnerBillId, slot } = correction;
    const nothing = { ...before.charge, lineKey: `pb:${partnerBillId}:${slot}:${group}`, partnerBillId };
    lines.push(difference({ ...nothing, amountMinor: 0n, steps: [] }, before, correction));
  }
  return lines.sort((a, b) => (a.lineKey < b.lineKey ? -1 : 1));
}

/** Moves money alone, so it shows no quantity, and is its own exact amount: both sides are rounded already. */
function difference(
  line: ChargeLine,
  before: ChargedGroup,
  { externalId, replaces, currency }: Correction,
): ChargeLine {
  const amountMinor = line.amountMinor - before.amountMinor;
  const step: Step = {
    code: 'partner_correction',
    bill: externalId,
    replaces,
    now: formatMinor(line.amountMinor, currency),
    before: formatMinor(before.amountMinor, currency),
    bills: before.bills.join(', '),
    result: formatMinor(amountMinor, currency),
  };
  return {
    ...line,
    kind: 'adjustment',
    quantity: null,
    unit: null,
    exact: exactFromMinor(amountMinor, currency),
    amountMinor,
    steps: [...line.steps, step],
  };
}
