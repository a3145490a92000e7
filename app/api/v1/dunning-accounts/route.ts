import { defineRoute } from '@/lib/http/define-route';
import { listDunnedRoute } from '@/lib/schemas/api/dunning';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listDunnedAccounts } from '@/lib/services/dunning/list-dunning';

export const GET = defineRoute({
  ...listDunnedRoute,
  permission: 'dunning.read',
  run: async ({ ctx, query }) => {
    const { stage, hold, currency } = query;
    const filters = { hold, currency, stage: stage === undefined ? undefined : String(stage) };
    return listDunnedRoute.response.parse(await listDunnedAccounts(ctx, listQueryOf(query, filters)));
  },
});
