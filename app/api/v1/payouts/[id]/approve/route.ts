import { defineRoute } from '@/lib/http/define-route';
import { approvePayoutRoute } from '@/lib/schemas/api/payouts';
import { approvePayout } from '@/lib/services/payouts/approve-payout';

export const POST = defineRoute({
  ...approvePayoutRoute,
  permission: 'payout.approve',
  run: ({ ctx, params, body }) => approvePayout(ctx, params.id, body),
});
