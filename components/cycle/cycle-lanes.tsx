import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cycleTone } from '@/components/cycle/cycle-state';
import { type LaneCycle, type LanePlace, layoutLanes } from '@/components/cycle/lane-layout';
import { classNames } from '@/components/ui/class-names';
import { ScrollArea } from '@/components/ui/scroll-area';
import { type Tone, ToneIcon, toneText } from '@/components/ui/tone';
import { formatDate } from '@/lib/format/date';
import { formatPeriod } from '@/lib/format/period';

export type LanesCycle = LaneCycle & { state: string; attention: readonly { code: string }[] };

/** The cycles on one line of days, a lane a rhythm: what is issued, what runs, and where a person is wanted. */
export function CycleLanes({ cycles, today }: { cycles: readonly LanesCycle[]; today: string }): ReactNode {
  const t = useTranslations('operator.home');
  const locale = useLocale();
  const layout = layoutLanes(cycles, today);
  if (!layout) return null;
  return (
    <ScrollArea label={t('lanes')}>
      <div className="min-w-3xl pb-2">
        <div className="relative ms-44 h-6 text-xs text-ink-muted" aria-hidden>
          {layout.months.map(({ on, at }) => (
            <span key={on} className="absolute top-0 border-s ps-1" style={{ insetInlineStart: `${at}%` }}>
              {formatDate(on, locale, 'day-month')}
            </span>
          ))}
        </div>
        <div className="relative">
          {layout.lanes.map((lane) => (
            <div key={lane.specId} className="flex items-center border-t">
              <p id={`lane-${lane.specId}`} className="w-44 shrink-0 truncate pe-4 text-sm">
                {lane.name}
              </p>
              <ol aria-labelledby={`lane-${lane.specId}`} className="relative h-12 flex-1">
                {lane.places.map((place) => (
                  <LaneBar key={place.cycle.id} place={place} locale={locale} />
                ))}
              </ol>
            </div>
          ))}
          {layout.today === null ? null : (
            <div className="pointer-events-none absolute inset-y-0 inset-e-0 start-44" aria-hidden>
              <div
                className="absolute inset-y-0 border-s border-dashed border-ink"
                style={{ insetInlineStart: `${layout.today}%` }}
              />
            </div>
          )}
        </div>
      </div>
    </ScrollArea>
  );
}

function LaneBar({ place, locale }: { place: LanePlace<LanesCycle>; locale: string }): ReactNode {
  const t = useTranslations('operator');
  const { cycle, start, width } = place;
  const waits = cycle.attention.length > 0;
  const tone: Tone = waits ? 'attention' : cycleTone(cycle.state);
  const period = formatPeriod(cycle.periodFrom, cycle.periodTo, locale);
  return (
    <li className="absolute inset-y-1.5 px-px" style={{ insetInlineStart: `${start}%`, width: `${width}%` }}>
      <Link
        href={`/operator/cycles/${cycle.id}`}
        title={period}
        aria-label={t('home.laneLabel', {
          period,
          state: t(`cycleState.${cycle.state}`),
          waits: waits ? 'yes' : 'no',
        })}
        className={classNames(
          'flex h-full items-center gap-1.5 overflow-hidden rounded-md border px-2 text-sm whitespace-nowrap -outline-offset-2',
          bars[tone],
          toneText[tone],
        )}
      >
        <ToneIcon tone={tone} />
        <span className="truncate">{t(`cycleState.${cycle.state}`)}</span>
      </Link>
    </li>
  );
}

const bars: Record<Tone, string> = {
  neutral: 'border-dashed border-line-strong hover:bg-sunken',
  progress: 'border-line-strong hover:bg-sunken',
  good: 'border-line bg-sunken hover:border-line-strong',
  attention: 'border-attention bg-attention-soft',
  risk: 'border-risk bg-risk-soft',
};
