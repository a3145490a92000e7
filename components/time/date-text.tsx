import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { type DateStyle, formatDate } from '@/lib/format/date';

/** A civil date, 'YYYY-MM-DD'. */
export function DateText({ value, style = 'short' }: { value: string; style?: DateStyle }): ReactNode {
  const locale = useLocale();
  return (
    <time dateTime={value} suppressHydrationWarning className="whitespace-nowrap">
      {formatDate(value, locale, style)}
    </time>
  );
}
