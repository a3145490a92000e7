import { listStaleComparisons } from '@/lib/db/differences';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { comparePartnerBill } from '@/lib/services/differences/compare-partner-bill';
import { holdPartnerBills } from '@/lib/services/partner-bills/hold-partner-bills';

/**
 * Compares partners' bills again with the hub's own rating where usage has changed since, so that what late usage changes is among a
 * bill's findings whether or not somebody looks. Each bill is a transaction of its own: a run that is cut short goes on with the rest.
 */
export async function sweepDifferences(
  ctx: ServiceContext,
  signal?: AbortSignal,
): Promise<{ compared: number }> {
  authorise(ctx, 'partner-bill.decide');
  const scope = scopeOf(ctx.actor);
  const stale = await withTenantSql(scope, (sql) => listStaleComparisons(sql, ctx.now.slice(0, 10)));
  let compared = 0;
  for (const { id, partnerId } of stale) {
    if (signal?.aborted) break;
    await withTenantSql(scope, async (sql) => {
      await holdPartnerBills(sql, ctx.actor, partnerId);
      await comparePartnerBill(sql, ctx.actor.operatorId, id);
    });
    compared += 1;
  }
  return { compared };
}
