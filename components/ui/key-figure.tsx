import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { type Tone, ToneIcon, toneText } from '@/components/ui/tone';

export type KeyFigureProps = {
  label: string;
  /** `<MoneyText size="figure" …/>` or a plain text. */
  value: ReactNode;
  note?: ReactNode;
  href?: string;
  tone?: Tone;
};

/** The few numbers a page is about, side by side between hairlines. */
export function KeyFigures({ children }: { children: ReactNode }): ReactNode {
  return (
    <dl className="mb-8 grid gap-x-8 gap-y-4 border-y py-4 max-sm:gap-y-2 sm:grid-cols-[repeat(auto-fit,minmax(11rem,1fr))]">
      {children}
    </dl>
  );
}

export function KeyFigure({ label, value, note, href, tone }: KeyFigureProps): ReactNode {
  return (
    <div className="min-w-0 max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:items-baseline max-sm:gap-x-4 sm:flex sm:flex-col">
      <dt className="flex items-center gap-1.5 text-sm text-ink-muted">
        {tone ? (
          <span className={toneText[tone]}>
            <ToneIcon tone={tone} />
          </span>
        ) : null}
        {href ? (
          <Link
            href={href}
            className="rounded-sm underline decoration-line-strong underline-offset-3 hover:text-ink"
          >
            {label}
          </Link>
        ) : (
          label
        )}
      </dt>
      <dd
        className={classNames(
          'font-medium max-sm:text-end max-sm:text-lg sm:text-2xl sm:tracking-tight',
          tone === 'risk' && 'text-risk',
        )}
      >
        {value}
      </dd>
      {note ? <dd className="text-sm text-ink-muted max-sm:col-start-2 max-sm:text-end">{note}</dd> : null}
    </div>
  );
}
