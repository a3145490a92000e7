import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { cache } from 'react';
import { AccountSoFar } from '@/app/customer/account-so-far';
import { AccountAdjustments } from '@/app/operator/accounts/[number]/account-adjustments';
import { AccountBills } from '@/app/operator/accounts/[number]/account-bills';
import { AccountBudgets } from '@/app/operator/accounts/[number]/account-budgets';
import { AccountHeader } from '@/app/operator/accounts/[number]/account-header';
import { AccountMoney } from '@/app/operator/accounts/[number]/account-money';
import { AccountProducts } from '@/app/operator/accounts/[number]/account-products';
import { DunningSection } from '@/app/operator/dunning/dunning-section';
import { AccountFacts } from '@/components/account/account-facts';
import { DiscountTable } from '@/components/account/discount-table';
import { IssueList } from '@/components/ui/issue-list';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getAccount } from '@/lib/services/accounts/get-account';

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
  const { ctx, account } = await readAccount((await params).number);
  const search = await searchParams;
  const { customer, parent } = account;
  const linked = (term: string, href: string, name: string) => ({
    term,
    detail: <TextLink href={href}>{name}</TextLink>,
  });
  return (
    <>
      <AccountHeader ctx={ctx} account={account} />
      <Section title={t('facts')}>
        <AccountFacts account={account}>
          {[
            linked(t('customer'), `/operator/customers/${customer.slug}`, customer.name),
            ...(parent ? [linked(t('parent'), `/operator/accounts/${parent.number}`, parent.name)] : []),
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
      <AccountBudgets ctx={ctx} account={account} />
      <AccountAdjustments ctx={ctx} account={account} search={search} />
      <AccountMoney ctx={ctx} account={account} />
      <DunningSection ctx={ctx} account={account} />
      <AccountBills ctx={ctx} account={account} search={search} />
      <AccountProducts ctx={ctx} account={account} search={search} />
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
