import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { ScrollArea } from '@/components/ui/scroll-area';
import { stackedAs } from '@/components/ui/stacked-cell';
import { type Tone, toneText } from '@/components/ui/tone';

export type PlainColumn = { id: string; header: string; align?: 'start' | 'end'; width?: string };
export type PlainRow = { id: string; cells: Record<string, ReactNode>; href?: string; tone?: Tone };

export type PlainTableProps = {
  caption: string;
  columns: readonly PlainColumn[];
  rows: readonly PlainRow[];
  /** Totals, by column id, under a stronger line. */
  footer?: Record<string, ReactNode>;
  hideCaption?: boolean;
  empty?: ReactNode;
};

/** A small table that is all there: taxes, postings, shares. Long lists are a DataTable. */
export function PlainTable({
  caption,
  columns,
  rows,
  footer,
  hideCaption = true,
  empty,
}: PlainTableProps): ReactNode {
  if (rows.length === 0 && empty) return <p className="py-2 text-ink-muted">{empty}</p>;
  const stacked = stackedCells(columns);
  return (
    <ScrollArea label={caption}>
      <table
        className={classNames(
          'w-full border-collapse text-start',
          columns.length > MOST_BESIDE_EACH_OTHER && 'stacking',
        )}
      >
        <caption className={hideCaption ? 'sr-only' : 'pb-2 text-start text-sm text-ink-muted'}>
          {caption}
        </caption>
        <thead>
          <tr className="border-b">
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={classNames(cell(column), 'h-8 text-sm font-medium text-ink-muted')}
                {...(column.width ? { style: { width: column.width } } : {})}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={classNames('border-b', row.tone && toneText[row.tone])}>
              {columns.map((column, index) => {
                const content = row.cells[column.id];
                const linked = index === 0 && row.href;
                return (
                  <td key={column.id} {...stacked[index]} className={classNames(cell(column), 'h-9 py-1')}>
                    {linked ? (
                      <Link href={linked} className="underline decoration-line-strong underline-offset-3">
                        {content}
                      </Link>
                    ) : (
                      content
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        {footer ? (
          <tfoot>
            <tr className="border-t border-ink font-semibold">
              {columns.map((column, index) => (
                <td key={column.id} {...stacked[index]} className={classNames(cell(column), 'h-9 py-1')}>
                  {footer[column.id]}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </ScrollArea>
  );
}

/** More columns than these stack on a telephone. */
const MOST_BESIDE_EACH_OTHER = 3;

/** The first column names the row and the last figure stands beside it; without a name every cell tells its column. */
function stackedCells(columns: readonly PlainColumn[]) {
  const hasNames = columns[0]?.align !== 'end';
  const figure = columns.findLastIndex(({ align }) => align === 'end');
  return columns.map(({ header }, index) =>
    stackedAs({
      isName: hasNames && index === 0,
      isFigure: hasNames && index > 0 && index === figure,
      label: header,
    }),
  );
}

function cell(column: PlainColumn): string {
  return column.align === 'end'
    ? 'ps-4 text-end whitespace-nowrap first:ps-0 rtl:text-start'
    : 'ps-4 text-start first:ps-0';
}
