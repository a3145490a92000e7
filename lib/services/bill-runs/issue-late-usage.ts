import { type OpenLateUsageRow, readOpenLateUsage } from '@/lib/db/late-usage';
import type { Sql } from '@/lib/db/tenant';
import { freeLateUsage } from '@/lib/services/bill-runs/load-late';

type Bill = { billingAccountId: string; id: string };

/** The late usage that these bills, of the period from a day, would charge if they were drafted now; held until the transaction ends. */
export async function lateUsageToBill(
  sql: Sql,
  bills: readonly Bill[],
  from: string,
): Promise<OpenLateUsageRow[]> {
  const accountIds = bills.map(({ billingAccountId }) => billingAccountId);
  const open = await readOpenLateUsage(sql, accountIds, { lock: true });
  return freeLateUsage(sql, open, { from, ownBillIds: new Set(bills.map(({ id }) => id)) });
}

/** Each bill with how many late events it would charge now. */
export function withLate<Row extends Bill>(
  bills: readonly Row[],
  late: readonly OpenLateUsageRow[],
): (Row & { late: bigint })[] {
  const counts = new Map<string, bigint>();
  for (const { billingAccountId, eventCount, billedEventCount } of late) {
    counts.set(billingAccountId, (counts.get(billingAccountId) ?? 0n) + eventCount - billedEventCount);
  }
  return bills.map((bill) => ({ ...bill, late: counts.get(bill.billingAccountId) ?? 0n }));
}

export function ofBills(late: readonly OpenLateUsageRow[], bills: readonly Bill[]): OpenLateUsageRow[] {
  const accountIds = new Set(bills.map(({ billingAccountId }) => billingAccountId));
  return late.filter(({ billingAccountId }) => accountIds.has(billingAccountId));
}
