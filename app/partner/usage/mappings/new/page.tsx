import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { previewUsage, saveUsageMapping } from '@/app/usage-file-actions';
import { PageHeader } from '@/components/ui/page-header';
import { MappingEditor } from '@/components/usage-file/mapping-editor';
import { requireContext } from '@/lib/auth/viewer';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('usageFile'))('editor.newTitle') };
}

export default async function NewUsageMappingPage() {
  await requireContext('partner');
  const t = await getTranslations('usageFile');
  return (
    <>
      <PageHeader
        title={t('editor.newTitle')}
        description={t('editor.newDescription')}
        breadcrumbs={[
          { label: t('mappings.title'), href: '/partner/usage/mappings' },
          { label: t('editor.newTitle') },
        ]}
      />
      <MappingEditor
        mapping={null}
        nextVersion={1}
        base="/partner/usage"
        ask={previewUsage}
        save={saveUsageMapping}
      />
    </>
  );
}
