import { defineRoute } from '@/lib/http/define-route';
import { agreeConditionsRoute, conditionsAnswer } from '@/lib/schemas/api/agreement-conditions';
import { agreeConditions } from '@/lib/services/agreements/agree-conditions';

export const POST = defineRoute({
  ...agreeConditionsRoute,
  permission: 'payout-conditions.agree',
  run: async ({ ctx, params }) =>
    conditionsAnswer(await agreeConditions(ctx, { partner: params.id, change: params.change })),
});
