import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EntryTable } from '@/components/bank/entry-table';
import { FileResult } from '@/components/bank/file-result';
import { format } from '@/components/bank/file-table';
import { parseListState } from '@/components/data-table/list-state';
import { InstantText } from '@/components/time/instant-text';
import { Callout } from '@/components/ui/callout';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getBankFile, listBankEntries } from '@/lib/services/bank/list-bank-files';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bank'))('file') };
}

export default async function BankFilePage({
  params,
  searchParams,
}: PageProps<'/operator/payments/bank/[id]'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('bank');
  const { id } = await params;
  const state = parseListState(await searchParams, {
    ...{ sortable: ['bookedOn'], filters: ['state'], defaultSort: '-bookedOn' },
  });
  const file = await orNotFound(getBankFile(ctx, id));
  const [entries, { timeZone }] = await Promise.all([
    orNotFound(listBankEntries(ctx, { ...state, filters: { ...state.filters, file: [id] } })),
    getOperator(ctx),
  ]);
  const left = file.sums.filter((sum) => sum.state === 'read').reduce((count, sum) => count + sum.entries, 0);
  return (
    <>
      <PageHeader
        title={file.name}
        breadcrumbs={[{ label: t('title'), href: '/operator/payments/bank' }, { label: file.name }]}
        state={
          <StateBadge
            tone={file.state === 'done' ? 'good' : 'progress'}
            label={t(`fileStates.${file.state}`)}
          />
        }
        meta={
          <>
            {t(`formats.${format(file.format)}`)} · {file.version} · {file.messageId} ·{' '}
            <InstantText value={file.receivedAt} timeZone={timeZone} /> · {file.receivedBy}
          </>
        }
      />
      {left > 0 ? <Callout tone="progress">{t('reading', { left })}</Callout> : null}
      <FileResult sums={file.sums} statements={file.statements} entryCount={file.entryCount} />
      <Section title={t('entries')}>
        <EntryTable
          label={t('entriesOf', { file: file.name })}
          entries={entries.data}
          nextCursor={entries.nextCursor}
          empty={{ title: t('emptyEntries'), description: t('emptyEntriesNote') }}
        />
      </Section>
    </>
  );
}
