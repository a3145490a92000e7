import type { DraftTier } from '@/components/calculator/draft';
import { parseDecimalInput } from '@/lib/format/parse-decimal-input';

export type RateSheet = { tiers: DraftTier[] } | { wrongRow: number; reason: 'columns' | 'number' | 'order' };

/**
 * Reads tiers from cells copied in a spreadsheet: up to and price; from, up to and price; or from, up to, price and
 * flat fee, in rows of tabs, semicolons or bars. A first row of words is a heading; "∞", "+", blank and words in the
 * "up to" cell of the last row mean no end. Stairstep sheets have a fee where others have a price.
 * Rows are counted from 1, heading included.
 */
export function readRateSheet(text: string, locale: string, priceIs: 'unitPrice' | 'flatFee'): RateSheet {
  const rows = text
    .split(/\r?\n/)
    .map((line) => line.split(/\t|;|\|/).map((cell) => cell.trim()))
    .map((cells, index) => ({ cells, row: index + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (rows[0]?.cells.every((cell) => cell === '' || numberIn(cell, locale) === null)) rows.shift();
  if (rows.length === 0) return { wrongRow: 1, reason: 'columns' };

  const tiers: DraftTier[] = [];
  for (const [index, { cells, row }] of rows.entries()) {
    const isLast = index === rows.length - 1;
    const columns = columnsOf(cells, locale);
    if (!columns) return { wrongRow: row, reason: 'columns' };
    const price = numberIn(columns.price, locale);
    const fee = columns.fee === '' ? '' : numberIn(columns.fee, locale);
    const upTo = numberIn(columns.upTo, locale);
    if (price === null || fee === null || (upTo === null && !isLast))
      return { wrongRow: row, reason: 'number' };
    if (upTo !== null && Number(upTo) <= Number(tiers.at(-1)?.upTo ?? 0))
      return { wrongRow: row, reason: 'order' };
    tiers.push({
      upTo: upTo ?? '',
      unitPrice: priceIs === 'unitPrice' ? price : '',
      flatFee: priceIs === 'unitPrice' ? fee : price,
    });
  }
  // What lies beyond the last bound of a sheet costs what its last row does.
  const last = tiers.at(-1)!;
  return { tiers: last.upTo === '' ? tiers : [...tiers, { ...last, upTo: '' }] };
}

function columnsOf(cells: string[], locale: string): { upTo: string; price: string; fee: string } | null {
  const [a = '', b = '', c = '', d = ''] = cells;
  if (cells.length === 2) return { upTo: a, price: b, fee: '' };
  if (cells.length === 3) return { upTo: b, price: c, fee: '' };
  if (cells.length === 4) return { upTo: b, price: c, fee: d };
  // A range in one cell, "0-100" or "over 100": its last number is the bound.
  if (cells.length === 1) {
    const match = /^(.*?)\s+(\S+)$/.exec(a);
    return match && numberIn(match[2] ?? '', locale) !== null
      ? { upTo: match[1] ?? '', price: match[2] ?? '', fee: '' }
      : null;
  }
  return null;
}

/** A cell's number without a currency sign or per cent; null for words, "∞" and blanks. */
function numberIn(cell: string, locale: string): string | null {
  const bare = cell.replace(/^[^\d.,−–-]+/, '').replace(/[^\d.,]+$/, '');
  return bare === '' ? null : parseDecimalInput(bare, locale);
}
