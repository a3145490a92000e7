import { defineRoute } from '@/lib/http/define-route';
import { getPaymentRoute, paymentDetailBody } from '@/lib/schemas/api/payments';
import { getPayment } from '@/lib/services/payments/list-payments';

export const GET = defineRoute({
  ...getPaymentRoute,
  permission: 'payment.read',
  run: async ({ ctx, params }) => paymentDetailBody.parse(await getPayment(ctx, params.id)),
});
