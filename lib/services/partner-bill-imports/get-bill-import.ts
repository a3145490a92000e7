import { findBillImport } from '@/lib/db/partner-bill-imports';
import { withTenantSql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type BillImportView, billImportView } from '@/lib/services/partner-bill-imports/bill-import-view';

/** A partner's bill on its way through a job. Fails: `not_found`. */
export async function getBillImport(ctx: ServiceContext, id: string): Promise<BillImportView> {
  authorise(ctx, 'partner-bill.read');
  const known = uuidOrNull(id);
  const row =
    known === null ? null : await withTenantSql(scopeOf(ctx.actor), (sql) => findBillImport(sql, known));
  if (!row) throw notFound('The import');
  return billImportView(row);
}
