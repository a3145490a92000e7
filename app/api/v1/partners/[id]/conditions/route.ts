import { defineRoute } from '@/lib/http/define-route';
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
    conditionsAnswer(
      await changeConditions(ctx, { partner: params.id, change: definedOf(change), holdsFrom }),
    ),
});

/** Without the fields that were left out. */
const definedOf = <T extends object>(body: T) =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
