import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import type { Cell, CellByKind, CellKind } from '@/components/data-table/column-spec';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { InstantText } from '@/components/time/instant-text';
import { PeriodText } from '@/components/time/period-text';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';
import { formatPercent, formatQuantity } from '@/lib/format/quantity';

export type CellViewProps = { kind: CellKind; cell: Cell; fractionWidth?: number };

/** One cell, by the kind of its column. */
export function CellView({ kind, cell, fractionWidth }: CellViewProps): ReactNode {
  if (cell === null || cell === undefined) return null;
  const View = views[kind] as (props: { value: Cell; fractionWidth?: number }) => ReactNode;
  return <View value={cell} {...(fractionWidth === undefined ? {} : { fractionWidth })} />;
}

type ViewProps<Kind extends CellKind> = { value: CellByKind[Kind]; fractionWidth?: number };

const views: { [Kind in CellKind]: (props: ViewProps<Kind>) => ReactNode } = {
  text: ({ value }) =>
    typeof value === 'string' ? (
      value
    ) : (
      <>
        {value.text} <span className="text-ink-muted">{value.secondary}</span>
      </>
    ),
  code: ({ value }) => <span className="font-mono text-sm">{value}</span>,
  money: ({ value, fractionWidth = 0 }) => <MoneyText {...value} fractionWidth={fractionWidth} />,
  'exact-money': ({ value, fractionWidth = 0 }) => (
    <MoneyText {...value} exact fractionWidth={fractionWidth} />
  ),
  quantity: QuantityView,
  number: ({ value }) => <QuantityView value={value} />,
  percent: PercentView,
  date: ({ value }) => <DateText value={value} />,
  instant: ({ value }) => <InstantText value={value.at} timeZone={value.timeZone} />,
  period: ({ value }) => <PeriodText {...value} />,
  state: ({ value }) => <StateBadge {...value} />,
  link: ({ value }) => <TextLink href={value.href}>{value.label}</TextLink>,
};

function QuantityView({ value }: ViewProps<'quantity'>): ReactNode {
  const locale = useLocale();
  if (typeof value === 'string') return <bdi>{formatQuantity(value, locale)}</bdi>;
  return (
    <bdi>
      {formatQuantity(value.value, locale)} <span className="text-[0.8em] text-ink-muted">{value.unit}</span>
    </bdi>
  );
}

function PercentView({ value }: ViewProps<'percent'>): ReactNode {
  return <bdi>{formatPercent(value, useLocale())}</bdi>;
}
