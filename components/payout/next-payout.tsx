import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { LiveNextPayout } from '@/components/payout/live-next-payout';
import { InstantText } from '@/components/time/instant-text';
import { Callout } from '@/components/ui/callout';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { LinkButton } from '@/components/ui/link-button';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';

type Amounts = readonly { currency: string; amount: string }[];

export type NextPayoutProps = {
  next: {
    currency: string;
    amount: string;
    balance: string;
    fee: string;
    reserve: string;
    rows: string;
    causes: readonly { cause: string; amount: string }[];
    pending: Amounts;
    held: Amounts;
    reserved: Amounts;
    underWay: readonly { state: string; currency: string; amount: string }[];
    holds: readonly { code: string; value: string | null }[];
  };
  timeZone: string;
  isOwn?: boolean;
  /** Where the payouts are. */
  home: string;
  /** Their own page needs no way there. */
  isElsewhere?: boolean;
};

/** What a partner would be paid were it settled now, what waits beside it, and what keeps it from being paid. */
export function NextPayout({
  next,
  timeZone,
  isOwn = true,
  home,
  isElsewhere = false,
}: NextPayoutProps): ReactNode {
  const t = useTranslations('payout');
  const { currency, holds } = next;
  return (
    <Section
      id="next-payout"
      title={t(isOwn ? 'next.title' : 'next.titleOf')}
      description={t(isOwn ? 'next.description' : 'next.descriptionOf')}
      actions={isElsewhere ? <LinkButton href={home}>{t('next.all')}</LinkButton> : null}
    >
      {isOwn ? <LiveNextPayout /> : null}
      <KeyFigures>
        <KeyFigure
          label={t('next.amount')}
          value={<MoneyText amount={next.amount} currency={currency} size="figure" />}
          note={t('next.rows', { count: Number(next.rows) })}
        />
        <KeyFigure
          label={t('next.balance')}
          value={<MoneyText amount={next.balance} currency={currency} size="figure" />}
        />
        {next.underWay.map((payouts) => (
          <Waiting
            key={`${payouts.state} ${payouts.currency}`}
            label={t('next.underWay', { state: t(`state.${payouts.state}`) })}
            href={`${home}${home.includes('?') ? '&' : '?'}state=${payouts.state}`}
            amounts={[payouts]}
          />
        ))}
        <Waiting label={t('next.pending')} amounts={next.pending} />
        <Waiting label={t('next.held')} amounts={next.held} />
        <Waiting label={t('next.reserved')} amounts={next.reserved} />
      </KeyFigures>
      {next.causes.length > 0 ? <Made next={next} /> : null}
      {holds.map(({ code, value }) => (
        <Callout key={`${code} ${value}`} tone={code === 'nothing_due' ? 'neutral' : 'attention'}>
          {t.rich(`next.hold.${code}`, { value: () => shownValue(code, value, currency, timeZone) })}
        </Callout>
      ))}
    </Section>
  );
}

/** Each cause with its sum, and what the agreement takes of them. */
function Made({ next }: Pick<NextPayoutProps, 'next'>): ReactNode {
  const t = useTranslations('payout');
  const taken = [
    { cause: 'fee', amount: next.fee },
    { cause: 'reserve', amount: next.reserve },
  ].filter(({ amount }) => Number(amount) !== 0);
  return (
    <div className="pb-8">
      <PlainTable
        caption={t('next.made')}
        hideCaption={false}
        columns={[
          { id: 'cause', header: t('page.cause') },
          { id: 'amount', header: t('page.amountColumn'), align: 'end' },
        ]}
        rows={[...next.causes, ...taken.map(({ cause, amount }) => ({ cause, amount: negated(amount) }))].map(
          ({ cause, amount }) => ({
            id: cause,
            cells: {
              cause: t(`cause.${cause}`),
              amount: <MoneyText amount={amount} currency={next.currency} />,
            },
          }),
        )}
      />
    </div>
  );
}

const negated = (amount: string) => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

function Waiting({ label, amounts, href }: { label: string; amounts: Amounts; href?: string }): ReactNode {
  if (amounts.length === 0) return null;
  return (
    <KeyFigure
      label={label}
      {...(href ? { href } : {})}
      value={
        <span className="flex flex-col">
          {amounts.map(({ currency, amount }) => (
            <MoneyText key={currency} amount={amount} currency={currency} size="figure" />
          ))}
        </span>
      }
    />
  );
}

function shownValue(code: string, value: string | null, currency: string, timeZone: string): ReactNode {
  if (value === null) return null;
  if (code === 'below_minimum') return <MoneyText amount={value} currency={currency} />;
  if (code === 'cooling_off') return <InstantText value={value} timeZone={timeZone} />;
  return value;
}
