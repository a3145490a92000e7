/**
 * One row of a usage file as it was sent. `text` is its own, each byte one character (latin1), so that nothing is lost before
 * it is known to be UTF-8; `endOffset` is where the next row begins, in bytes of the file unpacked.
 */
export type RawRow = {
  text: string;
  endOffset: number;
  /** Set when the row's form is broken; its text is then the line, or the element, as far as it goes. */
  fault: RawFault | null;
  /** A CSV row's cells, in latin1 as well; null in other formats and in broken rows. */
  cells: string[] | null;
};

export type RawFault = { code: 'broken_quotes' | 'row_too_long' | 'broken_json'; message: string };

/** The longest row there may be: a file without line breaks must not fill the memory. */
export const MAX_ROW_BYTES = 1024 * 1024;

export const ROW_TOO_LONG: RawFault = {
  code: 'row_too_long',
  message: 'The row is longer than 1 MB. Send each event as a row of its own.',
};

/** Rows come in lists, as many as a piece of the file holds: one step of a generator for each would cost more than the row. */
export type RawRows = AsyncGenerator<RawRow[], void>;
