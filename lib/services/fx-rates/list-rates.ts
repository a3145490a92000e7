import { type FxRateRow, listRates as listRateRows } from '@/lib/db/fx-rates';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Every rate that is known, of the latest day first. */
export async function listRates(ctx: ServiceContext, query: ListQuery): Promise<Page<FxRateRow>> {
  authorise(ctx, 'fx-rate.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => listRateRows(sql, query));
}
