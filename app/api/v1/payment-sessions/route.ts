import { defineRoute } from '@/lib/http/define-route';
import { startSessionRoute } from '@/lib/schemas/api/payment-methods';
import { startSession } from '@/lib/services/payment-sessions/start-session';

export const POST = defineRoute({
  ...startSessionRoute,
  permission: 'payment.pay',
  run: ({ ctx, body: { bill: billId, method: methodId, ...input } }) =>
    startSession(ctx, { ...input, billId, methodId }),
});
