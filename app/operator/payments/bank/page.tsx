import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EntryTable } from '@/components/bank/entry-table';
import { BankFileTable } from '@/components/bank/file-table';
import { SendBankFile } from '@/components/bank/send-bank-file';
import { parseListState } from '@/components/data-table/list-state';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { listBankEntries, listBankFiles } from '@/lib/services/bank/list-bank-files';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bank'))('title') };
}

export default async function BankFilesPage({ searchParams }: PageProps<'/operator/payments/bank'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('bank');
  const search = await searchParams;
  const waiting = parseListState(search, {
    ...{ sortable: ['bookedOn'], filters: [], defaultSort: '-bookedOn', prefix: 'waiting' },
  });
  const files = parseListState(search, { sortable: ['receivedAt'], filters: [], defaultSort: '-receivedAt' });
  const [entries, page, { timeZone }] = await Promise.all([
    orNotFound(listBankEntries(ctx, { ...waiting, filters: { state: ['unmatched'] } })),
    orNotFound(listBankFiles(ctx, files)),
    getOperator(ctx),
  ]);
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      {can(ctx.actor, 'bank-file.manage') ? <SendBankFile /> : null}
      <Section title={t('waiting')}>
        <EntryTable
          label={t('waiting')}
          entries={entries.data}
          nextCursor={entries.nextCursor}
          withStates={false}
          prefix="waiting"
          empty={{ title: t('emptyWaiting'), description: t('emptyWaitingNote') }}
        />
      </Section>
      <Section title={t('files')}>
        <BankFileTable files={page.data} nextCursor={page.nextCursor} timeZone={timeZone} />
      </Section>
    </>
  );
}
