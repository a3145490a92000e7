import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { previewUsage } from '@/app/usage-file-actions';
import { PageHeader } from '@/components/ui/page-header';
import { SendForm } from '@/components/usage-file/send-form';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { listQueryOf } from '@/lib/schemas/api/page';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';
import { listUsageMappings } from '@/lib/services/usage-mappings/list-usage-mappings';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('usageFile'))('send.title') };
}

export default async function SendUsagePage({ searchParams }: PageProps<'/partner/usage/files/new'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('usageFile');
  const { repairs, mapping } = await searchParams;
  const [{ data: mappings }, repaired] = await Promise.all([
    listUsageMappings(ctx, listQueryOf({ limit: 200 })),
    typeof repairs === 'string' ? orNotFound(getUsageFile(ctx, repairs)) : null,
  ]);
  const chosen = repaired?.mapping ?? mappings.find(({ id }) => id === mapping) ?? null;
  const offered =
    mappings.some(({ id }) => id === chosen?.id) || !repaired || !chosen
      ? mappings
      : [{ ...chosen, sender: repaired.sender }, ...mappings];
  const title = t(repaired ? 'send.repairTitle' : 'send.title');
  return (
    <>
      <PageHeader
        title={title}
        description={t('send.description')}
        breadcrumbs={[
          { label: t('files.title'), href: '/partner/usage/files' },
          ...(repaired ? [{ label: repaired.name, href: `/partner/usage/files/${repaired.id}` }] : []),
          { label: title },
        ]}
      />
      <SendForm mappings={offered} mappingId={chosen?.id ?? null} base="/partner/usage" ask={previewUsage} />
    </>
  );
}
