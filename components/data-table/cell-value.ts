import type { Cell, CellByKind, CellKind, MoneyCell } from '@/components/data-table/column-spec';
import { compareDecimal, parseDecimal } from '@/lib/domain/money/decimal';
import { significantFractionDigits } from '@/lib/format/decimal-text';
import { moneyFractionDigits } from '@/lib/format/money';

/** What a cell is found by when the browser does the searching. */
export function searchText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  return Object.values(cell).join(' ');
}

/** Whether a cell is one of a filter's chosen options, when the browser does the filtering. */
export function matchesFilter(cell: Cell, chosen: readonly string[]): boolean {
  if (isAbsent(cell)) return false;
  const values = typeof cell === 'string' ? [cell] : Object.values(cell);
  return values.some((value) => chosen.includes(value));
}

/** Order of two cells when the browser sorts: decimals exactly, dates by time, the rest as text; empty ones last. */
export function compareCells(kind: CellKind, a: Cell, b: Cell, locale: string): number {
  if (isAbsent(a) || isAbsent(b)) return Number(isAbsent(a)) - Number(isAbsent(b));
  switch (kind) {
    case 'money':
    case 'exact-money':
      return compareMoney(a as MoneyCell, b as MoneyCell);
    case 'quantity':
    case 'number':
    case 'percent':
      return compareDecimalText(decimalOf(a), decimalOf(b));
    case 'date':
      return compareText(String(a), String(b));
    case 'instant':
      return Date.parse((a as CellByKind['instant']).at) - Date.parse((b as CellByKind['instant']).at);
    case 'period':
      return compareText((a as CellByKind['period']).from, (b as CellByKind['period']).from);
    default:
      return shownText(a).localeCompare(shownText(b), locale, { numeric: true });
  }
}

/** The longest fraction a column of amounts shows, so that their points can stand in line. */
export function fractionWidthOf(kind: 'money' | 'exact-money', cells: readonly Cell[]): number {
  return Math.max(
    0,
    ...cells.map((cell) => {
      if (isAbsent(cell)) return 0;
      const { amount, currency } = cell as MoneyCell;
      const own = moneyFractionDigits(currency);
      return kind === 'exact-money' ? Math.max(own, significantFractionDigits(amount)) : own;
    }),
  );
}

/** Amounts of different currencies are never compared as numbers: they stand in blocks. */
function compareMoney(a: MoneyCell, b: MoneyCell): number {
  return compareText(a.currency, b.currency) || compareDecimalText(a.amount, b.amount);
}

function compareDecimalText(a: string, b: string): number {
  const [left, right] = [parseDecimal(a), parseDecimal(b)];
  if (left === null || right === null) throw new RangeError(`not decimals: ${a}, ${b}`);
  return compareDecimal(left, right);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function decimalOf(cell: NonNullable<Cell>): string {
  return typeof cell === 'string' ? cell : (cell as { value: string }).value;
}

function shownText(cell: NonNullable<Cell>): string {
  if (typeof cell === 'string') return cell;
  if ('text' in cell) return cell.text;
  return 'label' in cell ? cell.label : searchText(cell);
}

function isAbsent(cell: Cell): cell is null | undefined {
  return cell === null || cell === undefined;
}
