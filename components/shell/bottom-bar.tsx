'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { currentNavItem, type NavItem } from '@/components/shell/nav-item';

/** The first places of the rail, under the thumb; the drawer has all of them. */
export function BottomBar({ nav }: { nav: readonly NavItem[] }): ReactNode {
  const t = useTranslations('shell');
  const current = currentNavItem(nav, usePathname());
  return (
    <nav
      aria-label={t('quickNavigation')}
      className="fixed inset-x-0 bottom-0 z-30 flex border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden print:hidden"
    >
      {nav.slice(0, 4).map((item) => (
        <Link
          key={item.href}
          href={item.href}
          {...(item === current ? { 'aria-current': 'page' as const } : {})}
          className="flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 px-1 text-xs text-ink-muted -outline-offset-2 aria-[current=page]:font-medium aria-[current=page]:text-ink"
        >
          {item.icon}
          <span className="max-w-full truncate">{item.label}</span>
        </Link>
      ))}
    </nav>
  );
}
