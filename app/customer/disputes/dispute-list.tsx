import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { parseListState } from '@/components/data-table/list-state';
import { DisputeTable } from '@/components/dispute/dispute-table';
import { PageHeader } from '@/components/ui/page-header';
import { orNotFound } from '@/lib/http/or-not-found';
import type { ServiceContext } from '@/lib/services/context';
import { listDisputes } from '@/lib/services/disputes/list-disputes';
import { getOperator } from '@/lib/services/operators/get-operator';

export type DisputeListProps = {
  ctx: ServiceContext;
  search: SearchParams;
  partners?: readonly { id: string; name: string }[];
  actions?: ReactNode;
};

/** The list of disputes, the same for all three portals. */
export async function DisputeList({ ctx, search, partners = [], actions }: DisputeListProps) {
  const t = await getTranslations('dispute');
  const { audience } = ctx.actor;
  const state = parseListState(search, {
    sortable: ['raisedAt', 'amount'],
    filters: ['state', 'due', 'partner'],
    defaultSort: '-raisedAt',
  });
  const [page, { timeZone }] = await Promise.all([orNotFound(listDisputes(ctx, state)), getOperator(ctx)]);
  return (
    <>
      <PageHeader title={t('title')} description={t(`description.${audience}`)} actions={actions} />
      <DisputeTable
        disputes={page.data}
        nextCursor={page.nextCursor}
        home={`/${audience}/disputes`}
        audience={audience}
        timeZone={timeZone}
        partners={partners}
      />
    </>
  );
}
