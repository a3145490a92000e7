import { defineRoute } from '@/lib/http/define-route';
import { paymentBody, reversePaymentRoute } from '@/lib/schemas/api/payments';
import { getPayment } from '@/lib/services/payments/list-payments';
import { readAmount } from '@/lib/services/payments/read-amount';
import { reversePayment } from '@/lib/services/payments/reverse-payment';

export const POST = defineRoute({
  ...reversePaymentRoute,
  permission: 'payment.manage',
  run: async ({ ctx, params, body: { amount, externalId, ...input } }) => {
    const { currency } = await getPayment(ctx, params.id);
    const reversed = await reversePayment(ctx, params.id, {
      ...input,
      amountMinor: amount === null ? null : readAmount(amount, currency),
      sourceKey: externalId && `api:${externalId}`,
    });
    return paymentBody.parse(reversed);
  },
});
