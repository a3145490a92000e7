import path from 'node:path';
import { secret } from '../data-dir';
import { freePort } from '../postgres/free-port';
import { localAddress } from '../stack/address';
import { build, isBuilt } from '../stack/build';
import { workerArgs } from '../stack/build-worker';
import { type Child, startChild } from '../stack/child';
import { untilHealthy } from '../stack/health';
import type { Laboratory } from './laboratory';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** A worker process as `npm start` starts it. */
export function startWorker(lab: Laboratory, name: string, env: Record<string, string> = {}): Child {
  const child = startChild({
    name,
    args: workerArgs(ROOT),
    cwd: ROOT,
    env: { ...baseEnvironment(lab), TRIBUTARY_PROCESS: name, WORKER_DATABASE_URL: lab.workerUrl, ...env },
    log: logOf(lab, name),
    dataDir: lab.dataDir,
  });
  lab.closers.add(() => child.stop(GRACE_MS));
  return child;
}

export type Web = { url: string; port: number; child: Child };

/** Builds the pages unless those in .next are of these sources. */
export async function buildPages(lab: Laboratory): Promise<void> {
  if (isBuilt(ROOT)) return;
  const started = (child: Child) => lab.closers.add(() => child.stop(GRACE_MS));
  await build({ root: ROOT, dataDir: lab.dataDir, env: webEnvironment(lab, 0), started });
}

/** The web process as `npm start` starts it, on loopback; answers when it does. */
export async function startWeb(lab: Laboratory, env: Record<string, string> = {}, at?: number): Promise<Web> {
  const port = at ?? (await freePort());
  const child = startChild({
    name: 'web',
    args: [path.join(ROOT, 'node_modules/next/dist/bin/next'), 'start', '-H', HOST, '-p', String(port)],
    cwd: ROOT,
    env: { ...webEnvironment(lab, port), ...env },
    log: logOf(lab, 'web'),
    dataDir: lab.dataDir,
  });
  lab.closers.add(() => child.stop(GRACE_MS));
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  await untilHealthy({
    url: `http://${HOST}:${port}`,
    timeoutMs: 60_000,
    needWorker: false,
    logs: path.join(lab.dataDir, 'logs'),
    givenUp: () => (ended ? 'The web process ended.' : null),
  });
  return { url: `http://${HOST}:${port}`, port, child };
}

const HOST = '127.0.0.1';
const GRACE_MS = 10_000;

const logOf = (lab: Laboratory, name: string) => path.join(lab.dataDir, `logs/${name}.log`);

function baseEnvironment({ dataDir }: Laboratory): NodeJS.ProcessEnv {
  const { DATABASE_URL, APP_DATABASE_URL, WORKER_DATABASE_URL, TRIBUTARY_FAILPOINTS, ...rest } = process.env;
  return {
    ...rest,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    LOG_LEVEL: 'warn',
    TRIBUTARY_DATA_DIR: dataDir,
    TRIBUTARY_DEMO: '0',
  };
}

function webEnvironment(lab: Laboratory, port: number): NodeJS.ProcessEnv {
  return {
    ...baseEnvironment(lab),
    TRIBUTARY_PROCESS: 'web',
    NEXTAUTH_SECRET: secret(lab.dataDir, 'nextauth'),
    NEXTAUTH_URL: localAddress(HOST, port),
    APP_DATABASE_URL: lab.appUrl,
  };
}
