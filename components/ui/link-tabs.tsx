'use client';

import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { tabCountStyle, tabListStyle, tabStyle } from '@/components/ui/tab-style';

export type LinkTab = { href: string; label: string; count?: string };

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

/** The most specific of the tabs that fit: first by matching query, then by path. */
export function currentTab(
  items: readonly LinkTab[],
  pathname: string,
  search: URLSearchParams | ReadonlyMap<string, string>,
): LinkTab | undefined {
  const fitting = items.flatMap((item) => {
    const [path, query = ''] = item.href.split('?');
    const wanted = [...new URLSearchParams(query)];
    const fits = path === pathname && wanted.every(([key, value]) => search.get(key) === value);
    return fits ? [{ item, weight: wanted.length }] : [];
  });
  return fitting.sort((a, b) => b.weight - a.weight)[0]?.item;
}
