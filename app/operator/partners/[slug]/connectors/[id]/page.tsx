import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { actOnConnector, fetchPeriod, saveConnector } from '@/app/partner/connectors/actions';
import { ConnectorEdit } from '@/components/connector/connector-edit';
import { ConnectorPage } from '@/components/connector/connector-page';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getConnector } from '@/lib/services/connectors/get-connector';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listOpenCycles } from '@/lib/services/partner-bills/receiving';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connector'))('title') };
}

export default async function OperatorConnectorPage({
  params,
  searchParams,
}: PageProps<'/operator/partners/[slug]/connectors/[id]'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('connector');
  const { slug, id } = await params;
  const connector = await orNotFound(getConnector(ctx, id));
  if (connector.partner.slug !== slug) notFound();
  const record = `/operator/partners/${slug}`;
  const canManage = can(ctx.actor, 'connector.manage');
  const crumbs = [
    { label: connector.partner.name, href: record },
    { label: t('title'), href: `${record}/connectors` },
  ];
  if (canManage && (await searchParams).edit === '1') {
    return (
      <ConnectorEdit
        connector={connector}
        breadcrumbs={crumbs}
        partner={connector.partner.id}
        base={`${record}/connectors`}
        save={saveConnector}
      />
    );
  }
  const { timeZone } = await getOperator(ctx);
  const cycles = await listOpenCycles(ctx, connector.partner.id);
  return (
    <ConnectorPage
      connector={connector}
      base={record}
      breadcrumbs={crumbs}
      timeZone={timeZone}
      canManage={canManage}
      act={actOnConnector}
      periods={cycles.filter(({ ended }) => ended)}
      fetchPeriod={fetchPeriod}
    />
  );
}
