import path from 'node:path';
import { type Environment, EnvironmentError, env } from '@/lib/env';
import { ensureDataDir, secret } from '../data-dir';
import { loadEnvFile } from '../env-file';
import { generateClient } from '../generate-client';
import { type PreparedDatabase, prepareDatabase } from '../migrations/prepare-database';
import { requireServer } from '../postgres/require-server';
import { Sentence } from '../sentence';
import { localAddress, requirePort } from './address';
import { build, isBuilt } from './build';
import { workerArgs } from './build-worker';
import type { Child } from './child';
import { Closers } from './closers';
import { untilHealthy } from './health';
import { keepCluster } from './keep-cluster';
import { lockDataDir } from './lock';
import { endOrphans } from './orphans';
import { dropUnfinishedDemo, isEmpty, seedDemo } from './seed';
import { endWithUs } from './signals';
import { startSimulator } from './simulator';
import { type Supervised, supervise } from './supervise';
import { welcome } from './welcome';

const ROOT = path.resolve(import.meta.dirname, '../..');

type Stack = { dev: boolean; environment: Environment; dataDir: string; closers: Closers };

/** From nothing to a page in the browser, and back to nothing on Ctrl-C or SIGTERM. */
export async function runStack({ dev }: { dev: boolean }): Promise<void> {
  const since = performance.now();
  const closers = new Closers();
  endWithUs(closers);
  try {
    loadEnvFile();
    const environment = env();
    const stack: Stack = {
      dev,
      environment,
      dataDir: ensureDataDir(environment.TRIBUTARY_DATA_DIR),
      closers,
    };
    await claim(stack);
    await generateClient();
    const built = buildPages(stack);
    built.catch(() => {}); // Awaited below; until then a failure must not count as unhandled.
    const database = await openDatabase(stack);
    await built;
    await startProcesses(stack, database);
    if (environment.TRIBUTARY_DEMO) await startSimulator(ROOT, stack);
    const address = localAddress(environment.HOST, environment.PORT);
    console.log(await welcome(ROOT, address, environment.TRIBUTARY_DEMO, (performance.now() - since) / 1000));
  } catch (error) {
    if (closers.isClosing) return closers.close();
    const expected = error instanceof Sentence || error instanceof EnvironmentError;
    console.error(expected ? error.message : error);
    await closers.close();
    process.exit(1);
  }
}

/** Everything that can be known to be wrong before the long work begins. */
async function claim({ environment, dataDir, closers }: Stack): Promise<void> {
  const { release, tookOver } = lockDataDir(dataDir, environment.PORT);
  closers.add(release);
  if (tookOver) endOrphans(dataDir);
  await requirePort(environment.PORT, environment.HOST, tookOver ? 20_000 : 0);
}

/** Runs beside the database's preparation: a first start has two cores to use. */
async function buildPages({ dev, environment, dataDir, closers }: Stack): Promise<void> {
  if (dev || isBuilt(ROOT)) return;
  console.log('Building the pages …');
  const env = webEnvironment(environment, dataDir, undefined);
  await build({ root: ROOT, dataDir, env, started: endWith(closers) });
}

async function openDatabase({ environment, dataDir, closers }: Stack): Promise<PreparedDatabase> {
  const ownerUrl = environment.DATABASE_URL ?? (await startEmbedded(dataDir, closers));
  const embedded = environment.DATABASE_URL === undefined;
  if (!embedded) await requireServer(ownerUrl);
  await dropUnfinishedDemo(ownerUrl, dataDir, embedded);
  const database = await prepareDatabase(ownerUrl, {
    dataDir,
    appUrl: environment.APP_DATABASE_URL,
    workerUrl: environment.WORKER_DATABASE_URL,
  });
  if (environment.TRIBUTARY_DEMO && (await isEmpty(ownerUrl))) {
    const env = {
      ...baseEnvironment(environment, dataDir),
      TRIBUTARY_PROCESS: 'seed',
      ...addresses(database),
    };
    await seedDemo({ root: ROOT, dataDir, env, started: endWith(closers) });
  }
  return database;
}

async function startEmbedded(dataDir: string, closers: Closers): Promise<string> {
  const starting = keepCluster(dataDir);
  closers.add(starting.then(({ stop }) => stop));
  return (await starting).url;
}

