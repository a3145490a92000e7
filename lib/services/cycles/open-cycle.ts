import { ensureCycleRows, findCycleSpec } from '@/lib/db/cycles';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { cycleRow } from '@/lib/services/cycles/cycle-row';

/** The cycle of period n, counted from the specification's anchor; opened if it is not there yet. Fails: `not_found`. */
export async function openCycle(ctx: ServiceContext, specId: string, n: number): Promise<{ id: string }> {
  authorise(ctx, 'cycle.manage');
  const { operatorId } = ctx.actor;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const spec = await findCycleSpec(sql, specId);
    if (!spec) throw notFound('The billing cycle');
    const [id] = await ensureCycleRows(sql, operatorId, [cycleRow(spec, n)]);
    return { id: id! };
  });
}
