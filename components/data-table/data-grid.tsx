'use client';

import { filterFn_includesString, useTable } from '@tanstack/react-table';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import type { FilterSpec } from '@/components/data-table/column-spec';
import { GridBody } from '@/components/data-table/grid-body';
import { type GridColumn, type GridRow, gridFeatures } from '@/components/data-table/grid-features';
import { GridHeader } from '@/components/data-table/grid-header';
import { TablePager } from '@/components/data-table/table-pager';
import { TableToolbar } from '@/components/data-table/table-toolbar';
import { useListState } from '@/components/data-table/use-list-state';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { classNames } from '@/components/ui/class-names';
import { EmptyState, type EmptyStateProps } from '@/components/ui/empty-state';
import { ScrollArea } from '@/components/ui/scroll-area';

export type DataGridProps<Row extends GridRow> = {
  /** What the list is of, in the plural: "Bills". */
  label: string;
  /** Stable: declare outside the component or memoise. The first column stays in view and never hides. */
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
  /** From the service; null on the last page. Leave out when the list has no pages. */
  nextCursor?: string | null;
  searchable?: boolean;
  filters?: readonly FilterSpec[];
  defaultSort?: string;
  empty: EmptyStateProps;
  /** Shown instead of rows: they could not be read. */
  error?: string;
  toolbar?: ReactNode;
  /** `server`: the page reads the URL and gives the rows. `client`: all rows are here, the browser sorts and filters. */
  mode?: 'server' | 'client';
  prefix?: string;
};

const noFilters: readonly FilterSpec[] = [];

/** A list: TanStack Table over the URL's state, with its empty, error and waiting views. */
export function DataGrid<Row extends GridRow>(props: DataGridProps<Row>): ReactNode {
  const { label, columns, rows, filters = noFilters, mode = 'server', empty, error } = props;
  const t = useTranslations('table');
  const list = useGridState(columns, filters, mode, props.defaultSort, props.prefix);
  const sorting = list.sort ? [{ id: list.sort.id, desc: list.sort.descending }] : [];
  const table = useTable({
    features: gridFeatures,
    columns: columns as GridColumn<Row>[],
    data: rows as Row[],
    getRowId: (row) => row.id,
    manualSorting: mode === 'server',
    manualFiltering: mode === 'server',
    enableSortingRemoval: false,
    globalFilterFn: filterFn_includesString,
    state: {
      sorting,
      globalFilter: list.q,
      columnVisibility: Object.fromEntries(list.hidden.map((id) => [id, false])),
      columnFilters: Object.entries(list.filters).flatMap(([id, value]) =>
        value.length > 0 ? [{ id, value }] : [],
      ),
    },
    onSortingChange: (updater) => {
      const [next] = typeof updater === 'function' ? updater(sorting) : updater;
      if (next) list.setSort({ id: next.id, descending: next.desc });
    },
  });
  const shown = table.getRowModel().rows;
  const hideable = columns.slice(1).filter((column) => column.enableHiding !== false);

  return (
    <div>
      <TableToolbar
        label={label}
        list={list}
        searchable={props.searchable ?? false}
        filters={filters}
        hideable={hideable.map(({ id, meta }) => ({ id, label: meta.label }))}
      >
        {props.toolbar}
      </TableToolbar>
      {error ? (
        <Callout tone="risk" title={t('failed')}>
          {error}
        </Callout>
      ) : shown.length === 0 ? (
        <div className="border-t">
          {list.isNarrowed ? (
            <EmptyState
              title={t('noMatch')}
              description={t('noMatchNote')}
              action={<Button onPress={list.clear}>{t('clear')}</Button>}
            />
          ) : (
            <EmptyState {...empty} />
          )}
        </div>
      ) : (
        <ScrollArea
          label={label}
          isBusy={list.isPending}
          className={classNames(
            'border-y sm:max-h-[calc(100dvh-9rem)] print:max-h-none print:overflow-visible',
            list.isPending && 'opacity-60 transition-opacity delay-150',
          )}
        >
          <table className="stacking w-full border-separate border-spacing-0">
            <caption className="sr-only">{label}</caption>
            <GridHeader table={table} />
            <GridBody table={table} />
          </table>
        </ScrollArea>
      )}
      <p role="status" className="sr-only">
        {list.isPending ? t('updating') : t('rows', { count: shown.length })}
      </p>
      {props.nextCursor === undefined ? null : (
        <TablePager label={label} list={list} nextCursor={props.nextCursor} count={shown.length} />
      )}
    </div>
  );
}

function useGridState<Row extends GridRow>(
  columns: readonly GridColumn<Row>[],
  filters: readonly FilterSpec[],
  mode: 'server' | 'client',
  defaultSort: string | undefined,
  prefix: string | undefined,
) {
  const spec = useMemo(
    () => ({
      sortable: columns.filter((column) => column.enableSorting !== false).map(({ id }) => id),
      filterIds: filters.map(({ id }) => id),
      hiddenAtFirst: columns.filter((column) => column.meta.hidden).map(({ id }) => id),
    }),
    [columns, filters],
  );
  return useListState({ ...spec, defaultSort, prefix, mode });
}
