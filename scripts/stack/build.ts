import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Sentence } from '../sentence';
import { buildWorker, workerFile } from './build-worker';
import { type Child, type Command, lastOutput, startChild } from './child';

const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema.prisma',
  'next.config.js',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
];

type Building = { root: string; dataDir: string; env: NodeJS.ProcessEnv; started: (child: Child) => void };

/** True when the pages in .next and the worker were built from the sources as they are now. */
export function isBuilt(root: string): boolean {
  const stamp = stampOf(root);
  return (
    existsSync(stamp) && existsSync(workerFile(root)) && readFileSync(stamp, 'utf8') === fingerprint(root)
  );
}

/** Builds the worker and the pages. The stamp goes first and comes back last: a build that was cut short is done again. */
export async function build({ root, dataDir, env, started }: Building): Promise<void> {
  const wanted = fingerprint(root);
  const log = path.join(dataDir, 'logs/build.log');
  rmSync(stampOf(root), { force: true });
  await buildWorker(root);
  const command: Command = {
    name: 'build',
    args: [path.join(root, 'node_modules/next/dist/bin/next'), 'build'],
    cwd: root,
    env: { ...env, NODE_ENV: 'production' },
    log,
    dataDir,
  };
  const child = startChild(command);
  started(child);
  if ((await child.exited) !== 0) {
    throw new Sentence(`The pages could not be built (${log}):\n${lastOutput(log, 40)}`);
  }
  writeFileSync(stampOf(root), wanted);
}

/** A hash of the sources' names and contents; tests and the generated client do not count. */
export function fingerprint(root: string): string {
  const hash = createHash('sha256').update(process.version);
  for (const source of SOURCES) {
    for (const file of filesBelow(path.join(root, source))) {
      hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

function stampOf(root: string): string {
  return path.join(root, '.next/sources.sha256');
}

function filesBelow(at: string): string[] {
  if (!existsSync(at)) return [];
  if (path.extname(at) !== '' && !at.endsWith('generated')) return [at];
  return readdirSync(at, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${path.sep}generated${path.sep}`))
    .sort();
}
