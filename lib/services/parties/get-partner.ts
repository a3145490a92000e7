import { type AgreementRow, listAgreements } from '@/lib/db/agreements';
import { listOfferings, type OfferingListRow } from '@/lib/db/catalogue';
import { wholeList } from '@/lib/db/keyset';
import { findParty, type PartyRow } from '@/lib/db/parties';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type PartnerView = PartyRow & {
  /** In which it receives, and (a reseller) in which it pays. */
  agreements: AgreementRow[];
  /** Those it supplies or stands behind. */
  offerings: OfferingListRow[];
};

/** One partner by id or short name. Fails: `not_found`, also for one that the actor may not see. */
export async function getPartner(ctx: ServiceContext, idOrSlug: string): Promise<PartnerView> {
  authorise(ctx, 'partner.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const partner = await findParty(sql, 'partner', idOrSlug);
    if (!partner) throw notFound('The partner');
    const offerings = await listOfferings(sql, partner.id, wholeList);
    const agreements = await listAgreements(sql, { ...wholeList, filters: { party: [partner.id] } });
    return { ...partner, agreements: agreements.data, offerings: offerings.data };
  });
}
