import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

export type Crumb = { label: string; href?: string };

/** The way up. The last crumb is the page itself. */
export function Breadcrumbs({ items }: { items: readonly Crumb[] }): ReactNode {
  const t = useTranslations('common');
  return (
    <nav aria-label={t('breadcrumbs')} className="print:hidden">
      <ol className="flex flex-wrap items-center gap-x-2 text-sm text-ink-muted">
        {items.map((crumb, index) => {
          const isLast = index === items.length - 1;
          return (
            <li key={`${index}-${crumb.label}`} className="flex items-center gap-2">
              {index > 0 ? <span aria-hidden>/</span> : null}
              {crumb.href && !isLast ? (
                <Link href={crumb.href} className="rounded-sm py-0.5 hover:text-ink hover:underline">
                  {crumb.label}
                </Link>
              ) : (
                <span {...(isLast ? { 'aria-current': 'page' as const } : {})}>{crumb.label}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
