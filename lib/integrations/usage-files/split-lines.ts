import { inSmallPieces, joinedText } from '@/lib/integrations/usage-files/flat-text';
import {
  MAX_ROW_BYTES,
  type RawRow,
  type RawRows,
  ROW_TOO_LONG,
} from '@/lib/integrations/usage-files/raw-row';

/** The lines of a file from `offset` on, without their ends; empty ones are passed over. */
export async function* splitLines(bytes: AsyncIterable<Buffer>, offset: number): RawRows {
  const pieces = new LinePieces(offset);
  for await (const piece of inSmallPieces(bytes)) {
    const rows = pieces.push(piece);
    if (rows.length > 0) yield rows;
  }
  const rest = pieces.end();
  if (rest.length > 0) yield rest;
}

class LinePieces {
  private rest = '';
  private restOffset: number;
  /** In the middle of a line too long to keep: until its end nothing is read. */
  private isSkipping = false;

  constructor(offset: number) {
    this.restOffset = offset;
  }

  push(piece: Buffer): RawRow[] {
    const text = joinedText(this.rest, piece);
    const rows: RawRow[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      this.add(rows, text.slice(from, end), this.restOffset + end + 1);
      from = end + 1;
    }
    this.rest = text.slice(from);
    this.restOffset += from;
    if (this.isSkipping || this.rest.length > MAX_ROW_BYTES) {
      if (!this.isSkipping) rows.push(tooLong(this.rest, this.restOffset + this.rest.length));
      this.isSkipping = true;
      this.restOffset += this.rest.length;
      this.rest = '';
    }
    return rows;
  }

  end(): RawRow[] {
    const rows: RawRow[] = [];
    this.add(rows, this.rest, this.restOffset + this.rest.length);
    return rows;
  }

  private add(rows: RawRow[], line: string, endOffset: number): void {
    if (this.isSkipping) {
      this.isSkipping = false;
      return;
    }
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (text.length > MAX_ROW_BYTES) rows.push(tooLong(text, endOffset));
    else if (text.trim() !== '') rows.push({ text, endOffset, fault: null, cells: null });
  }
}

/** What is kept of a row too long to keep. */
const tooLong = (text: string, endOffset: number): RawRow => ({
  text: text.slice(0, 1000),
  endOffset,
  fault: ROW_TOO_LONG,
  cells: null,
});
