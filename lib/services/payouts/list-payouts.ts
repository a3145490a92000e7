import type { ListQuery, Page } from '@/lib/db/keyset';
import { listPayoutPage } from '@/lib/db/payouts';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { headOf, type PayoutHead } from '@/lib/services/payouts/payout-view';

/** Payouts, the latest first; filters `state`, `party`, `run`, `currency`, `objected`. A partner sees its own. */
export async function listPayouts(ctx: ServiceContext, query: ListQuery): Promise<Page<PayoutHead>> {
  authorise(ctx, 'payout.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listPayoutPage(sql, query));
  return { ...page, data: page.data.map((row) => headOf(row, ctx.actor)) };
}
