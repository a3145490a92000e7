/**
 * The numbers of a file's rows: 1, 2, 3, or, in a file of a bill's rejected rows that was mended, those they had in that bill.
 * Rows that were added to such a file are counted on from the bill's last. Holds a bit for each row of the bill.
 */
export class RowNumbers {
  /** Set once the file is known to be one of mended rows. */
  isRepair = false;
  readonly #lastRow: number;
  readonly #mended: Uint8Array;
  #count = 0;

  /** `lastRow` is that of the bill that is corrected; 0 when none is. */
  constructor(lastRow = 0) {
    this.#lastRow = lastRow;
    this.#mended = new Uint8Array((lastRow >> 3) + 1);
  }

  /** `was` is what the row says its number was; of two that say the same the second is a new row. */
  next(was: string | null = null): number {
    const row = was !== null && /^\d{1,9}$/.test(was) ? Number(was) : 0;
    if (this.isRepair && row > 0 && row <= this.#lastRow && !this.isMended(row)) {
      this.#mended[row >> 3]! |= 1 << (row & 7);
      return row;
    }
    this.#count += 1;
    return this.isRepair ? this.#lastRow + this.#count : this.#count;
  }

  isMended(row: number): boolean {
    return ((this.#mended[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
  }
}
