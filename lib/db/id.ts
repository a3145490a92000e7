import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/**
 * UUIDv7: ordered by time, so new rows land at the end of their index, and within a process in the order in which they were made, so that
 * events of one transaction are read as they happened. Never chosen by a user; what a form makes once has `idOfKey`.
 */
export function newId(): string {
  return v7(nextParts());
}

/** The same as its sixteen bytes. */
export function writeNewId(into: Uint8Array, at: number): void {
  v7(nextParts(), into, at);
}

function nextParts(): { random: Uint8Array; msecs: number; seq: number } {
  if (used === POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  used += BYTES;
  const random = POOL.subarray(used - BYTES, used);
  const now = Date.now();
  if (now > latest.msecs) latest = { msecs: now, seq: random.readUInt32BE(6) >>> 1 };
  else latest.seq += 1;
  return { random, msecs: latest.msecs, seq: latest.seq };
}

/**
 * The id of what one opening of a form makes: its key of 32 hex digits, drawn at random by the page, as a UUIDv4. The same key is the same id.
 * Example: 'f'.repeat(32) is ffffffff-ffff-4fff-bfff-ffffffffffff.
 */
export function idOfKey(key: string): string {
  const variant = ((Number.parseInt(key[16]!, 16) & 3) | 8).toString(16);
  const hex = `${key.slice(0, 12)}4${key.slice(13, 16)}${variant}${key.slice(17)}`;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

// A sequence begins below 2³¹ and has twice that: no millisecond makes so many.
let latest = { msecs: 0, seq: 0 };

const BYTES = 16;
// Randomness is drawn for many ids at once: a call per id is most of an id's cost, and a bill run makes a million.
const POOL = Buffer.alloc(BYTES * 256);
let used = POOL.length;
