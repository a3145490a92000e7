import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { cache } from 'react';
import { AccountSoFar } from '@/app/customer/account-so-far';
import { checkUsage } from '@/app/customer/alerts/actions';
import { saveBudget, setBudget, stopBudget } from '@/app/customer/budgets/actions';
import { readBudgets } from '@/app/customer/budgets/budget-items';
import { AccountAdjustments } from '@/app/operator/accounts/[number]/account-adjustments';
import { AccountMoney } from '@/app/operator/accounts/[number]/account-money';
import { DunningSection } from '@/app/operator/dunning/dunning-section';
import { AccountFacts } from '@/components/account/account-facts';
import { DiscountTable } from '@/components/account/discount-table';
import { ProductTable } from '@/components/account/product-table';
import { CheckUsageButton } from '@/components/alert/check-usage-button';
import { BillTable } from '@/components/bill/bill-table';
import { BudgetDialog } from '@/components/budget/budget-dialog';
import { BudgetList } from '@/components/budget/budget-list';
import { parseListState } from '@/components/data-table/list-state';
import { IssueList } from '@/components/ui/issue-list';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getAccount } from '@/lib/services/accounts/get-account';
import { listBills } from '@/lib/services/bills/list-bills';
import { listProducts } from '@/lib/services/products/list-products';

/** Read once for the page and its title. */
const readAccount = cache(async (number: string) => {
  const ctx = await requireContext('operator');
  return { ctx, account: await orNotFound(getAccount(ctx, decodeURIComponent(number))) };
});

type Props = { params: Promise<{ number: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { account } = await readAccount((await params).number);
  return { title: account.name };
}

export default async function AccountPage({
  params,
  searchParams,
}: {
  params: Promise<{ number: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const t = await getTranslations('operator.accounts');
  const billNow = await getTranslations('operator.billNow');
  const { ctx, account } = await readAccount((await params).number);
  const search = await searchParams;
  const state = parseListState(search, {
    prefix: 'products',
    sortable: ['name', 'supplier', 'startedOn'],
    filters: ['state'],
    defaultSort: 'name',
  });
  const products = await orNotFound(
    listProducts(ctx, {
      ...state,
      filters: { ...state.filters, account: [account.id] },
    }),
  );
  const billState = parseListState(search, {
    prefix: 'bills',
    sortable: ['period', 'total'],
    defaultSort: '-period',
  });
  const bills = await orNotFound(listBills(ctx, { ...billState, filters: { account: [account.id] } }));
  const { customer } = account;
  const notices = await getTranslations('alert');
  const { budgets, scopes } = await readBudgets(ctx, [account]);
  const canBudget = can(ctx.actor, 'budget.manage');
  const budgetActions = { create: setBudget, change: saveBudget, end: stopBudget };
  return (
    <>
      <PageHeader
        title={account.name}
        meta={account.number}
        breadcrumbs={[
          { label: t('customers'), href: '/operator/customers' },
          { label: customer.name, href: `/operator/customers/${customer.slug}` },
          { label: account.number },
        ]}
        actions={
          can(ctx.actor, 'bill-run.manage') ? (
            <>
              {account.state === 'active' && can(ctx.actor, 'account.manage') ? (
                <LinkButton href={`/operator/accounts/${account.number}/bill?kind=final`}>
                  {billNow('close')}
                </LinkButton>
              ) : null}
              <LinkButton href={`/operator/accounts/${account.number}/bill`}>{billNow('billNow')}</LinkButton>
            </>
          ) : null
        }
      />
      <Section title={t('facts')}>
        <AccountFacts account={account}>
          {[
            {
              term: t('customer'),
              detail: <TextLink href={`/operator/customers/${customer.slug}`}>{customer.name}</TextLink>,
            },
            ...(account.parent
              ? [
                  {
                    term: t('parent'),
                    detail: (
                      <TextLink href={`/operator/accounts/${account.parent.number}`}>
                        {account.parent.name}
                      </TextLink>
                    ),
                  },
                ]
              : []),
          ]}
        </AccountFacts>
      </Section>
      <Section title={t('current')} description={t('currentDescription')}>
        <AccountSoFar ctx={ctx} account={account} home="/operator/bills">
          {({ books }) =>
            books && books.issues.length > 0 ? (
              <div className="pt-4">
                <IssueList
                  issues={books.issues.map(({ code, severity, message }) => ({ code, severity, message }))}
                />
              </div>
            ) : null
          }
        </AccountSoFar>
      </Section>
      <Section
        title={notices('budgets.title')}
        description={notices('budgets.description')}
        actions={
          canBudget ? (
            <>
              <CheckUsageButton account={account.number} check={checkUsage} />
              <BudgetDialog scopes={scopes} actions={budgetActions} />
            </>
          ) : null
        }
      >
        <BudgetList
          budgets={budgets}
          scopes={scopes}
          actions={budgetActions}
          canManage={canBudget}
          showAccount={false}
        />
      </Section>
      <AccountAdjustments ctx={ctx} account={account} search={search} />
      <AccountMoney ctx={ctx} account={account} />
      <DunningSection ctx={ctx} account={account} />
      <Section title={t('bills')} description={t('billsDescription')}>
        <BillTable
          bills={bills.data}
          nextCursor={bills.nextCursor}
          home="/operator/bills"
          without={['customer', 'account']}
          prefix="bills"
          searchable={false}
          empty={{ title: t('noBills') }}
        />
      </Section>
      <Section title={t('products')}>
        <ProductTable
          products={products.data}
          nextCursor={products.nextCursor}
          offeringHref="/operator/offerings"
          prefix="products"
        />
      </Section>
      <Section
        title={t('discounts')}
        actions={
          can(ctx.actor, 'account.manage') ? (
            <LinkButton href={`/operator/accounts/${account.number}/discounts/new`}>
              {t('newDiscount')}
            </LinkButton>
          ) : null
        }
      >
        <DiscountTable discounts={account.discounts} currency={account.currency} />
      </Section>
    </>
  );
}
