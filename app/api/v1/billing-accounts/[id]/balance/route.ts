import { defineRoute } from '@/lib/http/define-route';
import { balanceBody, getBalanceRoute } from '@/lib/schemas/api/payments';
import { getBalance } from '@/lib/services/payments/get-balance';

export const GET = defineRoute({
  ...getBalanceRoute,
  permission: 'payment.read',
  run: async ({ ctx, params }) => balanceBody.parse(await getBalance(ctx, params.id)),
});
