import { type CycleSpecRow, listCycleSpecs as listRows } from '@/lib/db/cycles';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** The operator's rhythms of billing, by name. */
export async function listCycleSpecs(ctx: ServiceContext): Promise<CycleSpecRow[]> {
  authorise(ctx, 'cycle.read');
  return withTenantSql(scopeOf(ctx.actor), listRows);
}
