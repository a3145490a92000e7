import { appendAudit } from '@/lib/db/audit';
import { endBudget as endBudgetRow, findBudget, updateBudget } from '@/lib/db/budgets';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { enqueue } from '@/lib/queue/enqueue';
import {
  type BudgetInput,
  type BudgetView,
  budgetFacts,
  budgetView,
} from '@/lib/services/budgets/budget-facts';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';

/** Changes an open budget; thresholds that were told of in this period are not told again. Fails as `createBudget` does. */
export async function changeBudget(ctx: ServiceContext, id: string, input: BudgetInput): Promise<BudgetView> {
  const before = await requireOpen(ctx, id);
  const { operatorId } = ctx.actor;
  const facts = budgetFacts(input, before.account.currency);
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    if (!(await updateBudget(sql, id, facts))) throw notFound('The budget');
    const after = { ...facts, amountMinor: String(facts.amountMinor) };
    await audit(sql, ctx, 'budget.changed', before, after);
    await enqueue(sql, 'budget.sweep', { operatorId }, { jobKey: `budget.sweep:${operatorId}` });
    return budgetView((await findBudget(sql, id))!);
  });
}

/** Ends a budget: nothing is compared with it any more; what it told stays. Fails: `forbidden`, `not_found`. */
export async function endBudget(ctx: ServiceContext, id: string): Promise<BudgetView> {
  const before = await requireOpen(ctx, id);
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    if (!(await endBudgetRow(sql, id, ctx.now))) throw notFound('The budget');
    await audit(sql, ctx, 'budget.ended', before, { endedAt: ctx.now });
    return budgetView((await findBudget(sql, id))!);
  });
}

/** In the actor's own scope: what belongs to somebody else is not there. */
async function requireOpen(ctx: ServiceContext, id: string): Promise<BudgetView> {
  authorise(ctx, 'budget.manage');
  const row = await withTenantSql(scopeOf(ctx.actor), (sql) => findBudget(sql, id));
  if (!row || row.endedAt !== null) throw notFound('The budget');
  return budgetView(row);
}

const audit = (
  sql: Sql,
  ctx: ServiceContext,
  action: string,
  { account, ...before }: BudgetView,
  after: unknown,
) =>
  appendAudit(sql, ctx.actor, {
    action,
    entityType: 'usage_budget',
    entityId: before.id,
    before: { ...before, billingAccountId: account.id },
    after,
  });
