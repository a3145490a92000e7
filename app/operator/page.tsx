import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { WaitingMoney } from '@/app/operator/waiting-money';
import { CycleLanes } from '@/components/cycle/cycle-lanes';
import { cycleTone } from '@/components/cycle/cycle-state';
import { byMoneyWaiting } from '@/components/cycle/cycle-urgency';
import { MoneyText } from '@/components/money/money-text';
import { MappingPanel } from '@/components/partner-mapping/mapping-panel';
import { PeriodText } from '@/components/time/period-text';
import { EmptyState } from '@/components/ui/empty-state';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';
import { Timeline } from '@/components/ui/timeline';
import { requireContext } from '@/lib/auth/viewer';
import { civilDateAt } from '@/lib/domain/period/zone';
import { formatCount } from '@/lib/format/quantity';
import type { CycleView } from '@/lib/services/cycles/cycle-view';
import { listCycles } from '@/lib/services/cycles/list-cycles';
import { sumQueueMoney } from '@/lib/services/mapping-queue/list-queue';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operator.nav'))('home') };
}

export default async function OperatorHome() {
  const ctx = await requireContext('operator');
  const t = await getTranslations('operator');
  const locale = await getLocale();
  const [operator, cycles, unmapped] = await Promise.all([
    getOperator(ctx),
    listCycles(ctx, { q: '', sort: null, filters: {}, after: null, pageSize: 24 }),
    sumQueueMoney(ctx, null),
  ]);
  const waiting = cycles.data.filter((cycle) => cycle.attention.length > 0).sort(byMoneyWaiting);
  const settled = cycles.data.filter((cycle) => cycle.attention.length === 0);
  const count = (code: string) =>
    cycles.data
      .flatMap((cycle) => cycle.attention)
      .reduce((sum, a) => sum + (a.code === code ? a.count : 0), 0);
  return (
    <>
      <PageHeader
        title={t('home.title', { operator: operator.name })}
        description={t('home.description')}
        actions={<LinkButton href="/operator/cycles">{t('home.allCycles')}</LinkButton>}
      />
      <KeyFigures>
        <KeyFigure label={t('home.accountsDue')} value={formatCount(count('run_due'), locale)} />
        <KeyFigure label={t('home.billsInReview')} value={formatCount(count('review_waits'), locale)} />
        <KeyFigure
          label={t('home.accountsHeld')}
          value={formatCount(count('accounts_held'), locale)}
          {...(count('accounts_held') > 0 ? { tone: 'attention' as const } : {})}
        />
        <KeyFigure
          label={t('home.linesRejected')}
          value={formatCount(count('lines_rejected'), locale)}
          {...(count('lines_rejected') > 0 ? { tone: 'risk' as const, href: '/operator/partners' } : {})}
        />
      </KeyFigures>
      <Section title={t('home.lanes')} description={t('home.lanesDescription')} className="max-sm:hidden">
        <CycleLanes cycles={cycles.data} today={civilDateAt(ctx.now, operator.timeZone)} />
      </Section>
      <MappingPanel totals={unmapped} />
      <WaitingMoney ctx={ctx} />
      <Section title={t('home.waiting')} description={t('home.waitingDescription')}>
        {waiting.length === 0 ? (
          <EmptyState title={t('home.nothingWaits')} description={t('home.nothingWaitsDescription')} />
        ) : (
          <CycleTimeline cycles={waiting} />
        )}
      </Section>
      <Section title={t('home.settled')}>
        <SettledTable cycles={settled} />
      </Section>
    </>
  );
}

async function CycleTimeline({ cycles }: { cycles: CycleView[] }) {
  const t = await getTranslations('operator');
  return (
    <Timeline
      items={cycles.map((cycle) => ({
        id: cycle.id,
        tone: cycle.attention.length > 0 ? 'attention' : cycleTone(cycle.state),
        at: <PeriodText from={cycle.periodFrom} to={cycle.periodTo} />,
        title: (
          <span className="inline-flex flex-wrap items-baseline gap-x-3">
            <TextLink href={`/operator/cycles/${cycle.id}`}>{cycle.specName}</TextLink>
            <StateBadge tone={cycleTone(cycle.state)} label={t(`cycleState.${cycle.state}`)} />
          </span>
        ),
        detail: (
          <>
            <span className="flex flex-wrap gap-x-4">
              <span>{t('home.accounts', { count: cycle.accounts })}</span>
              {cycle.totals.map((total) => (
                <MoneyText key={total.currency} amount={total.total} currency={total.currency} />
              ))}
            </span>
            {cycle.attention.map((item) => (
              <span key={item.code} className="block text-attention">
                {t(`attention.${item.code}`, {
                  count: item.count,
                  names: cycle.missingPartners.map((partner) => partner.name).join(', '),
                })}
              </span>
            ))}
          </>
        ),
      }))}
    />
  );
}

async function SettledTable({ cycles }: { cycles: CycleView[] }) {
  const t = await getTranslations('operator');
  const locale = await getLocale();
  return (
    <PlainTable
      caption={t('home.settled')}
      columns={[
        { id: 'cycle', header: t('cycles.spec') },
        { id: 'period', header: t('cycles.period') },
        { id: 'state', header: t('cycles.state') },
        { id: 'accounts', header: t('cycles.accounts'), align: 'end' },
        { id: 'total', header: t('cycles.total'), align: 'end' },
      ]}
      rows={cycles.map((cycle) => ({
        id: cycle.id,
        href: `/operator/cycles/${cycle.id}`,
        cells: {
          cycle: <span className="whitespace-nowrap">{cycle.specName}</span>,
          period: (
            <span className="whitespace-nowrap">
              <PeriodText from={cycle.periodFrom} to={cycle.periodTo} />
            </span>
          ),
          state: <StateBadge tone={cycleTone(cycle.state)} label={t(`cycleState.${cycle.state}`)} />,
          accounts: formatCount(cycle.accounts, locale),
          total: cycle.totals.map((total) => (
            <span key={total.currency} className="ms-4 inline-block">
              <MoneyText amount={total.total} currency={total.currency} />
            </span>
          )),
        },
      }))}
    />
  );
}
