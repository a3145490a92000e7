import { defineRoute } from '@/lib/http/define-route';
import { givenOf } from '@/lib/schemas/agreement-conditions';
import {
  changeConditionsRoute,
  conditionsAnswer,
  getConditionsRoute,
} from '@/lib/schemas/api/agreement-conditions';
import { changeConditions, getConditions } from '@/lib/services/agreements/change-conditions';

export const GET = defineRoute({
  ...getConditionsRoute,
  permission: 'partner.read',
  run: async ({ ctx, params }) => conditionsAnswer(await getConditions(ctx, params.id)),
});

export const PATCH = defineRoute({
  ...changeConditionsRoute,
  permission: 'agreement.manage',
  run: async ({ ctx, params, body: { holdsFrom, ...change } }) =>
    conditionsAnswer(await changeConditions(ctx, { partner: params.id, change: givenOf(change), holdsFrom })),
});
