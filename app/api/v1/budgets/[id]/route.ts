import { defineRoute } from '@/lib/http/define-route';
import { budgetBody, changeBudgetRoute, endBudgetRoute, getBudgetRoute } from '@/lib/schemas/api/alerts';
import { changeBudget, endBudget } from '@/lib/services/budgets/change-budget';
import { getBudget } from '@/lib/services/budgets/list-budgets';

export const GET = defineRoute({
  ...getBudgetRoute,
  permission: 'alert.read',
  run: async ({ ctx, params }) => budgetBody.parse(await getBudget(ctx, params.id)),
});

export const PUT = defineRoute({
  ...changeBudgetRoute,
  permission: 'budget.manage',
  run: async ({ ctx, params, body }) => budgetBody.parse(await changeBudget(ctx, params.id, body)),
});

export const DELETE = defineRoute({
  ...endBudgetRoute,
  permission: 'budget.manage',
  run: async ({ ctx, params }) => budgetBody.parse(await endBudget(ctx, params.id)),
});
