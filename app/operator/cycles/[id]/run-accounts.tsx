import { getTranslations } from 'next-intl/server';
import { DataTable } from '@/components/data-table/data-table';
import { parseListState } from '@/components/data-table/list-state';
import { runAccountTone } from '@/components/run/run-state';
import type { RunView } from '@/components/run/run-view';
import { Section } from '@/components/ui/section';
import { orNotFound } from '@/lib/http/or-not-found';
import { listRunAccounts } from '@/lib/services/bill-runs/list-run-accounts';
import type { ServiceContext } from '@/lib/services/context';

export type RunAccountsProps = {
  ctx: ServiceContext;
  cycleId: string;
  run: RunView;
  search: Record<string, string | string[] | undefined>;
};

/** Every account of a run with what became of it; the first column leads to its bill. */
export async function RunAccounts({ ctx, run, search }: RunAccountsProps) {
  const t = await getTranslations('operator.run');
  const state = parseListState(search, {
    prefix: 'accounts',
    sortable: ['findings', 'number', 'customer', 'total'],
    filters: ['state', 'change', 'severity', 'currency'],
    defaultSort: '-findings',
  });
  const { data, nextCursor } = await orNotFound(listRunAccounts(ctx, run.id, state));
  const findingsOf = ([first, ...rest]: readonly { message: string }[]) =>
    first ? t('firstOf', { message: first.message, more: rest.length }) : null;
  return (
    <Section id="accounts" title={t('accountsTitle')} description={t('accountsDescription')}>
      <DataTable
        label={t('accountsTitle')}
        prefix="accounts"
        searchable
        defaultSort="-findings"
        nextCursor={nextCursor}
        filters={[
          {
            id: 'state',
            label: t('state'),
            options: ['done', 'held', 'issued'].map((id) => ({ id, label: t(`accountState.${id}`) })),
          },
          {
            id: 'severity',
            label: t('findings'),
            options: ['error', 'warning'].map((id) => ({ id, label: t(`severity.${id}`) })),
          },
          {
            id: 'change',
            label: t('changeColumn'),
            options: ['created', 'updated', 'unchanged'].map((id) => ({ id, label: t(`change.${id}`) })),
          },
          {
            id: 'currency',
            label: t('currency'),
            options: run.totals.map(({ currency }) => ({ id: currency, label: currency })),
          },
        ]}
        columns={[
          { id: 'number', header: t('account'), kind: 'text', sortable: true },
          { id: 'customer', header: t('customer'), kind: 'text', sortable: true },
          { id: 'total', header: t('total'), kind: 'money', sortable: true },
          { id: 'change', header: t('changeColumn'), kind: 'text' },
          { id: 'state', header: t('state'), kind: 'state' },
          { id: 'findings', header: t('findings'), kind: 'text', sortable: true },
        ]}
        rows={data.map((row) => ({
          id: row.id,
          href: row.bill ? `/operator/bills/${row.bill.id}` : `/operator/accounts/${row.number}`,
          number: { text: row.name, secondary: row.number },
          customer: row.customer.name,
          total: row.total === null ? null : { amount: row.total, currency: row.currency },
          change: row.change ? t(`change.${row.change}`) : null,
          state: {
            tone: runAccountTone(row.state),
            label: t(`accountState.${row.state}`),
            id: row.state,
          },
          findings: findingsOf(row.issues),
        }))}
        empty={{ title: t('noAccounts'), description: t('noAccountsDescription') }}
      />
    </Section>
  );
}
