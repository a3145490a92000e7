import { defineRoute } from '@/lib/http/define-route';
import { objectToPayoutRoute } from '@/lib/schemas/api/payouts';
import { objectToPayout } from '@/lib/services/payouts/object-to-payout';

export const POST = defineRoute({
  ...objectToPayoutRoute,
  permission: 'payout.object',
  run: ({ ctx, params, body }) => objectToPayout(ctx, params.id, { ...body, row: body.row ?? null }),
});
