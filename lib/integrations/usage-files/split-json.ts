import { inSmallPieces, joinedText } from '@/lib/integrations/usage-files/flat-text';
import {
  MAX_ROW_BYTES,
  type RawRow,
  type RawRows,
  ROW_TOO_LONG,
} from '@/lib/integrations/usage-files/raw-row';

/**
 * The elements of a JSON file, each as its own text: of one array, or of values that follow each other. Only brackets and
 * strings are looked at, so that the memory it needs is that of one element; whether an element is sound JSON, its reader says.
 * `offset` is where to begin, at the file's start or after an element.
 */
export async function* splitJson(
  bytes: AsyncIterable<Buffer>,
  offset: number,
  isStart = offset === 0,
): RawRows {
  const splitter = new JsonSplitter(offset, isStart);
  for await (const piece of inSmallPieces(bytes)) {
    const rows = splitter.push(piece);
    if (rows.length > 0) yield rows;
  }
  const rest = splitter.end();
  if (rest.length > 0) yield rest;
}

class JsonSplitter {
  private rest = '';
  private restOffset: number;
  private at = 0;
  private depth = 0;
  private inString = false;
  /** Where the element in hand begins in `rest`; -1 between elements. */
  private from = -1;
  private isSkipping = false;
  /** Only at the very start of a file a bracket opens the list itself. */
  private mayOpenList: boolean;

  constructor(offset: number, isStart: boolean) {
    this.restOffset = offset;
    this.mayOpenList = isStart;
  }

  push(piece: Buffer): RawRow[] {
    const rows: RawRow[] = [];
    const text = joinedText(this.rest, piece);
    for (; this.at < text.length; this.at += 1) {
      const code = text.charCodeAt(this.at);
      if (this.inString) this.skipString(text);
      else if (code === STRING) this.inString = this.begin();
      else if (code === OPEN_LIST || code === OPEN_OBJECT) this.open(code);
      else if (code === CLOSE_LIST || code === CLOSE_OBJECT) this.close(rows, text);
      else if (this.depth === 0 && isBetween(code)) this.finish(rows, text, this.at);
      else if (this.depth === 0) this.begin();
    }
    this.keep(rows, text);
    return rows;
  }

  end(): RawRow[] {
    const rows: RawRow[] = [];
    if (this.from === -1 || this.isSkipping) return rows;
    this.finish(rows, this.rest, this.rest.length);
    return rows;
  }

  private begin(): true {
    this.mayOpenList = false;
    if (this.from === -1) this.from = this.at;
    return true;
  }

  private open(code: number): void {
    if (this.mayOpenList && code === OPEN_LIST) {
      this.mayOpenList = false;
      return;
    }
    // A value directly before a bracket is an element of its own.
    this.begin();
    this.depth += 1;
  }

  private close(rows: RawRow[], text: string): void {
    if (this.depth === 0) {
      this.finish(rows, text, this.at);
      return;
    }
    this.depth -= 1;
    if (this.depth === 0) this.finish(rows, text, this.at + 1);
  }

  private finish(rows: RawRow[], text: string, end: number): void {
    if (this.from === -1) return;
    const endOffset = this.restOffset + end;
    if (this.isSkipping) this.isSkipping = false;
    else if (end - this.from > MAX_ROW_BYTES) rows.push(this.tooLong(text, endOffset));
    else rows.push({ text: text.slice(this.from, end), endOffset, fault: null, cells: null });
    this.from = -1;
  }

  private keep(rows: RawRow[], text: string): void {
    if (this.from !== -1 && !this.isSkipping && text.length - this.from > MAX_ROW_BYTES) {
      rows.push(this.tooLong(text, this.restOffset + text.length));
      this.isSkipping = true;
    }
    const cut = this.from === -1 || this.isSkipping ? text.length : this.from;
    this.rest = text.slice(cut);
    this.restOffset += cut;
    this.at -= cut;
    if (this.from !== -1) this.from = 0;
  }

  private tooLong(text: string, endOffset: number): RawRow {
    return { text: text.slice(this.from, this.from + 1000), endOffset, fault: ROW_TOO_LONG, cells: null };
  }

  /** To the string's end, or the text's: found by the engine, not character by character. */
  private skipString(text: string): void {
    for (;;) {
      const quote = text.indexOf('"', this.at);
      if (quote === -1) {
        this.at = text.length - 1;
        return;
      }
      this.at = quote;
      if (trailingBackslashes(text, quote) % 2 === 0) {
        this.inString = false;
        return;
      }
      this.at = quote + 1;
    }
  }
}

const STRING = 34;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

const isBetween = (code: number) => code === 44 || code === 32 || code === 10 || code === 13 || code === 9;

function trailingBackslashes(text: string, end: number): number {
  let at = end;
  while (at > 0 && text.charCodeAt(at - 1) === 92) at -= 1;
  return end - at;
}
