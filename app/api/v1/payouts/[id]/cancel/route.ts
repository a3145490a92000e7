import { defineRoute } from '@/lib/http/define-route';
import { cancelPayoutRoute } from '@/lib/schemas/api/payouts';
import { cancelPayout } from '@/lib/services/payouts/cancel-payout';

export const POST = defineRoute({
  ...cancelPayoutRoute,
  permission: 'payout.manage',
  run: ({ ctx, params }) => cancelPayout(ctx, params.id),
});
