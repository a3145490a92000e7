import { defineRoute } from '@/lib/http/define-route';
import { conditionsAnswer, withdrawConditionsRoute } from '@/lib/schemas/api/agreement-conditions';
import { withdrawConditions } from '@/lib/services/agreements/withdraw-conditions';

export const POST = defineRoute({
  ...withdrawConditionsRoute,
  permission: 'agreement.manage',
  run: async ({ ctx, params }) =>
    conditionsAnswer(await withdrawConditions(ctx, { partner: params.id, change: params.change })),
});
