'use client';

import { useLocale } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { compareCells, fractionWidthOf, matchesFilter, searchText } from '@/components/data-table/cell-value';
import { CellView } from '@/components/data-table/cell-view';
import {
  alignmentOf,
  type ColumnSpec,
  type DataRow,
  startsDescending,
} from '@/components/data-table/column-spec';
import { DataGrid, type DataGridProps } from '@/components/data-table/data-grid';
import type { GridColumn } from '@/components/data-table/grid-features';

export type DataTableProps = Omit<DataGridProps<DataRow>, 'columns' | 'rows'> & {
  columns: readonly ColumnSpec[];
  rows: readonly DataRow[];
  /** Before them, such as the boxes that rows are chosen by; memoised. */
  lead?: GridColumn<DataRow> | null;
};

/** A list whose columns and rows are plain data, so that a server page can write it down whole. */
export function DataTable({ columns, rows, lead = null, ...rest }: DataTableProps): ReactNode {
  const locale = useLocale();
  const definitions = useMemo(
    () => [...(lead ? [lead] : []), ...columns.map((column) => define(column, rows, locale))],
    [columns, rows, lead, locale],
  );
  return <DataGrid {...rest} columns={definitions} rows={rows} />;
}

function define(column: ColumnSpec, rows: readonly DataRow[], locale: string): GridColumn<DataRow> {
  const { id, kind, header } = column;
  const width =
    kind === 'money' || kind === 'exact-money'
      ? {
          fractionWidth: fractionWidthOf(
            kind,
            rows.map((row) => row[id]),
          ),
        }
      : {};
  return {
    id,
    header,
    accessorFn: (row) => searchText(row[id]),
    cell: ({ row }) => <CellView kind={kind} cell={row.original[id]} {...width} />,
    enableSorting: column.sortable ?? false,
    enableHiding: column.canHide ?? true,
    sortDescFirst: startsDescending(kind),
    sortFn: (a, b) => compareCells(kind, a.original[id], b.original[id], locale),
    filterFn: (row, _columnId, chosen: string[]) => matchesFilter(row.original[id], chosen),
    meta: {
      label: header,
      align: alignmentOf(kind),
      ...(column.width ? { width: column.width } : {}),
      ...(column.hidden ? { hidden: true } : {}),
    },
  };
}
