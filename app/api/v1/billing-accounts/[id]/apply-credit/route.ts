import { defineRoute } from '@/lib/http/define-route';
import { applyCreditRoute } from '@/lib/schemas/api/payments';
import { applyCredit } from '@/lib/services/payments/apply-credit';

export const POST = defineRoute({
  ...applyCreditRoute,
  permission: 'payment.manage',
  run: ({ ctx, params }) => applyCredit(ctx, params.id),
});
