import { findBill } from '@/lib/db/bill-reads';
import { findLineLeft } from '@/lib/db/disputes';
import { withTenantSql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import { scopeOf } from '@/lib/domain/access/actor';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type DisputableLine = { id: string; description: string /** Net, decimal text. */; left: string };

/** A line of an issued bill of which something is left to dispute; null when there is none, or it is not the reader's. */
export async function findDisputableLine(
  ctx: ServiceContext,
  { billId, lineId }: { billId: string; lineId: string },
): Promise<DisputableLine | null> {
  authorise(ctx, 'dispute.raise');
  const id = uuidOrNull(lineId);
  if (id === null) return null;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const bill = await findBill(sql, billId);
    if (bill?.state !== 'issued') return null;
    const line = await findLineLeft(sql, { billingAccountId: bill.billingAccount.id, billId }, id);
    if (!line || line.leftMinor <= 0n) return null;
    return { id, description: line.description, left: moneyOf(bill.currency)(line.leftMinor) };
  });
}
