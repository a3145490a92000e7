import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { parseListState } from '@/components/data-table/list-state';
import { DebitNoteTable } from '@/components/debit-note/debit-note-table';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { listDebitNotes } from '@/lib/services/debit-notes/list-debit-notes';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payment.debitNote'))('list') };
}

export default async function DebitNotesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('payment.debitNote');
  const state = parseListState(await searchParams, {
    sortable: ['issued', 'due', 'amount'],
    filters: ['state'],
    defaultSort: '-issued',
  });
  const notes = await orNotFound(listDebitNotes(ctx, state));
  return (
    <>
      <PageHeader title={t('list')} description={t('listDescription')} />
      <DebitNoteTable notes={notes.data} nextCursor={notes.nextCursor} home="/operator/debit-notes" />
    </>
  );
}
