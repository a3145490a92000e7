import { BinaryWriter } from '@/lib/db/bulk/binary-writer';
import { type CivilDate, civilDate, daysBetween } from '@/lib/domain/period/civil-date';

/**
 * One column of rows that are written as they are computed, as an array in PostgreSQL's binary form (`array_recv`) for `unnest`: of
 * a chunk's rows nothing stays behind but the bytes that are sent, so the collector has nothing to copy.
 */
abstract class BinaryColumn {
  protected readonly writer = new BinaryWriter(FIRST_BYTES);
  #rows = 0;

  constructor(oid: number) {
    // One dimension, nulls may occur, the element's type; then the length and the lower bound.
    for (const value of [1, 1, oid, 0, 1]) this.writer.int32(value);
  }

  get rows(): number {
    return this.#rows;
  }

  bytes(): Buffer {
    // An array of no element has no dimension.
    this.writer.int32At(0, this.#rows === 0 ? 0 : 1);
    this.writer.int32At(12, this.#rows);
    const bytes = this.writer.bytes();
    return this.#rows === 0 ? bytes.subarray(0, 12) : bytes;
  }

  protected count(): void {
    this.#rows += 1;
  }
}

export class UuidColumn extends BinaryColumn {
  constructor() {
    super(2950);
  }

  add(id: string | null): void {
    this.count();
    this.writer.hex(id);
  }

  addNew(): void {
    this.count();
    this.writer.newUuid();
  }
}

/** Decimals held as whole numbers of 10⁻ˢᶜᵃˡᵉ. */
export class NumericColumn extends BinaryColumn {
  constructor(readonly scale: number) {
    super(1700);
  }

  add(unscaled: bigint | null): void {
    this.count();
    if (unscaled === null) this.writer.int32(-1);
    else this.writer.numeric(unscaled, this.scale);
  }
}

export class TextColumn extends BinaryColumn {
  constructor() {
    super(25);
  }

  add(text: string | null): void {
    this.count();
    this.writer.text(text);
  }
}

export class JsonbColumn extends BinaryColumn {
  constructor() {
    super(3802);
  }

  /** The text of the value. */
  add(text: string): void {
    this.count();
    this.writer.jsonb(text);
  }
}

export class BytesColumn extends BinaryColumn {
  constructor() {
    super(17);
  }

  add(bytes: Uint8Array): void {
    this.count();
    this.writer.raw(bytes);
  }
}

export class Int4Column extends BinaryColumn {
  constructor() {
    super(23);
  }

  add(value: number): void {
    this.count();
    this.writer.int32(4);
    this.writer.int32(value);
  }
}

export class Int8Column extends BinaryColumn {
  constructor() {
    super(20);
  }

  add(value: bigint): void {
    this.count();
    this.writer.int64(value);
  }
}

export class DateColumn extends BinaryColumn {
  #last: CivilDate | null = null;
  #lastDays = 0;

  constructor() {
    super(1082);
  }

  add(date: CivilDate): void {
    // Rows that follow each other are mostly of one day.
    if (date !== this.#last) {
      this.#lastDays = daysBetween(EPOCH, date);
      this.#last = date;
    }
    this.count();
    this.writer.int32(4);
    this.writer.int32(this.#lastDays);
  }
}

const EPOCH = civilDate('2000-01-01');
const FIRST_BYTES = 4096;
