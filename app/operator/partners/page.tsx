import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { DataTable } from '@/components/data-table/data-table';
import { parseListState } from '@/components/data-table/list-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { listPartners } from '@/lib/services/parties/list-partners';

const ratingModes = ['hub', 'partner', 'file'];
const states = ['onboarding', 'active', 'suspended'];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('list.title') };
}

export default async function PartnersPage({ searchParams }: PageProps<'/operator/partners'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('partner');
  const spec = { sortable: ['name'], filters: ['ratingMode', 'state'], defaultSort: 'name' };
  const { data, nextCursor } = await listPartners(ctx, parseListState(await searchParams, spec));
  return (
    <>
      <PageHeader
        title={t('list.title')}
        description={t('list.description')}
        actions={
          can(ctx.actor, 'agreement.manage') ? (
            <LinkButton href="/operator/partners/new" variant="primary">
              {t('new.open')}
            </LinkButton>
          ) : null
        }
      />
      <DataTable
        label={t('list.title')}
        searchable
        defaultSort="name"
        nextCursor={nextCursor}
        filters={[
          {
            id: 'ratingMode',
            label: t('list.ratingMode'),
            options: ratingModes.map((id) => ({ id, label: t(`ratingMode.${id}`) })),
          },
          {
            id: 'state',
            label: t('list.state'),
            options: states.map((id) => ({ id, label: t(`partnerState.${id}`) })),
          },
        ]}
        columns={[
          { id: 'name', header: t('list.name'), kind: 'text', sortable: true },
          { id: 'ratingMode', header: t('list.ratingMode'), kind: 'text' },
          { id: 'roles', header: t('list.role'), kind: 'text' },
          { id: 'state', header: t('list.state'), kind: 'state' },
          { id: 'offerings', header: t('list.offerings'), kind: 'number' },
          { id: 'products', header: t('list.products'), kind: 'number' },
        ]}
        rows={data.map((partner) => ({
          id: partner.id,
          href: `/operator/partners/${partner.slug}`,
          name: { text: partner.name, secondary: partner.legalName },
          ratingMode: partner.ratingMode && t(`ratingMode.${partner.ratingMode}`),
          roles: partner.roles.map((role) => t(`terms.roleShort.${role}`)).join(', '),
          state: {
            tone: partner.state === 'active' ? 'good' : partner.state === 'suspended' ? 'risk' : 'progress',
            label: t(`partnerState.${partner.state}`),
            id: partner.state,
          },
          offerings: String(partner.offeringCount),
          products: String(partner.productCount),
        }))}
        empty={{ title: t('list.emptyTitle'), description: t('list.emptyDescription') }}
      />
    </>
  );
}
