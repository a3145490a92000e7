import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

type Read = { rows: number; faults: string[]; peakMb: number };

/** In a process of its own, for only that has a peak; with the heap as a worker has it while it reads (`withTightHeap`). */
async function readInChild(): Promise<Read[]> {
  const script = path.join(import.meta.dirname, 'read-large.fixture.ts');
  const args = ['--heap-growing-percent=100', '--import', 'tsx', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, VITEST: '' },
  });
  return JSON.parse(stdout);
}

test.runIf(process.platform === 'linux')(
  'a file twelve times as large, rows of a megabyte, and a line of 300 MB need no more memory',
  async () => {
    const [small, large, wide, line] = (await readInChild()) as [Read, Read, Read, Read];
    expect(small.faults).toEqual([]);
    expect(large.rows).toBeGreaterThan(11 * small.rows);
    expect(wide).toMatchObject({ rows: 0, faults: expect.arrayContaining(['a too_big']) });
    expect([line.rows, line.faults]).toEqual([1, ['row_too_long']]);
    // The peaks of one process, so that each is at least the one before. Whoever kept a file would need its size at least.
    expect(line.peakMb - small.peakMb).toBeLessThan(80);
  },
);
