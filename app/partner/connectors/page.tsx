import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ConnectorList } from '@/components/connector/connector-list';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { listConnectors } from '@/lib/services/connectors/list-connectors';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connector'))('title') };
}

export default async function ConnectorsPage() {
  const ctx = await requireContext('partner');
  const t = await getTranslations('connector');
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <ConnectorList
        connectors={await listConnectors(ctx, null)}
        base="/partner/connectors"
        canManage={can(ctx.actor, 'connector.manage')}
      />
    </>
  );
}
