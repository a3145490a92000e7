import {
  type ColumnDef,
  columnFilteringFeature,
  columnVisibilityFeature,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  metaHelper,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';

export type GridColumnMeta = {
  /** Its name where the header is not a plain text: in the column picker. */
  label: string;
  align?: 'start' | 'end';
  width?: string;
  hidden?: boolean;
};

export const gridFeatures = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
  columnMeta: metaHelper<GridColumnMeta>(),
});

export type GridRow = { id: string; href?: string };

/** TanStack's column definition with our features and meta; `meta.label` is required. */
export type GridColumn<Row extends GridRow> = ColumnDef<typeof gridFeatures, Row> & {
  id: string;
  meta: GridColumnMeta;
};
