'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { currentNavItem, type NavItem, navSections } from '@/components/shell/nav-item';

/** The rail's links by section; also what the drawer shows on narrow screens. */
export function NavList({
  nav,
  onNavigate,
}: {
  nav: readonly NavItem[];
  onNavigate?: () => void;
}): ReactNode {
  const t = useTranslations('shell');
  const current = currentNavItem(nav, usePathname());
  return (
    <nav aria-label={t('navigation')} className="flex flex-col gap-4">
      {navSections(nav).map(({ section, items }) => (
        <div key={section ?? ''}>
          {section ? <p className="px-2 pb-1 text-xs text-ink-muted">{section}</p> : null}
          <ul className="flex flex-col gap-px">
            {items.map((item) => (
              <li key={item.href}>
                <Link
                  href={item.href}
                  {...(onNavigate ? { onClick: onNavigate } : {})}
                  {...(item === current ? { 'aria-current': 'page' as const } : {})}
                  className="flex h-8 items-center gap-2.5 rounded-md px-2 text-ink-muted hover:bg-sunken hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink"
                >
                  {item.icon}
                  <span className="min-w-0 flex-1 truncate">{item.label}</span>
                  {item.count === undefined ? null : <span className="text-xs">{item.count}</span>}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
