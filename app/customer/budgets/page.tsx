import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { saveBudget, setBudget, stopBudget } from '@/app/customer/budgets/actions';
import { readBudgets } from '@/app/customer/budgets/budget-items';
import { BudgetDialog } from '@/components/budget/budget-dialog';
import { BudgetList } from '@/components/budget/budget-list';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { listAccounts } from '@/lib/services/accounts/list-accounts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('alert.budgets'))('title') };
}

export default async function BudgetsPage() {
  const ctx = await requireContext('customer');
  const t = await getTranslations('alert.budgets');
  const accounts = await listAccounts(ctx, { q: '', sort: null, filters: {}, after: null, pageSize: 50 });
  const { budgets, scopes } = await readBudgets(ctx, accounts.data);
  const canManage = can(ctx.actor, 'budget.manage');
  const actions = { create: setBudget, change: saveBudget, end: stopBudget };
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          canManage && scopes.length > 0 ? (
            <BudgetDialog variant="primary" scopes={scopes} actions={actions} />
          ) : null
        }
      />
      <BudgetList
        budgets={budgets}
        scopes={scopes}
        actions={actions}
        canManage={canManage}
        showAccount={scopes.length > 1}
      />
    </>
  );
}
