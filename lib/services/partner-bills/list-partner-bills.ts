import type { ListQuery, Page } from '@/lib/db/keyset';
import { listPartnerBillRows, type PartnerBillRow } from '@/lib/db/partner-bills';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Partner bills, the latest first; a partner's own, or all of the operator's. */
export function listPartnerBills(ctx: ServiceContext, query: ListQuery): Promise<Page<PartnerBillRow>> {
  authorise(ctx, 'partner-bill.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => listPartnerBillRows(sql, query));
}
