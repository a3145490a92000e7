import type { ListQuery, Page } from '@/lib/db/keyset';
import {
  type AccountChange,
  type ChangeCounts,
  countChanges,
  listAccountChanges,
  listPartnerBillChangeRows,
  type PartnerBillChangeRow,
} from '@/lib/db/partner-bill-changes';
import { type BillName, findPartnerBill, type PartnerBillRow } from '@/lib/db/partner-bills';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type ChangesView = {
  replaces: BillName;
  counts: ChangeCounts & { same: number };
  /** Received amounts, exact, per currency of either bill; the hundred accounts that differ most. */
  totals: { currency: string; before: string; after: string }[];
  accounts: AccountChange[];
};

/** What a corrected bill changes of the one it replaces, as a whole. Fails: `not_found`, also for a bill that corrects none. */
export function getPartnerBillChanges(ctx: ServiceContext, id: string): Promise<ChangesView> {
  authorise(ctx, 'partner-bill.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const { bill, replaces } = await findCorrection(sql, id);
    const counts = await countChanges(sql, id);
    const before = await findPartnerBill(sql, replaces.id);
    return {
      replaces,
      counts: { ...counts, same: bill.lines.received - counts.added - counts.changed },
      totals: totalsOf(before?.totals ?? [], bill.totals),
      accounts: await listAccountChanges(sql, { id, replacesId: replaces.id }),
    };
  });
}

/** Its changed rows, in the order of the file. */
export function listPartnerBillChanges(
  ctx: ServiceContext,
  id: string,
  query: ListQuery,
): Promise<Page<PartnerBillChangeRow>> {
  authorise(ctx, 'partner-bill.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const { replaces } = await findCorrection(sql, id);
    return listPartnerBillChangeRows(sql, { id, replacesId: replaces.id }, query);
  });
}

async function findCorrection(sql: Sql, id: string): Promise<{ bill: PartnerBillRow; replaces: BillName }> {
  const bill = await findPartnerBill(sql, id);
  if (!bill?.replaces) throw notFound('A partner bill that corrects another');
  return { bill, replaces: bill.replaces };
}

function totalsOf(before: PartnerBillRow['totals'], after: PartnerBillRow['totals']): ChangesView['totals'] {
  const amountIn = (totals: PartnerBillRow['totals'], currency: string) =>
    totals.find((total) => total.currency === currency)?.received ?? '0';
  const currencies = new Set([...before, ...after].map(({ currency }) => currency));
  return [...currencies].sort().map((currency) => ({
    currency,
    before: amountIn(before, currency),
    after: amountIn(after, currency),
  }));
}
