/**
 * Arrays in PostgreSQL's binary form (`array_recv`), as parameters of `unnest($1::uuid[], ...)`: no text for either side to write and
 * parse, a third of the time of one jsonb parameter for 500 usage events. Rows are read by position, so that nothing is built for each.
 */
export const uuidArray = (rows: number, at: (row: number) => string | null): Buffer =>
  binaryArray(UUID_OID, rows, (array, row) => array.hex(at(row)));

export const textArray = (rows: number, at: (row: number) => string | null): Buffer =>
  binaryArray(TEXT_OID, rows, (array, row) => array.text(at(row)));

/** From hexadecimal. */
export const byteaArray = (rows: number, at: (row: number) => string): Buffer =>
  binaryArray(BYTEA_OID, rows, (array, row) => array.hex(at(row)));

export const int4Array = (rows: number, at: (row: number) => number): Buffer =>
  binaryArray(INT4_OID, rows, (array, row) => {
    array.int32(4);
    array.int32(at(row));
  });

/** From milliseconds since 1970. */
export const timestamptzArray = (rows: number, at: (row: number) => number | null): Buffer =>
  binaryArray(TIMESTAMPTZ_OID, rows, (array, row) => {
    const ms = at(row);
    if (ms === null) {
      array.int32(-1);
      return;
    }
    const microseconds = (ms - EPOCH_2000_MS) * 1000;
    array.int32(8);
    array.int32(Math.floor(microseconds / 2 ** 32));
    array.int32((microseconds % 2 ** 32) | 0);
  });

const INT4_OID = 23;
const TEXT_OID = 25;
const BYTEA_OID = 17;
const TIMESTAMPTZ_OID = 1184;
const UUID_OID = 2950;
const EPOCH_2000_MS = Date.UTC(2000, 0, 1);

function binaryArray(oid: number, rows: number, write: (array: Writer, row: number) => void): Buffer {
  const array = new Writer(64 + rows * 24);
  // One dimension (none for no elements), nulls may occur, the element's type; then the length and the lower bound.
  array.int32(rows === 0 ? 0 : 1);
  array.int32(1);
  array.int32(oid);
  if (rows === 0) return array.bytes();
  array.int32(rows);
  array.int32(1);
  for (let row = 0; row < rows; row += 1) write(array, row);
  return array.bytes();
}

// Half of what a single character stands for in hexadecimal; 255 for none, as the dashes of a UUID.
const NIBBLES = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? 255 : value;
});

/** Texts here are short, and for those a loop is several times faster than a call into `Buffer.write`. */
class Writer {
  #buffer: Buffer;
  #at = 0;

  constructor(size: number) {
    this.#buffer = Buffer.allocUnsafe(size);
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#putInt32(this.#at, value);
    this.#at += 4;
  }

  /** The length in bytes, then the bytes; null has the length -1. Dashes are passed over. */
  hex(digits: string | null): void {
    if (digits === null) {
      this.int32(-1);
      return;
    }
    this.#reserve(4 + digits.length);
    const buffer = this.#buffer;
    let at = this.#at + 4;
    let high = -1;
    for (let index = 0; index < digits.length; index += 1) {
      const nibble = NIBBLES[digits.charCodeAt(index)]!;
      if (nibble === 255) continue;
      if (high < 0) high = nibble;
      else {
        buffer[at] = (high << 4) | nibble;
        at += 1;
        high = -1;
      }
    }
    this.#putInt32(this.#at, at - this.#at - 4);
    this.#at = at;
  }

  /** The length in bytes, then the text in UTF-8: at most three bytes for each unit of a string. Null has the length -1. */
  text(value: string | null): void {
    if (value === null) {
      this.int32(-1);
      return;
    }
    this.#reserve(4 + value.length * 3);
    const from = this.#at + 4;
    const size = this.#putAscii(from, value) ? value.length : this.#buffer.write(value, from, 'utf8');
    this.#putInt32(this.#at, size);
    this.#at = from + size;
  }

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  #putInt32(at: number, value: number): void {
    const buffer = this.#buffer;
    buffer[at] = value >>> 24;
    buffer[at + 1] = value >>> 16;
    buffer[at + 2] = value >>> 8;
    buffer[at + 3] = value;
  }

  #putAscii(at: number, value: string): boolean {
    if (value.length > 64) return false;
    const buffer = this.#buffer;
    for (let index = 0; index < value.length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 127) return false;
      buffer[at + index] = code;
    }
    return true;
  }

  #reserve(size: number): void {
    if (this.#at + size <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe((this.#buffer.length + size) * 2);
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
