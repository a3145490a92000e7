import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { RowExplanation } from '@/components/payout/row-explanation';
import { DateText } from '@/components/time/date-text';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { type ExplainTranslator, explainSteps } from '@/lib/format/explain-step';
import { orNotFound } from '@/lib/http/or-not-found';
import type { ServiceContext } from '@/lib/services/context';
import { explainPayoutRow } from '@/lib/services/payouts/explain-payout-row';
import { getPayout } from '@/lib/services/payouts/get-payout';

/** Why a row of a payout is what it is, for the operator and for its partner. */
export async function RowPage({
  ctx,
  params,
  base,
  billHref,
  actions,
}: {
  ctx: ServiceContext;
  params: { id: string; row: string };
  /** Where payouts are. */
  base: string;
  billHref: ((bill: string) => string) | null;
  actions?: ReactNode;
}) {
  const t = await getTranslations('payout');
  const explain = (await getTranslations('explain')) as unknown as ExplainTranslator;
  const locale = await getLocale();
  const payout = await orNotFound(getPayout(ctx, params.id));
  const { row, lines, hasMoreLines, bill } = await orNotFound(explainPayoutRow(ctx, params.id, params.row));
  const billName = row.bill ? t('rows.bill', { number: row.bill.number ?? '' }) : null;
  return (
    <>
      <PageHeader
        title={t(`cause.${row.cause}`)}
        breadcrumbs={[
          { label: t('title'), href: base },
          { label: payout.number ?? t('page.draftTitle'), href: `${base}/${payout.id}` },
          { label: t('explain.title') },
        ]}
        meta={
          <>
            {row.bill && billHref ? <TextLink href={billHref(row.bill.id)}>{billName}</TextLink> : billName}
            {row.payout ? (
              <TextLink href={`${base}/${row.payout.id}`}>
                {t('rows.payout', { number: row.payout.number })}
              </TextLink>
            ) : null}
            {row.words}
          </>
        }
        actions={actions}
      />
      <KeyFigures>
        <KeyFigure
          label={t('rows.amount')}
          value={
            <MoneyText
              amount={row.payoutAmount ?? row.amount}
              currency={row.payoutAmount === null ? row.currency : payout.currency}
              size="figure"
            />
          }
        />
        {row.currency === payout.currency ? null : (
          <KeyFigure
            label={t('rows.booked')}
            value={<MoneyText amount={row.amount} currency={row.currency} size="figure" />}
          />
        )}
        <KeyFigure label={t('rows.bookedOn')} value={<DateText value={row.bookedOn} />} />
      </KeyFigures>
      <RowExplanation
        currency={row.currency}
        isOwn={ctx.actor.audience === 'partner'}
        lines={lines.map(({ steps, ...line }) => ({
          ...line,
          steps: explainSteps(steps as { code: string }[], explain, { currency: line.currency, locale }),
        }))}
        hasMoreLines={hasMoreLines}
        bill={bill}
      />
    </>
  );
}
