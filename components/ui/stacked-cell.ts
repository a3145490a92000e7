/**
 * What a cell is where a table's rows stack, on a telephone (`.stacking` in globals.css): the row's name, its figure beside
 * it, or one of the rest, which tells its column.
 */
export function stackedAs(cell: { isName: boolean; isFigure: boolean; label: string }): {
  'data-label'?: string;
  'data-figure'?: true;
} {
  if (cell.isFigure) return { 'data-figure': true };
  return cell.isName ? {} : { 'data-label': cell.label };
}
