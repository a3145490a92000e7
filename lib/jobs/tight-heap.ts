import { setFlagsFromString } from 'node:v8';

/**
 * Runs what makes garbage for as long as it lasts, as the reading of a large file does, with a heap that is collected when it has
 * tripled. Left alone the engine waits for more than that: up to 150 MB, for a tenth of the processor time less.
 * The flag is the process's own; it is taken back when the last such run ends.
 */
export async function withTightHeap<T>(run: () => Promise<T>): Promise<T> {
  under += 1;
  setFlagsFromString('--heap-growing-percent=200');
  try {
    return await run();
  } finally {
    under -= 1;
    if (under === 0) setFlagsFromString('--heap-growing-percent=0');
  }
}

let under = 0;
