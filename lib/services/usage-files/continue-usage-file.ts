import { withTenantSql } from '@/lib/db/tenant';
import { findUsageFile } from '@/lib/db/usage-files';
import { enqueue } from '@/lib/queue/enqueue';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';

/** Puts a file that a worker had to leave back into the queue, for the next one to go on with. */
export async function continueUsageFile(ctx: ServiceContext, fileId: string): Promise<void> {
  authorise(ctx, 'usage.send');
  await withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const file = await findUsageFile(sql, fileId);
    if (file?.state !== 'reading') return;
    const { operatorId } = ctx.actor;
    await enqueue(sql, 'usage-file.read', { operatorId, fileId }, { jobKey: `usage-file:${fileId}` });
  });
}
