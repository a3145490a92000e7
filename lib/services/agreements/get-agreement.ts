import { type AgreementRow, findAgreement } from '@/lib/db/agreements';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** One agreement with its terms. Fails: `not_found`, also for one between others. */
export async function getAgreement(ctx: ServiceContext, id: string): Promise<AgreementRow> {
  authorise(ctx, 'partner.read');
  const agreement = await withTenantSql(scopeOf(ctx.actor), (sql) => findAgreement(sql, id));
  if (!agreement) throw notFound('The agreement');
  return agreement;
}
