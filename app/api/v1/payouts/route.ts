import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listPayoutsRoute } from '@/lib/schemas/api/payouts';
import { listPayouts } from '@/lib/services/payouts/list-payouts';

export const GET = defineRoute({
  ...listPayoutsRoute,
  permission: 'payout.read',
  run: ({ ctx, query }) => {
    const { state, run, partner: party, currency, objected, q = '' } = query;
    return listPayouts(ctx, { ...listQueryOf(query, { state, run, party, currency, objected }), q });
  },
});