const WORKER_GRACE_MS = 20_000;
const WEB_GRACE_MS = 5_000;
const HEALTHY_TIMEOUT_MS = 120_000;

/** Workers first, so that they end after the web when everything ends in reverse. */
async function startProcesses(stack: Stack, database: PreparedDatabase): Promise<void> {
  const { dev, environment, dataDir, closers } = stack;
  if (closers.isClosing) return;
  const log = (name: string) => (dev ? null : path.join(dataDir, `logs/${name}.log`));
  for (let n = 1; n <= environment.WORKERS; n++) {
    const entry = 'lib/jobs/worker.ts';
    const reloading = ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', entry];
    const worker = supervise(
      {
        name: `worker ${n}`,
        args: dev ? reloading : workerArgs(ROOT),
        cwd: ROOT,
        env: workerEnvironment(stack, database, n),
        log: log(`worker-${n}`),
        dataDir,
      },
      WORKER_GRACE_MS,
    );
    closers.add(worker.stop);
  }
  const { HOST, PORT } = environment;
  const next = path.join(ROOT, 'node_modules/next/dist/bin/next');
  const web = supervise(
    {
      name: 'web',
      args: [next, dev ? 'dev' : 'start', '-H', HOST, '-p', String(PORT)],
      cwd: ROOT,
      env: {
        ...webEnvironment(environment, dataDir, database.appUrl),
        NODE_ENV: dev ? 'development' : 'production',
      },
      log: log('web'),
      dataDir,
    },
    WEB_GRACE_MS,
  );
  closers.add(web.stop);
  await untilHealthy({
    url: localAddress(HOST, PORT),
    timeoutMs: HEALTHY_TIMEOUT_MS,
    needWorker: environment.WORKERS > 0,
    logs: path.join(dataDir, 'logs'),
    givenUp: () => whyGivenUp(closers, web, log('web')),
  });
}

const WEB_STARTS_MAX = 4;

function whyGivenUp(closers: Closers, web: Supervised, log: string | null): string | null {
  if (closers.isClosing) return 'Stopped.';
  return web.starts() > WEB_STARTS_MAX ? `The web process keeps dying; see ${log ?? 'above'}.` : null;
}

function endWith(closers: Closers): (child: Child) => void {
  return (child) => closers.add(() => child.stop(2000));
}

/** Our own environment less every database address: each process gets the one it may use, and no other. */
function baseEnvironment(environment: Environment, dataDir: string): NodeJS.ProcessEnv {
  const { DATABASE_URL, APP_DATABASE_URL, WORKER_DATABASE_URL, ...rest } = process.env;
  return {
    ...rest,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    TRIBUTARY_DATA_DIR: dataDir,
    TRIBUTARY_DEMO: environment.TRIBUTARY_DEMO ? '1' : '0',
    // Web and workers alike: both write addresses of pages, and both read what is kept encrypted.
    NEXTAUTH_URL: environment.NEXTAUTH_URL ?? localAddress(environment.HOST, environment.PORT),
    APP_ENCRYPTION_KEY: environment.APP_ENCRYPTION_KEY ?? secret(dataDir, 'encryption'),
  };
}

function webEnvironment(
  environment: Environment,
  dataDir: string,
  appUrl: string | undefined,
): NodeJS.ProcessEnv {
  return {
    ...baseEnvironment(environment, dataDir),
    TRIBUTARY_PROCESS: 'web',
    NEXTAUTH_SECRET: environment.NEXTAUTH_SECRET ?? secret(dataDir, 'nextauth'),
    ...(appUrl === undefined ? {} : { APP_DATABASE_URL: appUrl }),
  };
}

function workerEnvironment(
  { dev, environment, dataDir }: Stack,
  database: PreparedDatabase,
  n: number,
): NodeJS.ProcessEnv {
  return {
    ...baseEnvironment(environment, dataDir),
    NODE_ENV: dev ? 'development' : 'production',
    TRIBUTARY_PROCESS: `worker ${n}`,
    WORKER_DATABASE_URL: database.workerUrl,
  };
}

/** The seed alone speaks as everybody: it makes the operator, then acts through the services. */
function addresses({ ownerUrl, appUrl, workerUrl }: PreparedDatabase) {
  return {
    DATABASE_URL: ownerUrl,
    APP_DATABASE_URL: appUrl,
    WORKER_DATABASE_URL: workerUrl,
  };
}
