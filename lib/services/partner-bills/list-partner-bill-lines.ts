import type { ListQuery, Page } from '@/lib/db/keyset';
import { listPartnerBillLineRows, type PartnerBillLineRow } from '@/lib/db/partner-bill-lines';
import { findPartnerBill } from '@/lib/db/partner-bills';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** A bill's lines in the file's order, each with what came of it. Fails: `not_found`. */
export function listPartnerBillLines(
  ctx: ServiceContext,
  id: string,
  query: ListQuery,
): Promise<Page<PartnerBillLineRow>> {
  authorise(ctx, 'partner-bill.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    if (!(await findPartnerBill(sql, id))) throw notFound('The partner bill');
    return listPartnerBillLineRows(sql, id, query);
  });
}
