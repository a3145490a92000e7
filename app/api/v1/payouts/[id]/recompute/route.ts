import { defineRoute } from '@/lib/http/define-route';
import { recomputePayoutRoute } from '@/lib/schemas/api/payouts';
import { recomputePayout } from '@/lib/services/payouts/recompute-payout';

export const POST = defineRoute({
  ...recomputePayoutRoute,
  permission: 'payout.manage',
  run: ({ ctx, params }) => recomputePayout(ctx, params.id),
});
