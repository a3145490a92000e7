import { defineRoute } from '@/lib/http/define-route';
import { downloadPaymentFileRoute } from '@/lib/schemas/api/payment-files';
import { downloadPaymentFile } from '@/lib/services/payouts/read-payment-files';

export const GET = defineRoute({
  ...downloadPaymentFileRoute,
  permission: 'payout.manage',
  run: async ({ ctx, params }) => {
    const { fileName, bytes } = await downloadPaymentFile(ctx, params.id);
    return new Response(bytes, {
      headers: {
        'content-type': 'application/xml',
        'content-disposition': `attachment; filename="${fileName}"`,
      },
    });
  },
});
