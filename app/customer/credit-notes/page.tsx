import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { CreditNoteTable } from '@/components/credit-note/credit-note-table';
import { parseListState } from '@/components/data-table/list-state';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { listCreditNotes } from '@/lib/services/credit-notes/list-credit-notes';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('creditNote'))('title') };
}

export default async function CustomerCreditNotesPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const ctx = await requireContext('customer');
  const t = await getTranslations('creditNote');
  const state = parseListState(await searchParams, {
    sortable: ['issued', 'total'],
    filters: ['kind'],
    defaultSort: '-issued',
  });
  const notes = await orNotFound(listCreditNotes(ctx, state));
  return (
    <>
      <PageHeader title={t('title')} description={t('customerDescription')} />
      <CreditNoteTable
        notes={notes.data}
        nextCursor={notes.nextCursor}
        home="/customer/credit-notes"
        withoutCustomer
      />
    </>
  );
}
