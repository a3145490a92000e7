import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { parseListState } from '@/components/data-table/list-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { UsageTabs } from '@/components/usage/usage-tabs';
import { FileTable, fileFilters, fileSortable } from '@/components/usage-file/file-table';
import { requireContext } from '@/lib/auth/viewer';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listUsageFiles } from '@/lib/services/usage-files/list-usage-files';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('usageFile'))('files.title') };
}

export default async function UsageFilesPage({ searchParams }: PageProps<'/operator/usage/files'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('usageFile');
  const spec = { sortable: fileSortable, filters: fileFilters, defaultSort: '-createdAt' };
  const state = parseListState(await searchParams, spec);
  const [operator, { data, nextCursor }] = await Promise.all([getOperator(ctx), listUsageFiles(ctx, state)]);
  const send = (
    <LinkButton href="/operator/usage/files/new" variant="primary">
      {t('send.title')}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={t('files.title')} description={t('files.description')} actions={send} />
      <UsageTabs base="/operator/usage" />
      <FileTable
        files={data}
        nextCursor={nextCursor}
        base="/operator/usage/files"
        timeZone={operator.timeZone}
        showsSender
      />
    </>
  );
}
