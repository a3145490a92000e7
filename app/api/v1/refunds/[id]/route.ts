import { defineRoute } from '@/lib/http/define-route';
import { getRefundRoute, refundBody } from '@/lib/schemas/api/refunds';
import { getRefund } from '@/lib/services/refunds/list-refunds';

export const GET = defineRoute({
  ...getRefundRoute,
  permission: 'payment.read',
  run: async ({ ctx, params }) => refundBody.parse(await getRefund(ctx, params.id)),
});
