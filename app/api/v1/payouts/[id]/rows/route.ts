import { defineRoute } from '@/lib/http/define-route';
import { listPayoutRowsRoute } from '@/lib/schemas/api/payout-rows';
import { listPayoutRows } from '@/lib/services/payouts/list-payout-rows';

export const GET = defineRoute({
  ...listPayoutRowsRoute,
  permission: 'payout.read',
  run: ({ ctx, params, query }) => {
    const { cause = null, cursor: after = null, limit: pageSize } = query;
    return listPayoutRows(ctx, params.id, { cause, after, pageSize });
  },
});
