import { defineRoute } from '@/lib/http/define-route';
import { listBalancesRoute } from '@/lib/schemas/api/ledger';
import { listBalances } from '@/lib/services/ledger/read-balances';

export const GET = defineRoute({
  ...listBalancesRoute,
  permission: 'ledger.read',
  run: async ({ ctx, query }) => ({ data: await listBalances(ctx, query), nextCursor: null }),
});
