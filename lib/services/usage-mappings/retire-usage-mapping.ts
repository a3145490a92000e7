import { appendAudit } from '@/lib/db/audit';
import { withTenantSql } from '@/lib/db/tenant';
import { findUsageMapping, retireMapping } from '@/lib/db/usage-mappings';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';

/** Takes a mapping off the list of those to choose; its versions stay, for the files that came with them. Fails: `not_found`. */
export async function retireUsageMapping(ctx: ServiceContext, id: string): Promise<void> {
  authorise(ctx, 'usage.send');
  const mapping = await withTenantSql(scopeOf(ctx.actor), (sql) => findUsageMapping(sql, id));
  if (!mapping) throw notFound('The mapping');
  await withTenantSql(operatorWide(ctx.actor), async (sql) => {
    await retireMapping(sql, mapping.sender.id, mapping.name);
    await appendAudit(sql, ctx.actor, {
      action: 'usage-mapping.retired',
      entityType: 'usage_mapping',
      entityId: mapping.id,
      before: { name: mapping.name, version: mapping.version, senderId: mapping.sender.id },
    });
  });
}
