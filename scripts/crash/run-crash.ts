import { writeFileSync } from 'node:fs';
import { disconnect } from '@/lib/db/client';
import { surroundings } from '../bench/report';
import { openLaboratory } from '../scratch/laboratory';
import { Closers } from '../stack/closers';
import { endWithUs } from '../stack/signals';
import type { CrashContext, CrashTest, Figures } from './crash-test';
import { databaseStopTests } from './database-stops';
import { failpointTests } from './failpoint-tests';
import type { Options } from './options';
import { randomKillTests } from './random-kills';
import { shuffledEventTests } from './shuffled-events';
import { simultaneousTests } from './simultaneous';
import { unknownCommitTests } from './unknown-commit';
import { volumeTests } from './volume';

type Result = {
  name: string;
  passed: boolean;
  seconds: number;
  figures: Figures;
  failure: string | null;
};

/** Runs the chosen tests one after the other on an installation of its own, a line each, and leaves nothing behind. */
export async function runCrash({ quick, only, json }: Options): Promise<Result[]> {
  const closers = new Closers();
  endWithUs(closers);
  const where = surroundings();
  const results: Result[] = [];
  try {
    const lab = await openLaboratory(closers, { unsafeFast: true });
    closers.add(disconnect);
    const tests = allTests({ lab, quick, tell }).filter(({ name }) => only === null || name.includes(only));
    for (const test of tests) {
      const result = await runOne(test);
      if (closers.isClosing) break;
      results.push(result);
      printResult(result);
      // After each, so that a long run that is stopped has told what it did.
      if (json !== null) writeFileSync(json, `${JSON.stringify({ ...where, quick, results }, null, 2)}\n`);
    }
    return results;
  } finally {
    await closers.close();
  }
}

const tell = (progress: string) => console.log(`    ${progress}`);

const allTests = (context: CrashContext): CrashTest[] => [
  ...failpointTests(context),
  ...simultaneousTests(context),
  ...unknownCommitTests(context),
  ...databaseStopTests(context),
  ...shuffledEventTests(context),
  ...randomKillTests(context),
  ...volumeTests(context),
];

async function runOne({ name, run }: CrashTest): Promise<Result> {
  const since = performance.now();
  const seconds = () => Number(((performance.now() - since) / 1000).toFixed(1));
  try {
    const figures = await run();
    return { name, passed: true, seconds: seconds(), figures, failure: null };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { name, passed: false, seconds: seconds(), figures: {}, failure };
  }
}

function printResult({ name, passed, seconds, figures, failure }: Result): void {
  const words = Object.entries(figures).map(([what, count]) => `${count} ${what}`);
  console.log(`${passed ? '✓' : '✗'} ${name} (${[...words, `${seconds} s`].join(', ')})`);
  if (failure !== null) console.log(`    ${failure}`);
}
