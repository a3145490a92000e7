import { ensureCycleRows, listCycleSpecs, readLastCycles } from '@/lib/db/cycles';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { cyclePeriodContaining } from '@/lib/domain/period/cycle';
import { civilDateAt } from '@/lib/domain/period/zone';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { cycleRow, cycleSpecOf } from '@/lib/services/cycles/cycle-row';

/**
 * Sees to it that every specification has the cycle that is running and the one that ended before it, as of the context's
 * instant, and all between those and the last one that was opened: a schedule that slept leaves no period without a bill.
 * Twice changes nothing.
 */
export async function ensureCycles(ctx: ServiceContext): Promise<{ ids: string[] }> {
  authorise(ctx, 'cycle.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const lastOpened = await readLastCycles(sql);
    const rows = (await listCycleSpecs(sql)).flatMap((spec) => {
      const { n } = cyclePeriodContaining(cycleSpecOf(spec), civilDateAt(ctx.now, spec.timeZone));
      const first = Math.max(Math.min((lastOpened.get(spec.id) ?? n) + 1, n - 1), n - CYCLES_MAX);
      return Array.from({ length: n - first + 1 }, (_, index) => cycleRow(spec, first + index));
    });
    return { ids: await ensureCycleRows(sql, ctx.actor.operatorId, rows) };
  });
}

/** A year and a month of daily cycles: who slept longer opens the rest by hand. */
const CYCLES_MAX = 400;
