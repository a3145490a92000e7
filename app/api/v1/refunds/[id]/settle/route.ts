import { defineRoute } from '@/lib/http/define-route';
import { refundBody, settleRefundRoute } from '@/lib/schemas/api/refunds';
import { settleRefund } from '@/lib/services/refunds/settle-refund';

export const POST = defineRoute({
  ...settleRefundRoute,
  permission: 'refund.manage',
  run: async ({ ctx, params, body }) => refundBody.parse(await settleRefund(ctx, params.id, body)),
});
