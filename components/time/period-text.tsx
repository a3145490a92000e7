import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { formatPeriod } from '@/lib/format/period';

/** A half-open period [from, to) of civil dates, shown with its last day. */
export function PeriodText({ from, to }: { from: string; to: string }): ReactNode {
  return (
    <bdi suppressHydrationWarning className="whitespace-nowrap">
      {formatPeriod(from, to, useLocale())}
    </bdi>
  );
}
