import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

export type Description = { term: string; detail: ReactNode };

/** Facts about one thing: term above detail, in columns where there is room. */
export function DescriptionList({
  items,
  columns = 2,
}: {
  items: readonly Description[];
  columns?: 1 | 2 | 3;
}): ReactNode {
  return (
    <dl className={classNames('grid gap-x-8 gap-y-3', layouts[columns])}>
      {items.map((item) => (
        <div key={item.term} className="min-w-0">
          <dt className="text-sm text-ink-muted">{item.term}</dt>
          <dd className="break-words">{item.detail}</dd>
        </div>
      ))}
    </dl>
  );
}

const layouts = { 1: 'grid-cols-1', 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-2 lg:grid-cols-3' };
