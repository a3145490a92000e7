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

export default async function CustomerDebitNotesPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const ctx = await requireContext('customer');
  const t = await getTranslations('payment.debitNote');
  const payments = await getTranslations('payment');
  const state = parseListState(await searchParams, {
    sortable: ['issued', 'due', 'amount'],
    filters: ['state'],
    defaultSort: '-issued',
  });
  const notes = await orNotFound(listDebitNotes(ctx, state));
  return (
    <>
      <PageHeader
        title={t('list')}
        description={t('customerListDescription')}
        breadcrumbs={[{ label: payments('title'), href: '/customer/payments' }, { label: t('list') }]}
      />
      <DebitNoteTable
        notes={notes.data}
        nextCursor={notes.nextCursor}
        home="/customer/debit-notes"
        withoutCustomer
      />
    </>
  );
}
