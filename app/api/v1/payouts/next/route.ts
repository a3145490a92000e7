import { defineRoute } from '@/lib/http/define-route';
import { nextPayoutRoute } from '@/lib/schemas/api/payouts';
import { getNextPayout } from '@/lib/services/payouts/get-next-payout';

export const GET = defineRoute({
  ...nextPayoutRoute,
  permission: 'payout.read',
  run: ({ ctx, query }) => getNextPayout(ctx, query.partner ?? null),
});
