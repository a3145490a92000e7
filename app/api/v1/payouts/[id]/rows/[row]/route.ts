import { defineRoute } from '@/lib/http/define-route';
import { explainPayoutRowRoute } from '@/lib/schemas/api/payout-rows';
import { explainPayoutRow } from '@/lib/services/payouts/explain-payout-row';

export const GET = defineRoute({
  ...explainPayoutRowRoute,
  permission: 'payout.read',
  run: ({ ctx, params }) => explainPayoutRow(ctx, params.id, params.row),
});
