import { sumWaitingMoney, type WaitingMoney } from '@/lib/db/account-mappings';
import { listPartnerBillRows, type PartnerBillRow } from '@/lib/db/partner-bills';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';

export type Waiting = {
  /** Money of accounts that are mapped to nothing, per currency. */
  unmapped: WaitingMoney[];
  /** The latest bills that were refused. */
  rejected: PartnerBillRow[];
};

/** What of a partner's bills waits for somebody; what it has still to send is `listPartnerExpectations`. Fails: `not_found`. */
export async function listWaiting(ctx: ServiceContext, partner: string | null): Promise<Waiting> {
  authorise(ctx, 'partner-bill.read');
  const { id } = await findBillingPartner(ctx, partner);
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const filters = { partner: [id], state: ['rejected'] };
    const rejected = await listPartnerBillRows(sql, { q: '', sort: null, filters, after: null, pageSize: 3 });
    return {
      unmapped: await sumWaitingMoney(sql, id),
      rejected: rejected.data,
    };
  });
}
