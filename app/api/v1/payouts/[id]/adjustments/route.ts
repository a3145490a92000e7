import { defineRoute } from '@/lib/http/define-route';
import { adjustPayoutRoute } from '@/lib/schemas/api/payouts';
import { adjustPayout } from '@/lib/services/payouts/adjust-payout';

export const POST = defineRoute({
  ...adjustPayoutRoute,
  permission: 'payout.manage',
  run: ({ ctx, params, body }) => adjustPayout(ctx, params.id, body),
});
