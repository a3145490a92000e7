import { listOfferings as listOfferingRows, type OfferingListRow } from '@/lib/db/catalogue';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type OfferingListItem = OfferingListRow;

/** The catalogue; a partner sees what it supplies or stands behind. */
export async function listOfferings(ctx: ServiceContext, query: ListQuery): Promise<Page<OfferingListItem>> {
  authorise(ctx, 'catalogue.read');
  const scope = scopeOf(ctx.actor);
  return withTenantSql(scope, (sql) => listOfferingRows(sql, scope.partnerId, query));
}
