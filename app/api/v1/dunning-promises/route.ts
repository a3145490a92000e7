import { defineRoute } from '@/lib/http/define-route';
import { addPromiseRoute, listPromisesRoute } from '@/lib/schemas/api/dunning';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listPromises } from '@/lib/services/dunning/list-dunning';
import { addPromise } from '@/lib/services/dunning/pause-dunning';

export const GET = defineRoute({
  ...listPromisesRoute,
  permission: 'dunning.read',
  run: async ({ ctx, query }) => {
    const { billingAccount: account, state } = query;
    return listPromisesRoute.response.parse(await listPromises(ctx, listQueryOf(query, { account, state })));
  },
});

export const POST = defineRoute({
  ...addPromiseRoute,
  permission: 'dunning.manage',
  run: ({ ctx, body: { billingAccount: account, ...input } }) => addPromise(ctx, { ...input, account }),
});
