import { defineRoute } from '@/lib/http/define-route';
import { listPoliciesRoute } from '@/lib/schemas/api/dunning';
import { listPolicies } from '@/lib/services/dunning/dunning-policies';

export const GET = defineRoute({
  ...listPoliciesRoute,
  permission: 'dunning.read',
  run: async ({ ctx }) => listPoliciesRoute.response.parse(await listPolicies(ctx)),
});
