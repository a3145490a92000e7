import { defineRoute } from '@/lib/http/define-route';
import { matchPaymentRoute, paymentBody } from '@/lib/schemas/api/payments';
import { getPayment } from '@/lib/services/payments/list-payments';
import { matchPayment } from '@/lib/services/payments/match-payment';
import { readParts } from '@/lib/services/payments/read-amount';

export const POST = defineRoute({
  ...matchPaymentRoute,
  permission: 'payment.manage',
  run: async ({ ctx, params, body: { billingAccount, allocations } }) => {
    const { currency } = await getPayment(ctx, params.id);
    const parts = allocations && readParts(allocations, currency);
    return paymentBody.parse(await matchPayment(ctx, params.id, billingAccount, parts));
  },
});
