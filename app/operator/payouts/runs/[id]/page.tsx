import type { Metadata } from 'next';
import { getFormatter, getLocale, getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { cache } from 'react';
import { approveRun, cancelRun } from '@/app/operator/payouts/actions';
import { parseListState } from '@/components/data-table/list-state';
import { MoneyText } from '@/components/money/money-text';
import { runTone } from '@/components/payout/payout-state';
import { PayoutTable } from '@/components/payout/payout-table';
import { SettlementRunControls } from '@/components/payout/run-controls';
import { Callout } from '@/components/ui/callout';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { PageHeader } from '@/components/ui/page-header';
import { StateBadge } from '@/components/ui/state-badge';
import { requireContext } from '@/lib/auth/viewer';
import { actorId } from '@/lib/domain/access/actor';
import { can } from '@/lib/domain/access/permissions';
import { formatDate } from '@/lib/format/date';
import { formatMoney } from '@/lib/format/money';
import { orNotFound } from '@/lib/http/or-not-found';
import { listPayouts } from '@/lib/services/payouts/list-payouts';
import { getSettlementRun } from '@/lib/services/settlement-runs/get-settlement-run';

/** Read once for the page and its title. */
const readRun = cache(async (id: string) => {
  const ctx = await requireContext('operator');
  return { ctx, run: await orNotFound(getSettlementRun(ctx, id)) };
});

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const { run } = await readRun((await params).id);
  const t = await getTranslations('payout');
  return { title: t('run.title', { date: formatDate(run.through, await getLocale()) }) };
}

const UNDER_WAY = new Set(['queued', 'preparing', 'approving']);

/** A settlement run: its payouts, what is to be paid, and the approval of a second person. */
export default async function SettlementRunPage({ params, searchParams }: Props) {
  const t = await getTranslations('payout');
  const { ctx, run } = await readRun((await params).id);
  const state = parseListState(await searchParams, { sortable: ['through', 'amount'], filters: ['state'] });
  const payouts = await orNotFound(
    listPayouts(ctx, { ...state, filters: { ...state.filters, run: [run.id] } }),
  );
  const locale = await getLocale();
  const title = t('run.title', { date: formatDate(run.through, locale) });
  const { held } = run.payouts;
  const open = run.payouts.byState.review ?? 0;
  const payable = run.totals.filter(({ ready }) => Number(ready) !== 0);
  const amounts = (await getFormatter()).list(
    payable.map(({ ready, currency }) => formatMoney(ready, currency, locale)),
  );
  const isReviewed = run.state === 'review' || run.state === 'partly';
  const isOwn = run.preparedById === actorId(ctx.actor);
  return (
    <>
      <PageHeader
        title={title}
        breadcrumbs={[{ label: t('tabs.runs'), href: '/operator/payouts/runs' }, { label: title }]}
        state={<StateBadge tone={runTone(run.state)} label={t(`runState.${run.state}`)} />}
        meta={[
          `${t('run.preparedBy')} ${run.preparedBy}`,
          run.approvedBy && `${t('run.approvedBy')} ${run.approvedBy}`,
        ]
          .filter(Boolean)
          .join(' · ')}
        actions={
          can(ctx.actor, 'payout.manage') ? (
            <SettlementRunControls
              run={run.id}
              state={run.state}
              ready={{ payouts: open - held, amounts, held }}
              open={open}
              mayApprove={isReviewed && !isOwn}
              totals={run.totals.map(({ currency, amount, carried }) => ({ currency, amount, carried }))}
              approve={approveRun}
              cancel={cancelRun}
            />
          ) : null
        }
      />
      {UNDER_WAY.has(run.state) ? <Callout tone="progress">{t('run.working')}</Callout> : null}
      {isReviewed && isOwn ? <Callout>{t('act.fourEyes')}</Callout> : null}
      <KeyFigures>
        <KeyFigure label={t('run.payouts')} value={String(run.payouts.total)} />
        {held > 0 ? <KeyFigure label={t('run.issues')} value={String(held)} tone="risk" /> : null}
        {run.totals.map(({ currency, amount, ready, carried }) => (
          <KeyFigure
            key={currency}
            label={t('run.total')}
            value={<MoneyText amount={amount} currency={currency} size="figure" />}
            note={
              <>
                {held > 0 && isReviewed && Number(ready) !== 0 ? (
                  <span className="block">
                    {t('run.ready', { amount: formatMoney(ready, currency, locale) })}
                  </span>
                ) : null}
                {Number(carried) === 0 ? null : (
                  <span className="block">
                    {t('run.carried')} <MoneyText amount={carried} currency={currency} />
                  </span>
                )}
              </>
            }
          />
        ))}
      </KeyFigures>
      <PayoutTable payouts={payouts.data} nextCursor={payouts.nextCursor} home="/operator/payouts" ofRun />
    </>
  );
}
