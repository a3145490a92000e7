import { defineRoute } from '@/lib/http/define-route';
import { budgetBody, createBudgetRoute, listBudgetsRoute } from '@/lib/schemas/api/alerts';
import { listQueryOf } from '@/lib/schemas/api/page';
import { createBudget } from '@/lib/services/budgets/create-budget';
import { listBudgets } from '@/lib/services/budgets/list-budgets';

export const GET = defineRoute({
  ...listBudgetsRoute,
  permission: 'alert.read',
  run: async ({ ctx, query }) => {
    const { billingAccount: account, state } = query;
    const page = await listBudgets(ctx, listQueryOf(query, { account, state }));
    return { ...page, data: page.data.map((budget) => budgetBody.parse(budget)) };
  },
});

export const POST = defineRoute({
  ...createBudgetRoute,
  permission: 'budget.manage',
  run: async ({ ctx, body: { product: productId, ...input } }) =>
    budgetBody.parse(await createBudget(ctx, { ...input, productId })),
});
