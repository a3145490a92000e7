import { ensureCycleRows, listCycleSpecs } from '@/lib/db/cycles';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { cyclePeriodContaining } from '@/lib/domain/period/cycle';
import { civilDateAt } from '@/lib/domain/period/zone';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { cycleRow, cycleSpecOf } from '@/lib/services/cycles/cycle-row';

/**
 * Sees to it that every specification has the cycle that is running and the one that ended before it, as of the context's
 * instant. A schedule calls it; twice changes nothing.
 */
export async function ensureCycles(ctx: ServiceContext): Promise<{ ids: string[] }> {
  authorise(ctx, 'cycle.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const rows = (await listCycleSpecs(sql)).flatMap((spec) => {
      const { n } = cyclePeriodContaining(cycleSpecOf(spec), civilDateAt(ctx.now, spec.timeZone));
      return [cycleRow(spec, n - 1), cycleRow(spec, n)];
    });
    return { ids: await ensureCycleRows(sql, ctx.actor.operatorId, rows) };
  });
}
