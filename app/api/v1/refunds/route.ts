import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listRefundsRoute, refundBody, requestRefundRoute } from '@/lib/schemas/api/refunds';
import { readAmount } from '@/lib/services/payments/read-amount';
import { listRefunds } from '@/lib/services/refunds/list-refunds';
import { requestRefund } from '@/lib/services/refunds/request-refund';

export const GET = defineRoute({
  ...listRefundsRoute,
  permission: 'payment.read',
  run: async ({ ctx, query }) => {
    const { state, billingAccount: account, payment } = query;
    const page = await listRefunds(ctx, listQueryOf(query, { state, account, payment }));
    return { ...page, data: page.data.map((refund) => refundBody.parse(refund)) };
  },
});

export const POST = defineRoute({
  ...requestRefundRoute,
  permission: 'refund.manage',
  run: async ({ ctx, body: { payment: paymentId, billingAccount: billingAccountId, amount, ...input } }) => {
    const amountMinor = readAmount(amount, input.currency);
    return refundBody.parse(await requestRefund(ctx, { ...input, paymentId, billingAccountId, amountMinor }));
  },
});
