import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** UUIDv7: ordered by time, so new rows land at the end of their index. Never chosen by a user. */
export function newId(): string {
  if (used === POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  used += BYTES;
  return v7({ random: POOL.subarray(used - BYTES, used) });
}

const BYTES = 16;
// Randomness is drawn for many ids at once: a call per id is most of an id's cost, and a bill run makes a million.
const POOL = Buffer.alloc(BYTES * 256);
let used = POOL.length;
