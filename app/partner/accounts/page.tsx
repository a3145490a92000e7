import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { mapAccounts, searchAccounts } from '@/app/partner/accounts/actions';
import { parseListState } from '@/components/data-table/list-state';
import { AccountTable } from '@/components/partner-bill/account-table';
import { LevelTabs } from '@/components/partner-bill/level-tabs';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { listAccountMappings } from '@/lib/services/account-mappings/list-account-mappings';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('accounts.title') };
}

export default async function PartnerAccountsPage({ searchParams }: PageProps<'/partner/accounts'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('partner.accounts');
  const query = await searchParams;
  const level = query.level === 'payer' ? 'payer' : 'sub_account';
  const spec = {
    sortable: ['waiting', 'externalAccount', 'lineCount'],
    filters: ['state'],
    defaultSort: '-waiting',
  };
  const state = parseListState(query, spec);
  const filters = { ...state.filters, level: [level] };
  const { data, nextCursor } = await listAccountMappings(ctx, null, { ...state, filters });
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <LevelTabs href="/partner/accounts" />
      <AccountTable
        key={level}
        partner={ctx.actor.partyId!}
        accounts={data}
        nextCursor={nextCursor}
        canMap={can(ctx.actor, 'account-mapping.manage')}
        search={searchAccounts}
        map={mapAccounts}
      />
    </>
  );
}
