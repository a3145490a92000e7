import { withTenantSql } from '@/lib/db/tenant';
import { listFileReasons } from '@/lib/db/usage-file-faults';
import { findUsageFile } from '@/lib/db/usage-files';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type UsageFileDetail, usageFileView } from '@/lib/services/usage-files/usage-file-view';

/** A usage file with what came of its rows so far, and why those that were not taken were not. Fails: `not_found`. */
export async function getUsageFile(ctx: ServiceContext, id: string): Promise<UsageFileDetail> {
  authorise(ctx, 'usage.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const file = UUID.test(id) ? await findUsageFile(sql, id) : null;
    if (!file) throw notFound('The file');
    return { ...usageFileView(file), reasons: await listFileReasons(sql, id) };
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
