import { findBillImport } from '@/lib/db/partner-bill-imports';
import { withTenantSql } from '@/lib/db/tenant';
import { enqueue } from '@/lib/queue/enqueue';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';

/** Puts an import that a worker had to leave back into the queue, for the next one to begin again. */
export async function continueBillImport(ctx: ServiceContext, importId: string): Promise<void> {
  authorise(ctx, 'partner-bill.receive');
  await withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const row = await findBillImport(sql, importId);
    if (row?.state !== 'reading') return;
    const { operatorId } = ctx.actor;
    const jobKey = `partner-bill-import:${importId}`;
    await enqueue(sql, 'partner-bill-import.read', { operatorId, importId }, { jobKey });
  });
}
