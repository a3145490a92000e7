import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { remindPartners } from '@/lib/services/expectations/remind-partners';
import { settleExpectations } from '@/lib/services/expectations/settle-expectations';

/** One look at everything partners owe an operator: opened, reminded of, and where it is late dealt with as agreed. */
export async function sweepExpectations(
  ctx: ServiceContext,
): Promise<{ opened: number; late: number; reminded: number }> {
  authorise(ctx, 'expectation.decide');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const settled = await settleExpectations(sql, ctx);
    return { ...settled, reminded: await remindPartners(sql, ctx) };
  });
}
