import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { parseListState } from '@/components/data-table/list-state';
import { DayFilter } from '@/components/ledger/day-filter';
import { EntryTable } from '@/components/ledger/entry-table';
import { dayOf } from '@/components/ledger/event-options';
import { MoneyText } from '@/components/money/money-text';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { readLedgerAccount } from '@/lib/services/ledger/read-account';

type Props = { params: Promise<{ account: string; party: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('ledger');
  const { account } = await params;
  return { title: t.has(`account.${account}`) ? t(`account.${account}`) : t('title') };
}

/** One party's account: its balance, and every posting that made it. */
export default async function LedgerEntriesPage({ params, searchParams }: Props) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('ledger');
  const { account, party: partyId } = await params;
  const search = await searchParams;
  const { currency } = search;
  if (typeof currency !== 'string') notFound();
  const state = parseListState(search, { filters: ['event', 'from', 'to'] });
  const { event = [], from, to } = state.filters;
  const filters = { event, from: dayOf(from), to: dayOf(to) };
  const { balance, entries } = await orNotFound(
    readLedgerAccount(ctx, { account, partyId, currency }, { ...state, filters }),
  );
  const name = t(`account.${account}`);
  const party = balance.party ?? t('noParty');
  return (
    <>
      <PageHeader
        title={`${name}: ${party}`}
        breadcrumbs={[
          { label: t('title'), href: '/operator/ledger' },
          { label: name, href: `/operator/ledger/${account}?currency=${currency}` },
          { label: party },
        ]}
      />
      <KeyFigures>
        <KeyFigure
          label={t('table.balance')}
          value={<MoneyText amount={balance.balance} currency={currency} size="figure" />}
        />
        <KeyFigure
          label={t('table.debit')}
          value={<MoneyText amount={balance.debit} currency={currency} size="figure" />}
        />
        <KeyFigure
          label={t('table.credit')}
          value={<MoneyText amount={balance.credit} currency={currency} size="figure" />}
        />
      </KeyFigures>
      <DayFilter />
      <EntryTable entries={entries.data} currency={currency} nextCursor={entries.nextCursor} />
    </>
  );
}
