import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { saveConnector } from '@/app/partner/connectors/actions';
import { ConnectorForm } from '@/components/connector/connector-form';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connector'))('add') };
}

export default async function NewConnectorPage() {
  const ctx = await requireContext('partner');
  const t = await getTranslations('connector');
  return (
    <>
      <PageHeader
        title={t('add')}
        breadcrumbs={[{ label: t('title'), href: '/partner/connectors' }, { label: t('add') }]}
      />
      <ConnectorForm
        connector={null}
        partner={ctx.actor.partyId!}
        base="/partner/connectors"
        save={saveConnector}
      />
    </>
  );
}
