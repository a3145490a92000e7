import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Counts, countPlaywright, countVitest } from './count';

/** One thing `npm test` runs. A check passes or fails as a whole; a suite is counted test by test. */
export type Step = {
  name: string;
  part: Part;
  /** A script of node_modules (or ours) and its arguments. */
  script: string;
  args: string[];
  env?: Record<string, string>;
  /** A suite's report, and how to count it. */
  report?: { file: string; count: (json: unknown) => Counts };
};

export const PARTS = ['lint', 'unit', 'db', 'e2e'] as const;
export type Part = (typeof PARTS)[number];

const ROOMS = ['app', 'components', 'lib', 'prisma', 'scripts', 'e2e', 'proxy.ts'];

/**
 * Everything, turn by turn, in the order of how soon it finds a mistake; what is in one turn needs nothing of each other. `reports`: a
 * folder for the suites' reports.
 */
export function turns(reports: string): Step[][] {
  // Pages name their parameters by types that Next writes; a fresh clone has none yet.
  const routes = check('types of the routes', 'node_modules/next/dist/bin/next', ['typegen']);
  const checks = [
    // First what takes longest, on one core of two.
    check('types', 'node_modules/typescript/bin/tsc', ['--noEmit', '-p', '.']),
    check('format and lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
    check('who may import whom', 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs', [
      '--config',
      '.dependency-cruiser.cjs',
      ...ROOMS.filter((room) => existsSync(room)),
    ]),
    check('nothing unused', 'node_modules/knip/bin/knip.js', ['--no-config-hints']),
    check('migrations match the data model', 'scripts/migrate.ts', ['status']),
    check('no package below its safe version', 'scripts/audit.ts', []),
  ];
  const unit = vitest('unit and property tests', 'unit', 'unit', reports);
  const database = vitest('database tests', 'db', 'database', reports);
  return [[routes], checks, [unit], [database], [playwright(reports)]];
}

function check(name: string, script: string, args: string[]): Step {
  return { name, part: 'lint', script, args };
}

function vitest(name: string, part: Part, project: string, reports: string): Step {
  const file = path.join(reports, `${project}.json`);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  return {
    name,
    part,
    script: 'node_modules/vitest/vitest.mjs',
    args: ['run', '--project', project, ...reporters],
    report: { file, count: countVitest },
  };
}

function playwright(reports: string): Step {
  const file = path.join(reports, 'e2e.json');
  return {
    name: 'browser tests',
    part: 'e2e',
    script: 'node_modules/@playwright/test/cli.js',
    args: ['test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    report: { file, count: countPlaywright },
  };
}
