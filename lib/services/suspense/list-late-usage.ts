import { withTenantSql } from '@/lib/db/tenant';
import { listLateUsage as listRows, type WaitingLateUsage } from '@/lib/db/usage-overview';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Usage that came after the bill of its period and waits for the next one. The operator's own; a partner sees none. */
export async function listLateUsage(ctx: ServiceContext): Promise<WaitingLateUsage[]> {
  authorise(ctx, 'usage.read');
  return withTenantSql(scopeOf(ctx.actor), listRows);
}
