import { listPartnerOfferings } from '@/lib/db/mapping-queue';
import { listTaxClasses } from '@/lib/db/tax-code-mappings';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';

/** What a partner's services and tax codes may be mapped to. Fails: `not_found`. */
export async function listTargets(
  ctx: ServiceContext,
  partner: string | null,
): Promise<{ offerings: { slug: string; name: string }[]; taxClasses: string[] }> {
  authorise(ctx, 'partner-bill.read');
  const { id } = await findBillingPartner(ctx, partner);
  return withTenantSql(scopeOf(ctx.actor), async (sql) => ({
    offerings: await listPartnerOfferings(sql, id),
    taxClasses: (await listTaxClasses(sql)).map(({ taxClass }) => taxClass),
  }));
}
