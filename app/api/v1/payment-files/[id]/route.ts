import { defineRoute } from '@/lib/http/define-route';
import { downloadPaymentFileRoute } from '@/lib/schemas/api/payment-files';
import { downloadPaymentFile } from '@/lib/services/payment-files/read-payment-files';

export const GET = defineRoute({
  ...downloadPaymentFileRoute,
  permission: 'settlement-run.read',
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
