import { findAccount } from '@/lib/db/accounts';
import { appendAudit } from '@/lib/db/audit';
import { countOpenBudgets, findBudget, hasProduct, insertBudget } from '@/lib/db/budgets';
import { newId } from '@/lib/db/id';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict, invalid, notFound } from '@/lib/errors';
import { enqueue } from '@/lib/queue/enqueue';
import {
  type BudgetInput,
  type BudgetView,
  budgetFacts,
  budgetView,
} from '@/lib/services/budgets/budget-facts';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';

/**
 * Sets a budget for an account (id or number) or one of its products: so much per billing period, without tax. It is compared with
 * the bill so far at once. Fails: `forbidden`, `not_found`, `unknown_product`, `bad_amount`, `bad_thresholds`, `too_many_budgets`.
 */
export async function createBudget(
  ctx: ServiceContext,
  input: BudgetInput & { billingAccount: string; productId: string | null },
): Promise<BudgetView> {
  authorise(ctx, 'budget.manage');
  const { operatorId } = ctx.actor;
  const account = await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const found = await findAccount(sql, input.billingAccount);
    if (!found) throw notFound('The billing account');
    if (input.productId !== null && !(await hasProduct(sql, found.id, input.productId))) {
      throw invalid('unknown_product', 'product', 'The account has no such product.');
    }
    return found;
  });
  const facts = budgetFacts(input, account.currency);
  const id = newId();
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    if ((await countOpenBudgets(sql, account.id)) >= MOST_BUDGETS) {
      throw conflict('too_many_budgets', `An account has at most ${MOST_BUDGETS} budgets. End one first.`);
    }
    await insertBudget(sql, operatorId, {
      ...facts,
      id,
      billingAccountId: account.id,
      productId: input.productId,
      createdBy: actorName(ctx.actor),
      createdAt: ctx.now,
    });
    const after = { ...facts, amountMinor: String(facts.amountMinor), productId: input.productId };
    await appendAudit(sql, ctx.actor, {
      action: 'budget.created',
      entityType: 'usage_budget',
      entityId: id,
      after,
    });
    await enqueue(sql, 'budget.sweep', { operatorId }, { jobKey: `budget.sweep:${operatorId}` });
    return budgetView((await findBudget(sql, id))!);
  });
}

const MOST_BUDGETS = 50;
