import { defineRoute } from '@/lib/http/define-route';
import { getPayoutRoute } from '@/lib/schemas/api/payouts';
import { getPayout } from '@/lib/services/payouts/get-payout';
import { payoutFile } from '@/lib/services/payouts/payout-file';

export const GET = defineRoute({
  ...getPayoutRoute,
  permission: 'payout.read',
  run: async ({ ctx, params }) => {
    const [id = '', format] = params.id.split('.');
    if (format !== 'pdf' && format !== 'csv') return getPayout(ctx, id);
    const { fileName, mediaType, pieces } = await payoutFile(ctx, id, format);
    return new Response(ReadableStream.from(pieces), {
      headers: { 'content-type': mediaType, 'content-disposition': `attachment; filename="${fileName}"` },
    });
  },
});
