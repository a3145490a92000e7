import { BinaryWriter } from '@/lib/db/bulk/binary-writer';

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

export const int8Array = (rows: number, at: (row: number) => bigint): Buffer =>
  binaryArray(INT8_OID, rows, (array, row) => {
    const value = at(row);
    array.int32(8);
    array.int32(Number(value >> 32n));
    array.int32(Number(BigInt.asIntN(32, value)));
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

const INT8_OID = 20;
const INT4_OID = 23;
const TEXT_OID = 25;
const BYTEA_OID = 17;
const TIMESTAMPTZ_OID = 1184;
const UUID_OID = 2950;
const EPOCH_2000_MS = Date.UTC(2000, 0, 1);

function binaryArray(oid: number, rows: number, write: (array: BinaryWriter, row: number) => void): Buffer {
  const array = new BinaryWriter(64 + rows * 24);
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
