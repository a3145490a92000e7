import { defineRoute } from '@/lib/http/define-route';
import { setChainRoute } from '@/lib/schemas/api/agreements';
import { setOfferingChain } from '@/lib/services/agreements/set-offering-chain';

export const PUT = defineRoute({
  ...setChainRoute,
  permission: 'agreement.manage',
  run: async ({ ctx, params, body }) =>
    setChainRoute.response.parse(await setOfferingChain(ctx, params.id, body)),
});
