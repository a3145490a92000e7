import { type AccountListRow, listAccounts as listAccountRows } from '@/lib/db/accounts';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type AccountListItem = AccountListRow;

/** Billing accounts; a customer sees its own. */
export async function listAccounts(ctx: ServiceContext, query: ListQuery): Promise<Page<AccountListItem>> {
  authorise(ctx, 'account.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => listAccountRows(sql, query));
}
