import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type PayoutView, readPayoutView } from '@/lib/services/payouts/payout-view';

/** A payout with its sums by cause; never adds up rows. A partner sees its own, once they are computed. Fails: `not_found`. */
export async function getPayout(ctx: ServiceContext, payoutId: string): Promise<PayoutView> {
  authorise(ctx, 'payout.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => readPayoutView(sql, payoutId, ctx.actor));
}
