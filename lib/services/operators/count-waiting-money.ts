import { withTenantSql } from '@/lib/db/tenant';
import { countWaitingMoney as count, type WaitingMoney } from '@/lib/db/waiting-money';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** How much of each kind waits for a person of the operator, for its home page. */
export async function countWaitingMoney(ctx: ServiceContext): Promise<WaitingMoney> {
  authorise(ctx, 'settlement-run.read');
  return withTenantSql(scopeOf(ctx.actor), count);
}
