import { type BillListRow, listBillRows } from '@/lib/db/bill-reads';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type BillSummary = {
  id: string;
  number: string | null;
  state: BillListRow['state'];
  billingAccount: BillListRow['billingAccount'];
  customer: BillListRow['customer'];
  cycle: string;
  period: { from: string; to: string };
  issuedOn: string | null;
  dueOn: string | null;
  currency: string;
  net: string;
  tax: string;
  total: string;
  amountDue: string;
};

/** Customer bills, the latest first; a customer sees its own issued ones. Filters and sorting as `listBillRows`. */
export async function listBills(ctx: ServiceContext, query: ListQuery): Promise<Page<BillSummary>> {
  authorise(ctx, 'bill.read');
  const seesAll = ctx.actor.audience === 'operator';
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listBillRows(sql, query, { seesAll }));
  return { ...page, data: page.data.map(billSummary) };
}

export function billSummary(row: BillListRow): BillSummary {
  const money = moneyOf(row.currency);
  const { id, number, state, billingAccount, customer, issuedOn, dueOn, currency } = row;
  return {
    id,
    number,
    state,
    billingAccount,
    customer,
    cycle: row.cycleId,
    period: { from: row.periodFrom, to: row.periodTo },
    issuedOn,
    dueOn,
    currency,
    net: money(row.netMinor),
    tax: money(row.taxMinor),
    total: money(row.totalMinor),
    amountDue: money(row.amountDueMinor),
  };
}
