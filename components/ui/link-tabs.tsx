'use client';

import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { currentTab, type LinkTab } from '@/components/ui/current-tab';
import { tabCountStyle, tabListStyle, tabStyle } from '@/components/ui/tab-style';

/** Tabs that are addresses. One whose href has a query is current when the page's query contains it. */
export function LinkTabs({ label, items }: { label: string; items: readonly LinkTab[] }): ReactNode {
  const pathname = usePathname();
  const search = useSearchParams();
  const current = currentTab(items, pathname, search);
  return (
    <nav aria-label={label} className={tabListStyle}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          className={tabStyle}
          {...(item === current ? { 'aria-current': 'page' as const } : {})}
        >
          {item.label}
          {item.count === undefined ? null : <span className={tabCountStyle}>{item.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
