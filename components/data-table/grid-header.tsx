'use client';

import type { ReactTable } from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { GridRow, gridFeatures } from '@/components/data-table/grid-features';
import { classNames } from '@/components/ui/class-names';

export function GridHeader<Row extends GridRow>({
  table,
}: {
  table: ReactTable<typeof gridFeatures, Row>;
}): ReactNode {
  return (
    <thead>
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id}>
          {group.headers.map((header, index) => {
            const { column } = header;
            const sorted = column.getIsSorted();
            const meta = column.columnDef.meta;
            const end = meta?.align === 'end';
            const content = <table.FlexRender header={header} />;
            return (
              <th
                key={header.id}
                scope="col"
                {...(column.getCanSort() ? { 'aria-sort': ariaSort[sorted || 'none'] } : {})}
                {...(meta?.width ? { style: { width: meta.width } } : {})}
                className={classNames(
                  'sticky top-0 h-9 border-b bg-paper px-2 text-sm font-medium whitespace-nowrap text-ink-muted first:ps-0 last:pe-0',
                  end ? 'text-end rtl:text-start' : 'text-start',
                  index === 0 ? 'inset-s-0 z-20' : 'z-10',
                )}
              >
                {column.getCanSort() ? (
                  <button
                    type="button"
                    onClick={column.getToggleSortingHandler()}
                    className={classNames(
                      'group inline-flex h-7 cursor-pointer items-center gap-1 rounded-sm hover:text-ink',
                      end && 'flex-row-reverse',
                      sorted && 'text-ink',
                    )}
                  >
                    {content}
                    <SortMark sorted={sorted} />
                  </button>
                ) : (
                  content
                )}
              </th>
            );
          })}
        </tr>
      ))}
    </thead>
  );
}

function SortMark({ sorted }: { sorted: false | 'asc' | 'desc' }): ReactNode {
  if (sorted === 'asc') return <ArrowUp size={12} aria-hidden />;
  if (sorted === 'desc') return <ArrowDown size={12} aria-hidden />;
  return (
    <ChevronsUpDown
      size={12}
      aria-hidden
      className="opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
    />
  );
}

const ariaSort = { asc: 'ascending', desc: 'descending', none: 'none' } as const;
