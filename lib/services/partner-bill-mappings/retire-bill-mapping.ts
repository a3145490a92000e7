import { appendAudit } from '@/lib/db/audit';
import { findPartnerBillMapping, retirePartnerBillMapping } from '@/lib/db/partner-bill-mappings';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';

/** Forgets a mapping: no new file is read by it. Its versions stay, for the bills that were. Fails: `not_found`. */
export async function retireBillMapping(ctx: ServiceContext, id: string): Promise<void> {
  authorise(ctx, 'partner-bill.receive');
  const mapping = await withTenantSql(scopeOf(ctx.actor), (sql) => findPartnerBillMapping(sql, id));
  if (!mapping) throw notFound('The mapping');
  const { name, version, partner } = mapping;
  await withTenantSql(operatorWide(ctx.actor), async (sql) => {
    await retirePartnerBillMapping(sql, partner.id, name);
    await appendAudit(sql, ctx.actor, {
      action: 'partner-bill-mapping.retired',
      entityType: 'partner_bill_mapping',
      entityId: mapping.id,
      before: { name, version, partnerId: partner.id },
    });
  });
}
