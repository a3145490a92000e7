import { type AccountListRow, listAccounts } from '@/lib/db/accounts';
import { wholeList } from '@/lib/db/keyset';
import { findParty, type PartyRow } from '@/lib/db/parties';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type CustomerView = PartyRow & { accounts: AccountListRow[] };

/** One customer by id or short name, with its billing accounts. Fails: `not_found`. */
export async function getCustomer(ctx: ServiceContext, idOrSlug: string): Promise<CustomerView> {
  authorise(ctx, 'customer.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const customer = await findParty(sql, 'customer', idOrSlug);
    if (!customer) throw notFound('The customer');
    const accounts = await listAccounts(sql, { ...wholeList, filters: { customer: [customer.id] } });
    return { ...customer, accounts: accounts.data };
  });
}
