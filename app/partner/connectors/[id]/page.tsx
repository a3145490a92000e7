import type { Metadata } from 'next';
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

export default async function PartnerConnectorPage({
  params,
  searchParams,
}: PageProps<'/partner/connectors/[id]'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('connector');
  const connector = await orNotFound(getConnector(ctx, (await params).id));
  const canManage = can(ctx.actor, 'connector.manage');
  const crumbs = [{ label: t('title'), href: '/partner/connectors' }];
  if (canManage && (await searchParams).edit === '1') {
    return (
      <ConnectorEdit
        connector={connector}
        breadcrumbs={crumbs}
        partner={ctx.actor.partyId!}
        base="/partner/connectors"
        save={saveConnector}
      />
    );
  }
  const { timeZone } = await getOperator(ctx);
  const cycles = await listOpenCycles(ctx, ctx.actor.partyId!);
  return (
    <ConnectorPage
      connector={connector}
      base="/partner"
      breadcrumbs={crumbs}
      timeZone={timeZone}
      canManage={canManage}
      act={actOnConnector}
      periods={cycles.filter(({ ended }) => ended)}
      fetchPeriod={fetchPeriod}
    />
  );
}
