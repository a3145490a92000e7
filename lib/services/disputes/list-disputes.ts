import { type DisputeRow, listBillDisputes, listDisputeRows } from '@/lib/db/disputes';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type DisputeView, disputeView } from '@/lib/services/disputes/dispute-view';

/** Disputes that the reader may see, the latest first: a customer its own, a partner those of its lines, the operator all. */
export async function listDisputes(ctx: ServiceContext, query: ListQuery): Promise<Page<DisputeView>> {
  authorise(ctx, 'dispute.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listDisputeRows(sql, query, ctx.now));
  return { ...page, data: page.data.map((row) => disputeView(row, ctx.now)) };
}

export type BillDispute = Pick<DisputeRow, 'id' | 'number' | 'state'> & {
  lineId: string;
  disputed: string;
  accepted: string | null;
};

/** A bill's disputes, open and decided, for the page of the bill. */
export async function listDisputesOfBill(
  ctx: ServiceContext,
  { id, currency }: { id: string; currency: string },
): Promise<BillDispute[]> {
  authorise(ctx, 'dispute.read');
  const rows = await withTenantSql(scopeOf(ctx.actor), (sql) => listBillDisputes(sql, id));
  const money = moneyOf(currency);
  return rows.map(({ disputedMinor, acceptedMinor, ...row }) => ({
    ...row,
    disputed: money(disputedMinor),
    accepted: acceptedMinor === null ? null : money(acceptedMinor),
  }));
}
