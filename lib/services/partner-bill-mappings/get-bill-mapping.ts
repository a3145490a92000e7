import {
  findPartnerBillMapping,
  listMappingVersions,
  type PartnerBillMappingListRow,
  type PartnerBillMappingRow,
} from '@/lib/db/partner-bill-mappings';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type PartnerBillMappingView = PartnerBillMappingRow & { versions: PartnerBillMappingListRow[] };

/** One version of a mapping, and what other versions there are, the latest first. Fails: `not_found`. */
export async function getBillMapping(ctx: ServiceContext, id: string): Promise<PartnerBillMappingView> {
  authorise(ctx, 'partner-bill.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const mapping = await findPartnerBillMapping(sql, id);
    if (!mapping) throw notFound('The mapping');
    return { ...mapping, versions: await listMappingVersions(sql, mapping.partner.id, mapping.name) };
  });
}
