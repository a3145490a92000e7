import { fileResponse } from '@/lib/http/byte-stream';
import { defineRoute } from '@/lib/http/define-route';
import { documentResponse } from '@/lib/http/document-response';
import { getPayoutRoute } from '@/lib/schemas/api/payouts';
import { getPayout } from '@/lib/services/payouts/get-payout';
import { payoutEInvoice } from '@/lib/services/payouts/payout-einvoice';
import { payoutCsv, payoutSheet } from '@/lib/services/payouts/payout-file';

export const GET = defineRoute({
  ...getPayoutRoute,
  permission: 'payout.read',
  run: async ({ ctx, params }) => {
    const [id = '', format] = params.id.toLowerCase().split('.');
    if (format === 'xml') return documentResponse(await payoutEInvoice(ctx, id));
    if (format === 'csv') return fileResponse(await payoutCsv(ctx, id));
    if (format === 'pdf') return documentResponse(await payoutSheet(ctx, id));
    return getPayout(ctx, id);
  },
});
