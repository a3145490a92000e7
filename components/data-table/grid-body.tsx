'use client';

import type { ReactTable } from '@tanstack/react-table';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { MouseEvent, ReactNode } from 'react';
import type { GridRow, gridFeatures } from '@/components/data-table/grid-features';
import { classNames } from '@/components/ui/class-names';
import { stackedAs } from '@/components/ui/stacked-cell';

export function GridBody<Row extends GridRow>({
  table,
}: {
  table: ReactTable<typeof gridFeatures, Row>;
}): ReactNode {
  const router = useRouter();

  /** A click anywhere on a row follows its link; the keyboard has the link itself, in the first column. */
  function follow(event: MouseEvent<HTMLTableRowElement>, href: string) {
    const target = event.target as HTMLElement;
    const selectsText = window.getSelection()?.toString();
    if (event.defaultPrevented || selectsText || target.closest('a, button, input, label')) return;
    if (event.metaKey || event.ctrlKey) window.open(href, '_blank', 'noopener');
    else router.push(href);
  }

  return (
    <tbody>
      {table.getRowModel().rows.map((row) => {
        const { href } = row.original;
        return (
          <tr
            key={row.id}
            {...(href ? { onClick: (event: MouseEvent<HTMLTableRowElement>) => follow(event, href) } : {})}
            className={classNames('bg-paper', href && 'cursor-pointer hover:bg-surface')}
          >
            {row.getVisibleCells().map((cell, index, cells) => {
              const content = <table.FlexRender cell={cell} />;
              const { meta } = cell.column.columnDef;
              const end = meta?.align === 'end';
              const isFigure = end && index > 0 && index === cells.length - 1;
              return (
                <td
                  key={cell.id}
                  {...stackedAs({ isName: index === 0, isFigure, label: meta?.label ?? '' })}
                  className={classNames(
                    'h-9 border-b bg-inherit px-2 whitespace-nowrap first:ps-0 last:pe-0 [tr:last-child>&]:border-b-0',
                    end ? 'text-end rtl:text-start' : 'max-w-xs truncate text-start',
                    index === 0 && 'sticky inset-s-0 z-10 max-w-[45vw] max-sm:border-e sm:max-w-xs',
                  )}
                >
                  {index === 0 && href ? (
                    <Link href={href} className="rounded-sm py-1 font-medium hover:underline">
                      {content}
                    </Link>
                  ) : (
                    content
                  )}
                </td>
              );
            })}
          </tr>
        );
      })}
    </tbody>
  );
}
