import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

/** The place of what is on its way. */
export function Skeleton({ className }: { className?: string }): ReactNode {
  return (
    <div
      aria-hidden
      className={classNames(
        'animate-pulse rounded-sm bg-sunken motion-reduce:animate-none',
        className ?? 'h-4 w-32',
      )}
    />
  );
}

/** A page with a heading and a list; for loading.tsx. */
export function PageSkeleton(): ReactNode {
  return (
    <Loading>
      <Skeleton className="h-7 w-64" />
      <Skeleton className="mt-2 mb-8 h-4 w-96 max-w-full" />
      <TableRows rows={8} columns={5} />
    </Loading>
  );
}

function Loading({ children }: { children: ReactNode }): ReactNode {
  const t = useTranslations('common');
  return (
    <div role="status" aria-busy="true">
      <span className="sr-only">{t('loading')}</span>
      {children}
    </div>
  );
}

function TableRows({ rows, columns }: { rows: number; columns: number }): ReactNode {
  return Array.from({ length: rows }, (_, row) => (
    <div key={row} className="flex h-9 items-center justify-between gap-6 border-b">
      {Array.from({ length: columns }, (_, column) => (
        <Skeleton
          key={column}
          className={column === 0 ? 'h-3 w-48' : 'h-3 w-20 max-sm:last:block max-sm:hidden'}
        />
      ))}
    </div>
  ));
}
