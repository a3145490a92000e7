import { defineRoute } from '@/lib/http/define-route';
import { previewBillRoute } from '@/lib/schemas/api/partner-bill-mappings';
import { previewBill } from '@/lib/services/partner-bill-mappings/preview-bill';

export const POST = defineRoute({
  ...previewBillRoute,
  permission: 'partner-bill.receive',
  run: ({ ctx, body }) => {
    const { definition = null, mapping = null, partner = null, ...sample } = body;
    return previewBill(ctx, { ...sample, definition, mapping, partner });
  },
});
