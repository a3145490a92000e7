import { appendAudit } from '@/lib/db/audit';
import { findOffering, updateBilledBy } from '@/lib/db/catalogue';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type BilledBy = 'hub' | 'partner';

/**
 * Says who charges an offering's usage: the hub by its prices, or the supplier on its own bills, which the hub's rating then only checks.
 * Holds for bills that are not issued yet. Fails: `not_found`, `own_offering` (the operator's own are billed by the hub).
 */
export async function changeBilledBy(
  ctx: ServiceContext,
  idOrSlug: string,
  billedBy: BilledBy,
): Promise<{ id: string; slug: string; billedBy: BilledBy }> {
  authorise(ctx, 'catalogue.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const offering = await findOffering(sql, null, idOrSlug);
    if (!offering) throw notFound('The offering');
    const { id, slug, billedBy: before } = offering;
    if (billedBy === 'partner' && offering.chain.length === 0) {
      const message =
        'The operator’s own offerings are billed by the hub. Choose an offering that a partner supplies.';
      throw invalid('own_offering', 'billedBy', message);
    }
    if (before !== billedBy) {
      await updateBilledBy(sql, id, billedBy);
      await appendAudit(sql, ctx.actor, {
        action: 'offering.billed-by-changed',
        entityType: 'product_offering',
        entityId: id,
        before: { billedBy: before },
        after: { billedBy },
      });
    }
    return { id, slug, billedBy };
  });
}
