import { inSmallPieces, joinedText } from '@/lib/integrations/usage-files/flat-text';
import {
  MAX_ROW_BYTES,
  type RawFault,
  type RawRow,
  type RawRows,
  ROW_TOO_LONG,
} from '@/lib/integrations/usage-files/raw-row';

/**
 * The rows of a CSV file from `offset` on, with their cells. Quotes are as in RFC 4180: a cell that begins with one may hold
 * delimiters, line breaks and doubled quotes. A row whose quotes are broken costs that line alone: reading goes on with the
 * next, where a parser that trusts the quote would swallow what follows. A quote inside a cell that begins without one is text, or,
 * with `quotes: 'whole_cells'`, breaks the row.
 */
export async function* splitCsv(
  bytes: AsyncIterable<Buffer>,
  offset: number,
  delimiter: string,
  { quotes = 'anywhere' }: { quotes?: Quotes } = {},
): RawRows {
  const splitter = new CsvSplitter(offset, delimiter, quotes);
  for await (const piece of inSmallPieces(bytes)) {
    const rows = splitter.push(piece);
    if (rows.length > 0) yield rows;
  }
  const rest = splitter.end();
  if (rest.length > 0) yield rest;
}

/** The cells of one row that is known to be whole; of one with broken quotes, its text cut at the delimiters. */
export function cellsOf(text: string, delimiter: string): string[] {
  if (!text.includes('"')) return text.split(delimiter);
  const row = readRow(`${text}\n`, 0, delimiter, 'anywhere');
  return row.kind === 'row' && row.next === text.length + 1 ? row.cells : text.split(delimiter);
}

type Quotes = 'anywhere' | 'whole_cells';

const QUOTE = 34;
const NEWLINE = 10;

class CsvSplitter {
  private rest = '';
  private restOffset: number;
  private isSkipping = false;

  constructor(
    offset: number,
    private readonly delimiter: string,
    private readonly quotes: Quotes,
  ) {
    this.restOffset = offset;
  }

  push(piece: Buffer): RawRow[] {
    const rows: RawRow[] = [];
    const text = joinedText(this.rest, piece);
    const from = this.take(rows, text, false);
    this.rest = text.slice(from);
    this.restOffset += from;
    return rows;
  }

  end(): RawRow[] {
    const rows: RawRow[] = [];
    if (this.rest !== '') this.take(rows, `${this.rest}\n`, true);
    return rows;
  }

  /** Takes whole rows off the front and answers how far they went; at the end of the file everything is taken. */
  private take(rows: RawRow[], text: string, isEnd: boolean): number {
    let from = 0;
    // Where the next quote is, looked for once: most files have none, and their rows are split by the engine itself.
    let quote = text.indexOf('"');
    while (from < text.length) {
      const lineEnd = text.indexOf('\n', from);
      if (quote !== -1 && quote < from) quote = text.indexOf('"', from);
      const isPlain = quote === -1 || (lineEnd !== -1 && quote > lineEnd);
      if (this.isSkipping || isPlain) {
        if (lineEnd === -1) return this.keepRest(rows, text, from);
        if (this.isSkipping) this.isSkipping = false;
        else this.add(rows, text.slice(from, lineEnd), lineEnd + 1);
        from = lineEnd + 1;
        continue;
      }
      const row = readRow(text, from, this.delimiter, this.quotes);
      if (row.kind === 'row') {
        this.addRow(rows, trimEnd(text.slice(from, row.next - 1)), row.next, row.cells);
        from = row.next;
      } else if (row.kind === 'open' && !isEnd && text.length - from <= MAX_ROW_BYTES) {
        return from;
      } else {
        // Broken, or a quote that never closes: this line is refused, and the next one is a row again.
        const end = lineEnd === -1 ? text.length : lineEnd;
        if (lineEnd === -1 && !isEnd) return this.keepRest(rows, text, from);
        this.addBroken(rows, trimEnd(text.slice(from, end)), end + 1, row.fault);
        from = end + 1;
      }
    }
    return Math.min(from, text.length);
  }

