import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { listUsageFileRows } from '@/lib/db/usage-files';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type UsageFileView, usageFileView } from '@/lib/services/usage-files/usage-file-view';

/** Usage files, the latest first; a partner sees its own. */
export async function listUsageFiles(ctx: ServiceContext, query: ListQuery): Promise<Page<UsageFileView>> {
  authorise(ctx, 'usage.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listUsageFileRows(sql, query));
  return { ...page, data: page.data.map(usageFileView) };
}
