import {
  type BilledPartnerRow,
  findBill,
  listBilledPartnerRows,
  listBillLineRows,
} from '@/lib/db/bill-reads';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/**
 * The partner's own rows that one line of a bill is made of, exactly: their amounts sum to the line before rounding.
 * Fails: `not_found` for a bill or line the scope cannot see.
 */
export async function listLineRows(
  ctx: ServiceContext,
  { billId, lineId }: { billId: string; lineId: string },
  query: ListQuery,
): Promise<Page<BilledPartnerRow & { id: string }>> {
  authorise(ctx, 'bill.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const bill = await findBill(sql, billId);
    const line = bill && (await listBillLineRows(sql, bill)).find(({ id }) => id === lineId);
    if (!bill || !line) throw notFound('The line');
    return listBilledPartnerRows(
      sql,
      { billingAccountId: bill.billingAccount.id, lineKey: line.lineKey },
      query,
    );
  });
}
