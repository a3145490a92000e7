import { withTenantSql } from '@/lib/db/tenant';
import { findUsageMapping, listMappingVersions, type UsageMappingRow } from '@/lib/db/usage-mappings';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type UsageMappingView = UsageMappingRow & {
  versions: Pick<UsageMappingRow, 'id' | 'version' | 'createdBy' | 'createdAt' | 'isCurrent'>[];
};

/** One version of a mapping, and what other versions there are, the latest first. Fails: `not_found`. */
export async function getUsageMapping(ctx: ServiceContext, id: string): Promise<UsageMappingView> {
  authorise(ctx, 'usage.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const mapping = await findUsageMapping(sql, id);
    if (!mapping) throw notFound('The mapping');
    const versions = await listMappingVersions(sql, mapping.sender.id, mapping.name);
    return {
      ...mapping,
      versions: versions.map(({ id, version, createdBy, createdAt, isCurrent }) => ({
        id,
        version,
        createdBy,
        createdAt,
        isCurrent,
      })),
    };
  });
}
