import { defineRoute } from '@/lib/http/define-route';
import { listNoticesRoute } from '@/lib/schemas/api/dunning';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listNotices } from '@/lib/services/dunning/list-dunning';

export const GET = defineRoute({
  ...listNoticesRoute,
  permission: 'dunning.read',
  run: async ({ ctx, query }) => {
    const { billingAccount: account, action } = query;
    return listNoticesRoute.response.parse(await listNotices(ctx, listQueryOf(query, { account, action })));
  },
});
