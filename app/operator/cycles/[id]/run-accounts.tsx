import { getTranslations } from 'next-intl/server';
import { holdListed, releaseListed } from '@/app/operator/cycles/[id]/actions';
import { DataTable } from '@/components/data-table/data-table';
import { parseListState } from '@/components/data-table/list-state';
import { queryText } from '@/components/data-table/query-text';
import { HoldButton } from '@/components/run/hold-button';
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
  mayAct: boolean;
  search: Record<string, string | string[] | undefined>;
};

/** Every account of a run with what became of it, to hold or release as they are narrowed; each opens in a sheet over the list. */
export async function RunAccounts({ ctx, run, mayAct, search }: RunAccountsProps) {
  const t = await getTranslations('operator.run');
  const r = await getTranslations('run');
  const state = parseListState(search, {
    prefix: 'accounts',
    sortable: ['findings', 'number', 'customer', 'total', 'change'],
    filters: ['state', 'change', 'severity', 'currency', 'code', 'said'],
    defaultSort: '-findings',
  });
  const { data, nextCursor } = await orNotFound(listRunAccounts(ctx, run.id, state));
  const codes = [...new Set(run.issueCounts.map(({ code }) => code))];
  const target = { runId: run.id, q: state.q, filters: state.filters };
  const verbs = { hold: holdListed, release: releaseListed };
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
        toolbar={
          mayAct
            ? (['hold', 'release'] as const).map((verb) => (
                <HoldButton
                  key={verb}
                  verb={verb}
                  target={target}
                  subject={r('hold.shown')}
                  act={verbs[verb]}
                />
              ))
            : null
        }
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
            id: 'code',
            label: r('list.code'),
            options: codes.map((id) => ({ id, label: r.has(`finding.${id}`) ? r(`finding.${id}`) : id })),
          },
          {
            id: 'said',
            label: r('list.saidByPerson'),
            options: [
              { id: 'hold', label: r('list.saidHold') },
              { id: 'release', label: r('list.saidRelease') },
            ],
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
          { id: 'before', header: r('list.before'), kind: 'money', hidden: run.changes.updated === 0 },
          { id: 'change', header: t('changeColumn'), kind: 'text', sortable: true },
          { id: 'state', header: t('state'), kind: 'state' },
          { id: 'findings', header: t('findings'), kind: 'text', sortable: true },
          { id: 'said', header: r('list.saidByPerson'), kind: 'text' },
          { id: 'cohort', header: r('list.cohort'), kind: 'number', hidden: true },
        ]}
        rows={data.map((row) => ({
          id: row.id,
          href: sheetHref(search, run.id, row.id),
          number: { text: row.name, secondary: row.number },
          customer: row.customer.name,
          total: row.total === null ? null : { amount: row.total, currency: row.currency },
          before: row.previousTotal === null ? null : { amount: row.previousTotal, currency: row.currency },
          cohort: row.cohort === null ? null : String(row.cohort.n),
          said: row.said === null ? null : { text: row.said.reason, secondary: row.said.by },
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

/** The list as it is, with one of its accounts open. */
function sheetHref(search: RunAccountsProps['search'], runId: string, accountId: string): string {
  return queryText({ ...search, run: runId, account: accountId });
}
