import { defineRoute } from '@/lib/http/define-route';
import { refundBody, setRefundPayeeRoute } from '@/lib/schemas/api/refunds';
import { setRefundPayee } from '@/lib/services/refunds/set-refund-payee';

export const PUT = defineRoute({
  ...setRefundPayeeRoute,
  permission: 'refund.manage',
  run: async ({ ctx, params, body }) => refundBody.parse(await setRefundPayee(ctx, params.id, body)),
});
