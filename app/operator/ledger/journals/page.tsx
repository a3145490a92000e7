import { FileSpreadsheet } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { parseListState } from '@/components/data-table/list-state';
import { DayFilter } from '@/components/ledger/day-filter';
import { dayOf } from '@/components/ledger/event-options';
import { JournalTable } from '@/components/ledger/journal-table';
import { LedgerTabs } from '@/components/ledger/ledger-tabs';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { listJournals } from '@/lib/services/ledger/list-journals';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ledger'))('journals') };
}

export default async function JournalsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('ledger');
  const state = parseListState(await searchParams, {
    sortable: ['booked'],
    filters: ['event', 'bill', 'source', 'from', 'to'],
    defaultSort: '-booked',
  });
  const { from, to, ...others } = state.filters;
  const filters = { ...others, from: dayOf(from), to: dayOf(to) };
  const journals = await orNotFound(listJournals(ctx, { ...state, filters }));
  const { bill, source } = state.filters;
  const number = journals.data.find((journal) => journal.bill !== null)?.bill?.number ?? '';
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('journalsDescription')}
        actions={
          <LinkButton
            href={`/api/v1/ledger/journals.csv?${exported(filters)}`}
            download
            icon={<FileSpreadsheet size={16} aria-hidden />}
          >
            {t('csv')}
          </LinkButton>
        }
      />
      <LedgerTabs />
      <div className="pt-6">
        {bill || source ? (
          <p className="pb-4">
            {bill ? t('onlyBill', { number }) : t('onlyCause')}
            {' · '}
            <TextLink href="/operator/ledger/journals">{t('showAll')}</TextLink>
          </p>
        ) : null}
        <DayFilter />
        <JournalTable journals={journals.data} nextCursor={journals.nextCursor} />
      </div>
    </>
  );
}

/** The filter at hand, as the export takes it. */
function exported(filters: Readonly<Record<string, readonly string[]>>): string {
  const query = new URLSearchParams();
  for (const [name, chosen] of Object.entries(filters)) for (const value of chosen) query.append(name, value);
  return query.toString();
}
