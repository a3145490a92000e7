import { noXmlYet } from '@/app/api/v1/no-xml-yet';
import { fileResponse } from '@/lib/http/byte-stream';
import { defineRoute } from '@/lib/http/define-route';
import { getPayoutRoute } from '@/lib/schemas/api/payouts';
import { getPayout } from '@/lib/services/payouts/get-payout';
import { payoutCsv, payoutSheet } from '@/lib/services/payouts/payout-file';

export const GET = defineRoute({
  ...getPayoutRoute,
  permission: 'payout.read',
  run: async ({ ctx, params }) => {
    const [id = '', format] = params.id.toLowerCase().split('.');
    if (format === 'xml') throw noXmlYet();
    if (format === 'csv') return fileResponse(await payoutCsv(ctx, id));
    if (format !== 'pdf') return getPayout(ctx, id);
    const { name, bytes } = await payoutSheet(ctx, id);
    return new Response(bytes, {
      headers: { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="${name}"` },
    });
  },
});