  private keepRest(rows: RawRow[], text: string, from: number): number {
    const length = text.length - from;
    // Of a row that is being skipped nothing is kept, or each piece of it would be joined to a megabyte before it.
    if (length <= MAX_ROW_BYTES && !this.isSkipping) return from;
    if (!this.isSkipping) this.addBroken(rows, text.slice(from, from + 1000), text.length, ROW_TOO_LONG);
    this.isSkipping = true;
    return text.length;
  }

  private add(rows: RawRow[], line: string, end: number): void {
    const text = trimEnd(line);
    if (text === '') return;
    this.addRow(rows, text, end, text.split(this.delimiter));
  }

  private addRow(rows: RawRow[], text: string, end: number, cells: string[]): void {
    if (text.length > MAX_ROW_BYTES) this.addBroken(rows, text.slice(0, 1000), end, ROW_TOO_LONG);
    else rows.push({ text, endOffset: this.restOffset + end, fault: null, cells });
  }

  private addBroken(rows: RawRow[], text: string, end: number, fault: RawFault): void {
    rows.push({ text, endOffset: this.restOffset + end, fault, cells: null });
  }
}

const trimEnd = (line: string) => (line.charCodeAt(line.length - 1) === 13 ? line.slice(0, -1) : line);

type ReadRow = { kind: 'row'; cells: string[]; next: number } | { kind: 'open' | 'broken'; fault: RawFault };

const NEVER_CLOSED: RawFault = {
  code: 'broken_quotes',
  message: 'A quote is opened and never closed. Put quotes around the whole cell and double those inside it.',
};
const QUOTE_INSIDE: RawFault = {
  code: 'broken_quotes',
  message:
    'There is a quote inside an unquoted cell. Put quotes around the whole cell and double those inside it.',
};
const TEXT_AFTER_QUOTE: RawFault = {
  code: 'broken_quotes',
  message: 'Text follows a closing quote. Put quotes around the whole cell and double those inside it.',
};

/** One row with quotes, from `from`. `open`: the text ends before the row does. */
function readRow(text: string, from: number, delimiter: string, quotes: Quotes): ReadRow {
  const cells: string[] = [];
  const delimiterCode = delimiter.charCodeAt(0);
  let at = from;
  for (;;) {
    if (text.charCodeAt(at) === QUOTE) {
      const close = closingQuote(text, at + 1);
      if (close === -1) return { kind: 'open', fault: NEVER_CLOSED };
      cells.push(unquoted(text.slice(at + 1, close)));
      at = close + 1;
      if (text.charCodeAt(at) === 13 && (at + 1 === text.length || text.charCodeAt(at + 1) === NEWLINE))
        at += 1;
      if (at >= text.length) return { kind: 'open', fault: NEVER_CLOSED };
    } else {
      const end = endOfPlainCell(text, at, delimiter);
      if (end === -1) return { kind: 'open', fault: NEVER_CLOSED };
      const cell = text.slice(at, end);
      if (quotes === 'whole_cells' && cell.includes('"')) return { kind: 'broken', fault: QUOTE_INSIDE };
      cells.push(text.charCodeAt(end) === NEWLINE ? trimEnd(cell) : cell);
      at = end;
    }
    const code = text.charCodeAt(at);
    if (code === NEWLINE) return { kind: 'row', cells, next: at + 1 };
    if (code !== delimiterCode) return { kind: 'broken', fault: TEXT_AFTER_QUOTE };
    at += 1;
    if (at >= text.length) return { kind: 'open', fault: NEVER_CLOSED };
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
  return at;
}

const unquoted = (cell: string) => (cell.includes('"') ? cell.replaceAll('""', '"') : cell);

function endOfPlainCell(text: string, from: number, delimiter: string): number {
  const lineEnd = text.indexOf('\n', from);
  const end = text.indexOf(delimiter, from);
  if (end === -1) return lineEnd;
  return lineEnd === -1 ? end : Math.min(end, lineEnd);
}
