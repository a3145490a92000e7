import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { formatInstant, type InstantStyle } from '@/lib/format/date';

export type InstantTextProps = { value: string; timeZone: string; style?: InstantStyle };

/** An instant on the clock of a stated zone; hovering tells the second and the zone. */
export function InstantText({ value, timeZone, style = 'minute' }: InstantTextProps): ReactNode {
  const locale = useLocale();
  return (
    <time
      dateTime={value}
      title={formatInstant(value, locale, timeZone, 'second')}
      suppressHydrationWarning
      className="whitespace-nowrap"
    >
      {formatInstant(value, locale, timeZone, style)}
    </time>
  );
}
