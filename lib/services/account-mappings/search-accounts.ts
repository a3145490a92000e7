import { listAccounts } from '@/lib/db/accounts';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type AccountChoice = { number: string; name: string; customer: string; currency: string };

/** Billing accounts that the actor may map to, by number or name; the first fifty. */
export async function searchAccounts(ctx: ServiceContext, q: string): Promise<AccountChoice[]> {
  authorise(ctx, 'account-mapping.manage');
  const query = { q, sort: null, filters: { state: ['active'] }, after: null, pageSize: 50 };
  const { data } = await withTenantSql(scopeOf(ctx.actor), (sql) => listAccounts(sql, query));
  return data.map(({ number, name, customerName, currency }) => ({
    number,
    name,
    customer: customerName,
    currency,
  }));
}
