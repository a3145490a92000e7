import { BILL_IMPORT_CHANNEL } from '@/lib/db/partner-bill-imports';
import type { ServiceContext } from '@/lib/services/context';
import { following } from '@/lib/services/following';
import type { BillImportView } from '@/lib/services/partner-bill-imports/bill-import-view';
import { getBillImport } from '@/lib/services/partner-bill-imports/get-bill-import';

/** The import as it is now, and again each time its reading has moved (`following`). Fails: `not_found`. */
export const followBillImport = (
  ctx: ServiceContext,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<BillImportView | null> =>
  following({ channel: BILL_IMPORT_CHANNEL, notice: `${ctx.actor.operatorId}:${id}` }, signal, () =>
    getBillImport(ctx, id),
  );
