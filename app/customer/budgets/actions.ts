'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { budgetInput } from '@/lib/schemas/api/alerts';
import { changeBudget, endBudget } from '@/lib/services/budgets/change-budget';
import { createBudget } from '@/lib/services/budgets/create-budget';

/** Used by the operator's page of an account too: the service tells whose accounts are whose. */
export const setBudget = defineAction({
  schema: z.strictObject({
    ...budgetInput,
    billingAccount: z.string().max(60),
    product: z.uuid().nullable(),
  }),
  permission: 'budget.manage',
  run: async ({ ctx, input: { product: productId, ...input } }) => {
    const { id } = await createBudget(ctx, { ...input, productId });
    return { id };
  },
});

export const saveBudget = defineAction({
  schema: z.strictObject({ ...budgetInput, id: z.uuid() }),
  permission: 'budget.manage',
  run: async ({ ctx, input: { id, ...input } }) => {
    await changeBudget(ctx, id, input);
    return { id };
  },
});

export const stopBudget = defineAction({
  schema: z.strictObject({ id: z.uuid() }),
  permission: 'budget.manage',
  run: async ({ ctx, input }) => {
    await endBudget(ctx, input.id);
    return { id: input.id };
  },
});
