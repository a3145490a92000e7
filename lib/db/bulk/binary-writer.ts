import { writeNewId } from '@/lib/db/id';

/**
 * Values as PostgreSQL's binary format has them, each behind its length in bytes; null has the length -1. Texts here are short, and for
 * those a loop is several times faster than a call into `Buffer.write`.
 */
export class BinaryWriter {
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

  /** A count that is known once all is written. */
  int32At(at: number, value: number): void {
    this.#putInt32(at, value);
  }

  int64(value: bigint): void {
    this.#reserve(12);
    this.#putInt32(this.#at, 8);
    this.#buffer.writeBigInt64BE(value, this.#at + 4);
    this.#at += 12;
  }

  /** Dashes are passed over. */
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

  newUuid(): void {
    this.#reserve(20);
    this.#putInt32(this.#at, 16);
    writeNewId(this.#buffer, this.#at + 4);
    this.#at += 20;
  }

  /** `unscaled` · 10⁻ˢᶜᵃˡᵉ as `numeric_recv` reads it: digits of base 10,000, the first of them before 10,000 to the power of `weight`. */
  numeric(unscaled: bigint, scale: number): void {
    const isNegative = unscaled < 0n;
    const text = (isNegative ? -unscaled : unscaled).toString();
    // Of the point's right side a digit is four places, so some noughts may be missing at the end.
    const missing = (4 - (scale % 4)) % 4;
    const fractionDigits = (scale + missing) / 4;
    const count = unscaled === 0n ? 0 : Math.ceil((text.length + missing) / 4);
    this.#reserve(12 + count * 2);
    const buffer = this.#buffer;
    const from = this.#at + 12;
    let end = text.length + missing;
    let last = count;
    for (let digit = count - 1; digit >= 0; digit -= 1) {
      let value = 0;
      for (let place = Math.max(0, end - 4); place < end; place += 1) {
        value = value * 10 + (place < text.length ? text.charCodeAt(place) - ZERO : 0);
      }
      end -= 4;
      // Noughts at the end are not sent.
      if (value === 0 && digit === last - 1) last = digit;
      buffer[from + digit * 2] = value >>> 8;
      buffer[from + digit * 2 + 1] = value & 255;
    }
    this.#putInt32(this.#at, 8 + last * 2);
    this.#putInt16(this.#at + 4, last);
    this.#putInt16(this.#at + 6, last === 0 ? 0 : count - fractionDigits - 1);
    this.#putInt16(this.#at + 8, isNegative ? NUMERIC_NEGATIVE : 0);
    this.#putInt16(this.#at + 10, scale);
    this.#at = from + last * 2;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(4 + bytes.length);
    this.#putInt32(this.#at, bytes.length);
    this.#buffer.set(bytes, this.#at + 4);
    this.#at += 4 + bytes.length;
  }

  /** A jsonb value from its text, behind the version of its format. */
  jsonb(value: string): void {
    this.#reserve(5 + value.length * BYTES_PER_UNIT_MAX);
    const from = this.#at + 5;
    const size = this.#putText(from, value);
    this.#putInt32(this.#at, size + 1);
    this.#buffer[this.#at + 4] = 1;
    this.#at = from + size;
  }

  /** In UTF-8. */
  text(value: string | null): void {
    if (value === null) {
      this.int32(-1);
      return;
    }
    this.#reserve(4 + value.length * BYTES_PER_UNIT_MAX);
    const from = this.#at + 4;
    const size = this.#putText(from, value);
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

  #putInt16(at: number, value: number): void {
    this.#buffer[at] = (value >>> 8) & 255;
    this.#buffer[at + 1] = value & 255;
  }

  #putText(at: number, value: string): number {
    return this.#putAscii(at, value) ? value.length : this.#buffer.write(value, at, 'utf8');
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

const ZERO = 48;
const NUMERIC_NEGATIVE = 0x4000;
// UTF-8 of one UTF-16 unit has three bytes at most.
const BYTES_PER_UNIT_MAX = 3;

// Half of what a single character stands for in hexadecimal; 255 for none, as the dashes of a UUID.
const NIBBLES = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? 255 : value;
});
