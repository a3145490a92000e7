import { defineRoute } from '@/lib/http/define-route';
import { savePolicyRoute } from '@/lib/schemas/api/dunning';
import { savePolicy } from '@/lib/services/dunning/dunning-policies';

export const PUT = defineRoute({
  ...savePolicyRoute,
  permission: 'dunning.manage',
  run: ({ ctx, params, body }) => savePolicy(ctx, { ...body, customerGroup: params.group }),
});
