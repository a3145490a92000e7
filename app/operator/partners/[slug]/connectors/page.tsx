import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RecordHeader } from '@/app/operator/partners/[slug]/_components/record-header';
import { ConnectorList } from '@/components/connector/connector-list';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { listConnectors } from '@/lib/services/connectors/list-connectors';
import { getPartner } from '@/lib/services/parties/get-partner';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connector'))('title') };
}

export default async function PartnerConnectorsPage({
  params,
}: PageProps<'/operator/partners/[slug]/connectors'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('connector');
  const partner = await orNotFound(getPartner(ctx, (await params).slug));
  return (
    <>
      <RecordHeader partner={partner} description={t('descriptionOf', { partner: partner.name })} />
      <ConnectorList
        connectors={await listConnectors(ctx, partner.id)}
        base={`/operator/partners/${partner.slug}/connectors`}
        canManage={can(ctx.actor, 'connector.manage')}
      />
    </>
  );
}
