import { findBudget, listBudgets as listBudgetRows } from '@/lib/db/budgets';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { type BudgetView, budgetView } from '@/lib/services/budgets/budget-facts';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Budgets, the latest first; a customer sees those of its own accounts, whoever set them. */
export async function listBudgets(ctx: ServiceContext, query: ListQuery): Promise<Page<BudgetView>> {
  authorise(ctx, 'alert.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listBudgetRows(sql, query));
  return { ...page, data: page.data.map(budgetView) };
}

/** Fails: `not_found`. */
export async function getBudget(ctx: ServiceContext, id: string): Promise<BudgetView> {
  authorise(ctx, 'alert.read');
  const row = await withTenantSql(scopeOf(ctx.actor), (sql) => findBudget(sql, id));
  if (!row) throw notFound('The budget');
  return budgetView(row);
}
