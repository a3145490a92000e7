/**
 * Rows of COPY's text format, encoded as they are added: of a chunk's hundred thousand fields nothing stays behind but a few
 * buffers, so the collector has nothing to copy. A row is its fields, joined by tabs; text that people wrote goes through `escaped` (copy-text).
 */
export class CopyRows {
  readonly #full: Buffer[] = [];
  #current = Buffer.allocUnsafe(0);
  #used = 0;

  static of(rows: readonly string[]): CopyRows {
    const all = new CopyRows();
    for (const row of rows) all.add(row);
    return all;
  }

  add(row: string): void {
    const mostBytes = row.length * BYTES_PER_UNIT_MAX + 1;
    if (this.#used + mostBytes > this.#current.length) this.#next(mostBytes);
    this.#used += this.#current.write(row, this.#used);
    this.#current[this.#used] = NEWLINE;
    this.#used += 1;
  }

  buffers(): readonly Buffer[] {
    return [...this.#full, this.#current.subarray(0, this.#used)];
  }

  #next(mostBytes: number): void {
    if (this.#used > 0) this.#full.push(this.#current.subarray(0, this.#used));
    this.#current = Buffer.allocUnsafe(Math.max(BUFFER_BYTES, mostBytes));
    this.#used = 0;
  }
}

// UTF-8 of one UTF-16 unit has three bytes at most.
const BYTES_PER_UNIT_MAX = 3;
const BUFFER_BYTES = 256 * 1024;
const NEWLINE = 10;
