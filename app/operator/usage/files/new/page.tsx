import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { previewUsage } from '@/app/usage-file-actions';
import { PageHeader } from '@/components/ui/page-header';
import { SendForm } from '@/components/usage-file/send-form';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { listQueryOf } from '@/lib/schemas/api/page';
import { getOperatorParty } from '@/lib/services/operators/get-operator-party';
import { listPartners } from '@/lib/services/parties/list-partners';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';
import { listUsageMappings } from '@/lib/services/usage-mappings/list-usage-mappings';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('usageFile'))('send.title') };
}

export default async function SendUsagePage({ searchParams }: PageProps<'/operator/usage/files/new'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('usageFile');
  const { repairs, mapping } = await searchParams;
  const [{ data: mappings }, own, { data: partners }, repaired] = await Promise.all([
    listUsageMappings(ctx, listQueryOf({ limit: 200 })),
    getOperatorParty(ctx),
    listPartners(ctx, listQueryOf({ limit: 200 })),
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
          { label: t('files.title'), href: '/operator/usage/files' },
          ...(repaired ? [{ label: repaired.name, href: `/operator/usage/files/${repaired.id}` }] : []),
          { label: title },
        ]}
      />
      <SendForm
        mappings={offered}
        senders={[own, ...partners].map(({ slug, name }) => ({ slug, name }))}
        mappingId={chosen?.id ?? null}
        partner={repaired?.sender.kind === 'partner' ? repaired.sender.slug : null}
        base="/operator/usage"
        ask={previewUsage}
      />
    </>
  );
}
