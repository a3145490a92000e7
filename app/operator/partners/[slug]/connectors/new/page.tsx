import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { saveConnector } from '@/app/partner/connectors/actions';
import { ConnectorForm } from '@/components/connector/connector-form';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getPartner } from '@/lib/services/parties/get-partner';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connector'))('add') };
}

export default async function NewConnectorPage({
  params,
}: PageProps<'/operator/partners/[slug]/connectors/new'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('connector');
  const partner = await orNotFound(getPartner(ctx, (await params).slug));
  const record = `/operator/partners/${partner.slug}`;
  return (
    <>
      <PageHeader
        title={t('add')}
        breadcrumbs={[
          { label: partner.name, href: record },
          { label: t('title'), href: `${record}/connectors` },
          { label: t('add') },
        ]}
      />
      <ConnectorForm
        connector={null}
        partner={partner.id}
        base={`${record}/connectors`}
        save={saveConnector}
      />
    </>
  );
}
