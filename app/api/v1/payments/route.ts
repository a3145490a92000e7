import { randomUUID } from 'node:crypto';
import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listPaymentsRoute, paymentBody, recordPaymentRoute } from '@/lib/schemas/api/payments';
import { listPayments } from '@/lib/services/payments/list-payments';
import { readAmount, readParts } from '@/lib/services/payments/read-amount';
import { recordPayment } from '@/lib/services/payments/record-payment';

export const GET = defineRoute({
  ...listPaymentsRoute,
  permission: 'payment.read',
  run: async ({ ctx, query }) => {
    const { state, billingAccount: account, method, currency } = query;
    const page = await listPayments(ctx, listQueryOf(query, { state, account, method, currency }));
    return { ...page, data: page.data.map((payment) => paymentBody.parse(payment)) };
  },
});

export const POST = defineRoute({
  ...recordPaymentRoute,
  permission: 'payment.manage',
  run: async ({ ctx, body }) => {
    const { billingAccount, amount, allocations, externalId, ...payment } = body;
    const recorded = await recordPayment(ctx, {
      ...payment,
      billingAccountId: billingAccount,
      amountMinor: readAmount(amount, payment.currency),
      allocations: allocations && readParts(allocations, payment.currency),
      source: 'api',
      sourceKey: `api:${externalId ?? randomUUID()}`,
    });
    return Response.json(paymentBody.parse(recorded), { status: recorded.isNew ? 201 : 200 });
  },
});
