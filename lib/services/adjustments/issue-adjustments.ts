import { appendEvents } from '@/lib/db/outbox';
import {
  type AdjustmentLine,
  lockOpenAdjustments,
  markAdjustmentsBilled,
  readAdjustmentLines,
} from '@/lib/db/pending-adjustments';
import type { Sql } from '@/lib/db/tenant';
import type { BillKind } from '@/lib/domain/billing/bill-kind';
import { moneyOf } from '@/lib/services/bills/bill-money';

type Bill = { billingAccountId: string; id: string };

/** `stale`: bills that have what was withdrawn since, or a final one that lacks what came since. `lines`: what else the bills have. */
export type AdjustmentsToIssue = { stale: ReadonlySet<string>; lines: readonly AdjustmentLine[] };

/**
 * The adjustments of bills that are being issued, held until the transaction ends. What was written after a draft waits for the next bill,
 * but after a final one there is none.
 */
export async function adjustmentsToIssue(
  sql: Sql,
  bills: readonly Bill[],
  kind: BillKind,
): Promise<AdjustmentsToIssue> {
  const open = await lockOpenAdjustments(
    sql,
    bills.map(({ billingAccountId }) => billingAccountId),
  );
  if (open.length === 0) return NONE;
  const ids = new Set(bills.map(({ id }) => id));
  const all = await readAdjustmentLines(sql, open);
  const lineOf = new Map(all.map((line) => [line.id, line]));
  const stale = new Set<string>();
  const lines: AdjustmentLine[] = [];
  for (const { id, billingAccountId, state } of open) {
    const line = lineOf.get(id);
    if (line === undefined) {
      if (state !== 'pending' || kind !== 'final') continue;
      for (const bill of bills) if (bill.billingAccountId === billingAccountId) stale.add(bill.id);
    } else if (ids.has(line.billId)) {
      if (state === 'withdrawn') stale.add(line.billId);
      else lines.push(line);
    }
  }
  return { stale, lines };
}

const NONE: AdjustmentsToIssue = { stale: new Set(), lines: [] };

/** They are billed now: a set-based write and the events, and neither where there are none. */
export async function billAdjustments(
  sql: Sql,
  operatorId: string,
  { lines }: AdjustmentsToIssue,
  bills: readonly (Bill & { customerId: string })[],
): Promise<void> {
  const customerOf = new Map(bills.map(({ id, customerId }) => [id, customerId]));
  const billed = lines.filter(({ billId }) => customerOf.has(billId));
  if (billed.length === 0) return;
  await markAdjustmentsBilled(sql, billed);
  await appendEvents(
    sql,
    operatorId,
    billed.map(({ id, billingAccountId, billId, lineId, amountMinor, currency }) => ({
      ...{ type: 'adjustment.billed', entityType: 'adjustment', entityId: id },
      payload: {
        billingAccountId,
        bill: billId,
        line: lineId,
        amount: moneyOf(currency)(amountMinor),
        currency,
      },
      partyIds: [customerOf.get(billId)!],
    })),
  );
}
