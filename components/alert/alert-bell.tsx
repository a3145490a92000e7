'use client';

import { Bell } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useNewAlerts } from '@/components/alert/new-alerts';
import { buttonStyle } from '@/components/ui/button-style';
import { classNames } from '@/components/ui/class-names';

/** How many alerts are new, and the way to them. */
export function AlertBell({ href, initial }: { href: string; initial: number }): ReactNode {
  const t = useTranslations('alert.bell');
  const count = useNewAlerts(initial);
  return (
    <Link
      href={href}
      aria-label={t('label', { count })}
      className={classNames(buttonStyle('quiet', 'md', true), 'relative')}
    >
      <Bell size={16} aria-hidden />
      {count === 0 ? null : (
        <span
          aria-hidden
          className="absolute -end-0.5 -top-0.5 min-w-4 rounded-full bg-attention-soft px-1 text-center text-xs leading-4 font-medium text-attention"
        >
          {count > 99 ? t('many') : count}
        </span>
      )}
    </Link>
  );
}
