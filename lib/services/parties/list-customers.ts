import type { ListQuery, Page } from '@/lib/db/keyset';
import { type CustomerListRow, listCustomers as listCustomerRows } from '@/lib/db/parties';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type CustomerListItem = CustomerListRow;

export async function listCustomers(ctx: ServiceContext, query: ListQuery): Promise<Page<CustomerListItem>> {
  authorise(ctx, 'customer.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => listCustomerRows(sql, query));
}
