import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { decideWriteOff, setWriteOffLimit } from '@/app/operator/write-offs/actions';
import { parseListState } from '@/components/data-table/list-state';
import { MoneyText } from '@/components/money/money-text';
import { PageHeader } from '@/components/ui/page-header';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { DecideWriteOff } from '@/components/write-off/decide-write-off';
import { LimitForm } from '@/components/write-off/limit-form';
import { WriteOffTable } from '@/components/write-off/write-off-table';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getWriteOffLimit, listWriteOffs } from '@/lib/services/write-offs/list-write-offs';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('writeOff'))('title') };
}

const WAITING = { q: '', sort: null, filters: { state: ['waiting'] }, after: null, pageSize: 100 };

export default async function WriteOffsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('writeOff');
  const state = parseListState(await searchParams, {
    sortable: ['asked', 'amount'],
    filters: ['state', 'kind'],
    defaultSort: '-asked',
  });
  const [page, waiting, { limit, currency }, operator] = await Promise.all([
    orNotFound(listWriteOffs(ctx, state)),
    listWriteOffs(ctx, WAITING),
    getWriteOffLimit(ctx),
    getOperator(ctx),
  ]);
  const mayDecide = can(ctx.actor, 'write-off.manage');
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      {waiting.data.length > 0 ? (
        <Section title={t('waiting')} description={t('waitingDescription')}>
          <PlainTable
            caption={t('waiting')}
            columns={[
              { id: 'bill', header: t('table.bill') },
              { id: 'customer', header: t('table.customer') },
              { id: 'reason', header: t('table.reason') },
              { id: 'amount', header: t('table.amount'), align: 'end' },
              { id: 'decision', header: t('table.decision'), align: 'end' },
            ]}
            rows={waiting.data.map((row) => ({
              id: row.id,
              href: `/operator/bills/${row.bill.id}`,
              cells: {
                bill: row.bill.number,
                customer: row.customer.name,
                reason: row.reason,
                amount: <MoneyText amount={row.amount} currency={row.currency} />,
                decision: mayDecide ? (
                  <DecideWriteOff id={row.id} isOwn={row.isOwn} decide={decideWriteOff} />
                ) : null,
              },
            }))}
          />
        </Section>
      ) : null}
      <WriteOffTable rows={page.data} nextCursor={page.nextCursor} timeZone={operator.timeZone} />
      {mayDecide ? (
        <div className="pt-10">
          <Section title={t('limit.title')} description={t('limit.description')}>
            <LimitForm key={limit} limit={limit} currency={currency} save={setWriteOffLimit} />
          </Section>
        </div>
      ) : null}
    </>
  );
}
