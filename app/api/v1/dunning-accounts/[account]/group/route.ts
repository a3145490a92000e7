import { defineRoute } from '@/lib/http/define-route';
import { changeGroupRoute } from '@/lib/schemas/api/dunning';
import { changeCustomerGroup } from '@/lib/services/dunning/pause-dunning';

export const PUT = defineRoute({
  ...changeGroupRoute,
  permission: 'dunning.manage',
  run: ({ ctx, params, body }) => changeCustomerGroup(ctx, params.account, body.customerGroup),
});
