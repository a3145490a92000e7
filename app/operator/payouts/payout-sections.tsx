import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { parseListState } from '@/components/data-table/list-state';
import { MoneyText } from '@/components/money/money-text';
import { PayoutFacts } from '@/components/payout/payout-facts';
import { PayoutGroups } from '@/components/payout/payout-groups';
import { PayoutRowTable } from '@/components/payout/payout-row-table';
import { PayoutSteps } from '@/components/payout/payout-steps';
import { PayoutStream } from '@/components/payout/payout-stream';
import { DateText } from '@/components/time/date-text';
import { Callout } from '@/components/ui/callout';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { Section } from '@/components/ui/section';
import { orNotFound } from '@/lib/http/or-not-found';
import type { ServiceContext } from '@/lib/services/context';
import { listPayoutRows } from '@/lib/services/payouts/list-payout-rows';
import type { PayoutView } from '@/lib/services/payouts/payout-view';

/** What operator and partner see of a payout, row for row the same. */
export async function PayoutSections({
  ctx,
  payout,
  search,
  home,
  objections,
}: {
  ctx: ServiceContext;
  payout: PayoutView;
  search: SearchParams;
  home: string;
  objections: ReactNode;
}) {
  const t = await getTranslations('payout');
  const state = parseListState(search, { filters: ['cause'], prefix: 'rows' });
  const cause = state.filters.cause?.[0] ?? null;
  const rows = await orNotFound(
    listPayoutRows(ctx, payout.id, { cause, after: state.after, pageSize: state.pageSize }),
  );
  const { groups, amount, currency } = payout;
  const hrefOf = (of: string) => `${home}?rows.cause=${of}#rows`;
  const label = amountLabel(payout.state, t);
  const tax = groups.find((group) => group.cause === 'tax')?.amount ?? '0';
  return (
    <>
      {payout.issues.map((issue) => (
        <Callout key={`${issue.code} ${issue.path}`} tone="risk">
          {issue.message}
        </Callout>
      ))}
      <PayoutFigures payout={payout} />
      <Section title={t('page.made')} description={t('page.madeDescription')} id="made">
        <PayoutStream groups={groups} label={label} amount={amount} currency={currency} hrefOf={hrefOf} />
        <PayoutGroups groups={groups} label={label} amount={amount} currency={currency} hrefOf={hrefOf} />
      </Section>
      <Section title={t('page.steps')} description={t('page.stepsDescription')} id="steps">
        <PayoutSteps steps={payout.steps} currency={currency} />
      </Section>
      <Section title={t('rows.title')} description={t('rows.description')} id="rows">
        <PayoutRowTable
          rows={rows.data}
          nextCursor={rows.nextCursor}
          causes={groups.map((group) => group.cause)}
          currency={currency}
          home={home}
        />
      </Section>
      {objections}
      <PayoutFacts {...payout} tax={tax} />
    </>
  );
}

async function PayoutFigures({ payout }: { payout: PayoutView }) {
  const t = await getTranslations('payout');
  const { currency, state, approvedAt, approvedBy, settledOn, sentAt } = payout;
  const isCarried = Number(payout.carried) !== 0;
  return (
    <KeyFigures>
      <KeyFigure
        label={amountLabel(state, t)}
        value={<MoneyText amount={payout.amount} currency={currency} size="figure" />}
        note={state === 'paid' && settledOn ? <DateText value={settledOn} /> : null}
      />
      <KeyFigure
        label={t('page.balance')}
        value={<MoneyText amount={payout.balance} currency={currency} size="figure" />}
        note={t('page.rowCount', { count: Number(payout.rows) })}
      />
      {isCarried ? (
        <KeyFigure
          label={t('page.carried')}
          value={<MoneyText amount={payout.carried} currency={currency} size="figure" />}
        />
      ) : null}
      {approvedAt === null ? null : (
        <KeyFigure
          label={t(`state.${state}`)}
          value={<DateText value={(settledOn ?? sentAt ?? approvedAt).slice(0, 10)} />}
          note={approvedBy && t('page.approved', { name: approvedBy })}
        />
      )}
    </KeyFigures>
  );
}

/** What is said of the amount before and after it is paid. */
const amountLabel = (state: string, t: (key: string) => string) =>
  t(state === 'paid' ? 'page.amount' : 'page.toPay');
