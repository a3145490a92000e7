import { defineRoute } from '@/lib/http/define-route';
import { paymentBody, winBackRoute } from '@/lib/schemas/api/payments';
import { getPayment } from '@/lib/services/payments/list-payments';
import { readAmount } from '@/lib/services/payments/read-amount';
import { winBack } from '@/lib/services/payments/win-back';

export const POST = defineRoute({
  ...winBackRoute,
  permission: 'payment.manage',
  run: async ({ ctx, params, body: { amount, externalId, reversal, ...input } }) => {
    const { currency } = await getPayment(ctx, params.id);
    const won = await winBack(ctx, params.id, {
      ...{ ...input, reversalId: reversal },
      amountMinor: amount === null ? null : readAmount(amount, currency),
      sourceKey: externalId && `api:${externalId}`,
    });
    return paymentBody.parse(won);
  },
});
