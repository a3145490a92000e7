import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { previewUsage, retireUsageMapping, saveUsageMapping } from '@/app/usage-file-actions';
import { MappingPage } from '@/components/usage-file/mapping-page';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getUsageMapping } from '@/lib/services/usage-mappings/get-usage-mapping';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('usageFile'))('mappings.title') };
}

export default async function UsageMappingPage({ params }: PageProps<'/operator/usage/mappings/[id]'>) {
  const ctx = await requireContext('operator');
  const { id } = await params;
  const [mapping, { timeZone }] = await Promise.all([orNotFound(getUsageMapping(ctx, id)), getOperator(ctx)]);
  return (
    <MappingPage
      mapping={mapping}
      base="/operator/usage"
      timeZone={timeZone}
      canSave={can(ctx.actor, 'usage.send')}
      ask={previewUsage}
      save={saveUsageMapping}
      retire={retireUsageMapping}
    />
  );
}
