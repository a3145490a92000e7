import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { addAdjustment, withdrawAdjustment } from '@/app/operator/adjustments/actions';
import { AddAdjustment } from '@/components/adjustment/add-adjustment';
import { AdjustmentTable } from '@/components/adjustment/adjustment-table';
import { parseListState } from '@/components/data-table/list-state';
import { Section } from '@/components/ui/section';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import type { RequestContext } from '@/lib/http/request-context';
import { listAdjustments } from '@/lib/services/adjustments/list-adjustments';
import { listAdjustmentChoices } from '@/lib/services/adjustments/list-choices';

/** What goes on an account's next bill beside its prices, and what went on the ones before. */
export async function AccountAdjustments({
  ctx,
  account,
  search,
}: {
  ctx: RequestContext;
  account: { id: string; timeZone: string };
  search: SearchParams;
}): Promise<ReactNode> {
  const t = await getTranslations('adjustment');
  const state = parseListState(search, {
    ...{ prefix: 'adjustments', sortable: ['created', 'amount'], filters: ['state'] },
    defaultSort: '-created',
  });
  const page = await orNotFound(
    listAdjustments(ctx, { ...state, filters: { ...state.filters, account: [account.id] } }),
  );
  const mayManage = can(ctx.actor, 'adjustment.manage');
  const choices = mayManage ? await listAdjustmentChoices(ctx, account.id) : null;
  return (
    <Section
      id="adjustments"
      title={t('title')}
      description={t('description')}
      actions={choices ? <AddAdjustment {...choices} add={addAdjustment} /> : null}
    >
      <AdjustmentTable
        rows={page.data}
        nextCursor={page.nextCursor}
        timeZone={account.timeZone}
        prefix="adjustments"
        withdraw={mayManage ? withdrawAdjustment : null}
      />
    </Section>
  );
}
