import { listOpenImports as listRows } from '@/lib/db/partner-bill-imports';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type BillImportView, billImportView } from '@/lib/services/partner-bill-imports/bill-import-view';

/** A partner's large files that are on their way, and those of the last day that failed; the latest first. */
export async function listOpenImports(ctx: ServiceContext, partnerId: string): Promise<BillImportView[]> {
  authorise(ctx, 'partner-bill.read');
  const since = new Date(Date.parse(ctx.now) - DAY_MS).toISOString();
  const rows = await withTenantSql(scopeOf(ctx.actor), (sql) => listRows(sql, partnerId, since));
  return rows.map(billImportView);
}

const DAY_MS = 24 * 3_600_000;
