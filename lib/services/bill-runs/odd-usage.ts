import type { BilledProductRow, UsageTotalRow } from '@/lib/db/billing-inputs';
import type { WaitingUsageRow } from '@/lib/db/waiting-usage';
import type { BillDraft, BillLine } from '@/lib/domain/billing/bill-draft';
import type { ExpiredPrice, WaitingUsage } from '@/lib/domain/billing/pre-bill-checks';
import { divideRounded } from '@/lib/domain/money/round';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { decimalOf } from '@/lib/services/bill-runs/stored-decimal';

export type ProductUsage = {
  waiting?: readonly WaitingUsageRow[];
  products: readonly BilledProductRow[];
  totals: readonly UsageTotalRow[];
};

/**
 * What waits in suspense for the account's products, with its worth by the bill's own lines: what their product and meter cost per
 * unit now, times what waits. Null where the bill has no such line.
 */
export function waitingUsage(
  { waiting = [], products, totals }: ProductUsage,
  draft: BillDraft | null,
  reference: BillingReference,
): WaitingUsage[] {
  if (waiting.length === 0) return [];
  const names = new Map(products.map(({ id, name }) => [id, name]));
  const lines = draft?.sections.flatMap((section) => section.lines) ?? [];
  return waiting.map((row) => {
    const meterId = reference.meters.get(row.meter)?.id;
    const taken = totals.filter((total) => total.productId === row.productId && total.meterId === meterId);
    return {
      productId: row.productId,
      description: names.get(row.productId) ?? row.productId,
      count: row.count,
      takenCount: taken.reduce((sum, { eventCount }) => sum + eventCount, 0n),
      worthMinor: worthOf(row, lines, reference),
    };
  });
}

function worthOf(
  { productId, meter, quantity }: WaitingUsageRow,
  lines: readonly BillLine[],
  { prices }: BillingReference,
): bigint | null {
  let amountMinor = 0n;
  let billed = 0n;
  for (const line of lines) {
    if (line.productId !== productId || line.kind !== 'usage' || line.quantity === null) continue;
    if (prices.get(line.priceId ?? '')?.price?.meter !== meter) continue;
    amountMinor += line.amountMinor;
    billed += line.quantity;
  }
  return billed > 0n ? divideRounded(amountMinor * decimalOf(quantity), billed, 'half_away') : null;
}

/** Prices on the bill that were over before its period began, with what they charged. */
export function expiredPrices(
  draft: BillDraft | null,
  { from }: { from: string },
  { prices }: BillingReference,
): ExpiredPrice[] {
  const charged = new Map<string, bigint>();
  for (const { lines } of draft?.sections ?? []) {
    for (const { priceId, amountMinor, period } of lines) {
      const endedOn = prices.get(priceId ?? '')?.endedOn;
      if (!priceId || !endedOn || endedOn > from || period.from < from) continue;
      charged.set(priceId, (charged.get(priceId) ?? 0n) + amountMinor);
    }
  }
  return [...charged].map(([priceId, chargedMinor]) => {
    const { name, endedOn } = prices.get(priceId)!;
    return { priceId, name, endedOn: endedOn!, chargedMinor };
  });
}
