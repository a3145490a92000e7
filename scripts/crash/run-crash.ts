import { disconnect } from '@/lib/db/client';
import { openLaboratory } from '../scratch/laboratory';
import { Closers } from '../stack/closers';
import { endWithUs } from '../stack/signals';
import type { CrashContext, CrashTest } from './crash-test';
import { databaseStopTests } from './database-stops';
import { failpointTests } from './failpoint-tests';
import type { Options } from './options';
import { randomKillTests } from './random-kills';
import { shuffledEventTests } from './shuffled-events';
import { simultaneousTests } from './simultaneous';
import { unknownCommitTests } from './unknown-commit';
import { volumeTests } from './volume';

export type Outcome = { passed: number; failed: number };

/** Runs the chosen tests one after the other on an installation of its own, a line each, and leaves nothing behind. */
export async function runCrash({ quick, only }: Options): Promise<Outcome> {
  const closers = new Closers();
  endWithUs(closers);
  const outcome: Outcome = { passed: 0, failed: 0 };
  try {
    const lab = await openLaboratory(closers, { unsafeFast: true });
    closers.add(disconnect);
    const tests = allTests({ lab, quick }).filter(({ name }) => only === null || name.includes(only));
    for (const test of tests) {
      const passed = await runOne(test, closers);
      if (closers.isClosing) break;
      outcome[passed ? 'passed' : 'failed'] += 1;
    }
    return outcome;
  } finally {
    await closers.close();
  }
}

const allTests = (context: CrashContext): CrashTest[] => [
  ...failpointTests(context),
  ...simultaneousTests(context),
  ...unknownCommitTests(context),
  ...databaseStopTests(context),
  ...shuffledEventTests(context),
  ...randomKillTests(context),
  ...volumeTests(context),
];

async function runOne({ name, run }: CrashTest, closers: Closers): Promise<boolean> {
  const since = performance.now();
  const time = () => `(${((performance.now() - since) / 1000).toFixed(1)} s)`;
  try {
    await run();
    console.log(`✓ ${name} ${time()}`);
    return true;
  } catch (error) {
    if (closers.isClosing) return false;
    console.log(`✗ ${name} ${time()}\n    ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}
