'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { Disclosure } from '@/components/ui/disclosure';
import { PlainTable } from '@/components/ui/plain-table';
import {
  type ReceivedCount,
  type ReceivedDayRow,
  type ReceivedSeries,
  receivedSeries,
} from '@/components/usage/received-series';
import { formatDate } from '@/lib/format/date';
import { formatCount } from '@/lib/format/quantity';

export type ReceivedChartProps = { days: readonly string[]; counts: readonly ReceivedCount[] };

/** Events a day as stacked bars, patterns telling them apart as well as shades, with the same figures as a table beneath. */
export function ReceivedChart({ days, counts }: ReceivedChartProps): ReactNode {
  const t = useTranslations('suspense.overview');
  const locale = useLocale();
  const { series, rows } = useMemo(() => receivedSeries(days, counts), [days, counts]);
  const nameOf = ({ kind, meter }: ReceivedSeries) =>
    kind === 'meter' ? meter! : kind === 'others' ? t('others') : t('waiting');
  if (series.length === 0) return <p className="text-ink-muted">{t('noneLately')}</p>;
  return (
    <>
      <ul className="flex flex-wrap gap-x-6 gap-y-1 pb-3 text-sm">
        {series.map((one, index) => (
          <li key={one.id} className="flex items-center gap-2">
            <svg width={12} height={12} aria-hidden>
              <Patterns prefix={`key-${one.id}`} series={series} />
              <rect
                width={12}
                height={12}
                fill={fillOf(`key-${one.id}`, series, index)}
                stroke="var(--color-ink)"
              />
            </svg>
            {nameOf(one)} <span className="text-ink-muted">{formatCount(one.total, locale)}</span>
          </li>
        ))}
      </ul>
      <figure aria-label={t('chart')} className="h-56">
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 800, height: 224 }}>
          <BarChart data={rows} margin={{ top: 8, right: 0, bottom: 0, left: 0 }} barCategoryGap="20%">
            <Patterns prefix="bar" series={series} />
            <CartesianGrid vertical={false} stroke="var(--color-line)" />
            <XAxis
              dataKey="day"
              tickLine={false}
              axisLine={{ stroke: 'var(--color-line-strong)' }}
              tick={TICK}
              tickFormatter={(day: string) => formatDate(day, locale, 'day-month')}
              minTickGap={16}
            />
            <YAxis
              width={56}
              tickLine={false}
              axisLine={false}
              allowDecimals={false}
              tick={TICK}
              tickFormatter={(events: number) => formatCount(events, locale)}
            />
            <Tooltip
              cursor={{ fill: 'var(--color-sunken)' }}
              isAnimationActive={false}
              content={({ payload }) => {
                const row = payload?.[0]?.payload as ReceivedDayRow | undefined;
                return row ? <DayFigures row={row} series={series} nameOf={nameOf} /> : null;
              }}
            />
            {series.map((one, index) => (
              <Bar
                key={one.id}
                dataKey={one.id}
                name={nameOf(one)}
                stackId="events"
                fill={fillOf('bar', series, index)}
                stroke="var(--color-ink)"
                strokeWidth={0.75}
                maxBarSize={36}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </figure>
      <div className="pt-3">
        <Disclosure title={t('table')}>
          <PlainTable
            caption={t('chart')}
            columns={[
              { id: 'day', header: t('day') },
              ...series.map((one) => ({ id: one.id, header: nameOf(one), align: 'end' as const })),
              { id: 'total', header: t('total'), align: 'end' },
            ]}
            rows={rows.map((row) => ({
              id: row.day,
              cells: {
                day: formatDate(row.day, locale, 'short'),
                ...Object.fromEntries(series.map(({ id }) => [id, formatCount(Number(row[id]), locale)])),
                total: formatCount(row.total, locale),
              },
            }))}
          />
        </Disclosure>
      </div>
    </>
  );
}

const TICK = { fill: 'var(--color-ink-muted)', fontSize: 12 };

type DayFiguresProps = {
  row: ReceivedDayRow;
  series: readonly ReceivedSeries[];
  nameOf: (series: ReceivedSeries) => string;
};

function DayFigures({ row, series, nameOf }: DayFiguresProps): ReactNode {
  const locale = useLocale();
  return (
    <div className="rounded-md border border-line-strong bg-raised px-3 py-2 text-sm">
      <p className="pb-1 font-medium">{formatDate(row.day, locale, 'short')}</p>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4">
        {series.map((one) => (
          <div key={one.id} className="contents">
            <dt className="text-ink-muted">{nameOf(one)}</dt>
            <dd className="text-end">{formatCount(Number(row[one.id]), locale)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** What waits is hatched in the colour of attention; meters go from solid ink to dots and lines. */
function fillOf(prefix: string, series: readonly ReceivedSeries[], index: number): string {
  return `url(#${prefix}-${series[index]!.id})`;
}

function Patterns({ prefix, series }: { prefix: string; series: readonly ReceivedSeries[] }): ReactNode {
  return (
    <defs>
      {series.map(({ id, kind }, index) => (
        <pattern key={id} id={`${prefix}-${id}`} width={6} height={6} patternUnits="userSpaceOnUse">
          <rect width={6} height={6} fill="var(--color-paper)" />
          {kind === 'waiting' ? (
            <path d="M-1 1 L1 -1 M0 6 L6 0 M5 7 L7 5" stroke="var(--color-attention)" strokeWidth={2} />
          ) : (
            MARKS[kind === 'others' ? MARKS.length - 1 : index]
          )}
        </pattern>
      ))}
    </defs>
  );
}

const INK = 'var(--color-ink)';

const MARKS: ReactNode[] = [
  <rect key="solid" width={6} height={6} fill={INK} fillOpacity={0.8} />,
  <rect key="tint" width={6} height={6} fill={INK} fillOpacity={0.25} />,
  <path key="level" d="M0 1.5 H6 M0 4.5 H6" stroke={INK} strokeWidth={1} />,
  <path key="upright" d="M1.5 0 V6 M4.5 0 V6" stroke={INK} strokeWidth={1} />,
  <circle key="dots" cx={3} cy={3} r={1.2} fill={INK} />,
];
