import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RecordHeader } from '@/app/operator/partners/[slug]/_components/record-header';
import { mapAccounts, searchAccounts } from '@/app/partner/accounts/actions';
import { parseListState } from '@/components/data-table/list-state';
import { AccountTable } from '@/components/partner-bill/account-table';
import { LevelTabs } from '@/components/partner-bill/level-tabs';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { listAccountMappings } from '@/lib/services/account-mappings/list-account-mappings';
import { getPartner } from '@/lib/services/parties/get-partner';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('accounts.title') };
}

export default async function PartnerAccountsPage({
  params,
  searchParams,
}: PageProps<'/operator/partners/[slug]/accounts'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('partner.accounts');
  const partner = await orNotFound(getPartner(ctx, (await params).slug));
  const query = await searchParams;
  const level = query.level === 'payer' ? 'payer' : 'sub_account';
  const spec = {
    sortable: ['waiting', 'externalAccount', 'lineCount'],
    filters: ['state'],
    defaultSort: '-waiting',
  };
  const state = parseListState(query, spec);
  const filters = { ...state.filters, level: [level] };
  const { data, nextCursor } = await listAccountMappings(ctx, partner.id, { ...state, filters });
  return (
    <>
      <RecordHeader partner={partner} description={t('description')} />
      <LevelTabs href={`/operator/partners/${partner.slug}/accounts`} />
      <AccountTable
        key={level}
        partner={partner.id}
        accounts={data}
        nextCursor={nextCursor}
        canMap={can(ctx.actor, 'account-mapping.manage')}
        search={searchAccounts}
        map={mapAccounts}
      />
    </>
  );
}
