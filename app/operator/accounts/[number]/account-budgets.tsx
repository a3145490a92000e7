import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { checkUsage } from '@/app/customer/alerts/actions';
import { saveBudget, setBudget, stopBudget } from '@/app/customer/budgets/actions';
import { readBudgets } from '@/app/customer/budgets/budget-items';
import { CheckUsageButton } from '@/components/alert/check-usage-button';
import { BudgetDialog } from '@/components/budget/budget-dialog';
import { BudgetList } from '@/components/budget/budget-list';
import { Section } from '@/components/ui/section';
import { can } from '@/lib/domain/access/permissions';
import type { RequestContext } from '@/lib/http/request-context';
import type { AccountView } from '@/lib/services/accounts/get-account';

/** What an account may come to a period, and the look for unusual usage. */
export async function AccountBudgets({
  ctx,
  account,
}: {
  ctx: RequestContext;
  account: AccountView;
}): Promise<ReactNode> {
  const t = await getTranslations('alert.budgets');
  const { budgets, scopes } = await readBudgets(ctx, [account]);
  const canManage = can(ctx.actor, 'budget.manage');
  const actions = { create: setBudget, change: saveBudget, end: stopBudget };
  return (
    <Section
      title={t('title')}
      description={t('description')}
      actions={
        canManage ? (
          <>
            <CheckUsageButton account={account.number} check={checkUsage} />
            <BudgetDialog scopes={scopes} actions={actions} />
          </>
        ) : null
      }
    >
      <BudgetList {...{ budgets, scopes, actions, canManage }} showAccount={false} />
    </Section>
  );
}
