import { type AgreementRow, listAgreements as listAgreementRows } from '@/lib/db/agreements';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type AgreementView = AgreementRow;

/** Agreements with their settlement terms; a partner sees those in which it receives or pays. */
export async function listAgreements(ctx: ServiceContext, query: ListQuery): Promise<Page<AgreementView>> {
  authorise(ctx, 'partner.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => listAgreementRows(sql, query));
}
