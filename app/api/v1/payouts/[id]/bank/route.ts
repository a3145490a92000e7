import { defineRoute } from '@/lib/http/define-route';
import { markPayoutRoute } from '@/lib/schemas/api/payouts';
import { markPayout } from '@/lib/services/payouts/mark-payout';

export const POST = defineRoute({
  ...markPayoutRoute,
  permission: 'payout.manage',
  run: ({ ctx, params, body }) => markPayout(ctx, params.id, body),
});
