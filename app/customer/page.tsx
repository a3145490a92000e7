import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { AccountSoFar } from '@/app/customer/account-so-far';
import { LatestBills } from '@/components/bill/latest-bills';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { requireContext } from '@/lib/auth/viewer';
import { listAccounts } from '@/lib/services/accounts/list-accounts';
import { listBills } from '@/lib/services/bills/list-bills';
import { readStandings } from '@/lib/services/payments/read-standings';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('customer.nav'))('home') };
}

/** The customer's home: the bill so far of each account against the last one, then the bills. */
export default async function CustomerHome() {
  const ctx = await requireContext('customer');
  const t = await getTranslations('customer.home');
  const latest = { q: '', sort: null, filters: {}, after: null };
  const [accounts, bills] = await Promise.all([
    listAccounts(ctx, { ...latest, pageSize: 25 }),
    listBills(ctx, { ...latest, pageSize: 5 }),
  ]);
  const standings = await readStandings(ctx, bills.data);
  const [first] = accounts.data;
  return (
    <>
      <PageHeader title={t('title', { name: first?.customer.name ?? '' })} description={t('description')} />
      {first ? null : <EmptyState title={t('noAccounts')} description={t('noAccountsDescription')} />}
      {accounts.data.map((account) => (
        <Section
          key={account.id}
          title={account.name}
          description={`${account.number} · ${account.currency}`}
        >
          <Suspense fallback={<Skeleton className="h-48 w-full" />}>
            <AccountSoFar ctx={ctx} account={account} home="/customer/bills" />
          </Suspense>
        </Section>
      ))}
      <Section
        title={t('latest')}
        actions={
          <LinkButton size="sm" href="/customer/bills">
            {t('allBills')}
          </LinkButton>
        }
      >
        <LatestBills bills={bills.data} standings={standings} home="/customer/bills" />
      </Section>
    </>
  );
}
