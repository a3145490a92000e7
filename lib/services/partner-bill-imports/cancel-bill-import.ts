import { appendAudit } from '@/lib/db/audit';
import { type BillImportState, lockBillImport } from '@/lib/db/partner-bill-imports';
import { withTenantSql } from '@/lib/db/tenant';
import { conflict } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import type { BillImportView } from '@/lib/services/partner-bill-imports/bill-import-view';
import { endImport } from '@/lib/services/partner-bill-imports/end-import';
import { getBillImport } from '@/lib/services/partner-bill-imports/get-bill-import';
import { operatorWide } from '@/lib/services/partner-bills/acting';

/**
 * Stops a bill that arrives, waits or is being read: nothing of it is kept, as if it had never been sent. One cancelled before is
 * answered as it is. Fails: `not_found`, `import_ended` when its bill was there, or it had failed, by then.
 */
export async function cancelBillImport(ctx: ServiceContext, id: string): Promise<BillImportView> {
  authorise(ctx, 'partner-bill.receive');
  await getBillImport(ctx, id);
  await withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const state = (await lockBillImport(sql, id))!;
    if (state === 'cancelled') return;
    if (!CANCELLABLE.has(state)) throw ended(state);
    await appendAudit(sql, ctx.actor, {
      action: 'partner-bill-import.cancelled',
      entityType: 'partner_bill_import',
      entityId: id,
      before: { state },
      after: { state: 'cancelled' },
    });
    await endImport(sql, ctx.actor.operatorId, id, { state: 'cancelled' });
  });
  return getBillImport(ctx, id);
}

const CANCELLABLE: ReadonlySet<BillImportState> = new Set(['receiving', 'waiting', 'reading']);

const ended = (state: BillImportState) =>
  conflict(
    'import_ended',
    state === 'done'
      ? 'The bill has been taken. Send a correction, or reject it on its page.'
      : 'The file had failed before. Nothing of it was kept.',
  );
