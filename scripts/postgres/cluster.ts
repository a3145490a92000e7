import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { hasSecret, secret } from '../data-dir';
import { Sentence } from '../sentence';
import { findBinaries } from './binaries';
import { freePort } from './free-port';
import { guard } from './guard';
import { DATABASE, initialise, OWNER, postgresEnv } from './initialise';
import { type Place, placeOf, remember, scratchPlace } from './place';
import { stopLeftover, stopPostmaster } from './postmaster';

export type ClusterOptions = {
  /** The installation's data folder. Not needed for a scratch cluster. */
  dataDir?: string;
  /** The port to listen on; else the one this folder had last time, else any free one. */
  port?: number;
  /** A cluster in the temporary folder, removed when it stops or when this process dies. */
  scratch?: boolean;
  /** Scratch only: no fsync, for tests that never pull the plug. */
  unsafeFast?: boolean;
  /** More server settings, by name. */
  settings?: Record<string, string>;
  notice?: (line: string) => void;
};

export type Cluster = {
  /** The superuser's address of the product's database. */
  url: string;
  port: number;
  pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  exited: Promise<void>;
  /** Fast shutdown; a scratch folder is removed. */
  stop(): Promise<void>;
};

/** Starts PostgreSQL on a data folder, made at first use, and waits until it answers. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const notice = options.notice ?? (() => {});
  const place = options.scratch ? scratchPlace() : placeOf(required(options.dataDir), notice);
  const binaries = findBinaries(place.account, notice);
  const password = options.scratch
    ? randomBytes(24).toString('base64url')
    : ownerPassword(required(options.dataDir), place);
  await stopLeftover(place.pgData, notice);
  await initialise(place, binaries, password, !options.scratch);

  const port = await choosePort(options);
  const server = spawnServer(place, binaries, [...settings(port, options), ...extra(options)]);
  const callOff = guard({
    pid: server.pid,
    signal: 'INT',
    group: false,
    ...(options.scratch ? { remove: place.root } : {}),
  });
  const url = `postgresql://${OWNER}:${password}@127.0.0.1:${port}/${DATABASE}`;
  const stop = async () => {
    await stopPostmaster(server.pid);
    await server.exited;
    callOff();
    if (options.scratch) rmSync(place.root, { recursive: true, force: true });
  };
  try {
    await untilReady(url, server);
  } catch (error) {
    await stop();
    throw error;
  }
  void server.exited.then(() => {
    if (!options.scratch) callOff();
  });
  return { url, port, pid: server.pid, exited: server.exited, stop };
}

function required(dataDir: string | undefined): string {
  if (dataDir === undefined) throw new Error('startCluster needs dataDir unless scratch is set');
  return path.resolve(dataDir);
}

function ownerPassword(dataDir: string, place: Place): string {
  const initialised =
    statSync(path.join(place.pgData, 'PG_VERSION'), { throwIfNoEntry: false }) !== undefined;
  if (initialised && !hasSecret(dataDir, 'postgres')) {
    throw new Sentence(
      `${path.join(dataDir, 'secrets.json')} is missing, and with it the password of the database in ${place.pgData}. ` +
        'Put the file back, or use another TRIBUTARY_DATA_DIR.',
    );
  }
  return secret(dataDir, 'postgres');
}

/** Fixed per data folder, so that a restart in the middle of a run finds its clients' address unchanged. */
async function choosePort(options: ClusterOptions): Promise<number> {
  if (options.port !== undefined) return options.port;
  if (options.scratch || options.dataDir === undefined) return freePort();
  const port = await freePort(remember(options.dataDir).port);
  remember(options.dataDir, { port });
  return port;
}

function settings(port: number, { scratch = false, unsafeFast = false }: ClusterOptions): string[] {
  if (unsafeFast && !scratch) throw new Error('unsafeFast is for scratch clusters only');
  const durable = unsafeFast ? 'off' : 'on';
  return [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=100',
    `shared_buffers=${unsafeFast ? '64MB' : '256MB'}`,
    'max_wal_size=2GB',
    `fsync=${durable}`,
    `full_page_writes=${durable}`,
    `synchronous_commit=${durable}`,
    'timezone=UTC',
    'log_timezone=UTC',
    'log_checkpoints=off',
    'log_line_prefix=%m [%p] %u@%d ',
  ];
}

function extra(options: ClusterOptions): string[] {
  return Object.entries(options.settings ?? {}).map(([name, value]) => `${name}=${value}`);
}

type Server = { pid: number; exited: Promise<void>; hasExited: () => boolean; log: string };

/** Detached from the terminal: Ctrl-C must reach web and workers first, the server last and by our hand. */
function spawnServer(place: Place, binaries: string, configuration: string[]): Server {
  const log = path.join(place.root, 'postgres.log');
  const out = openLog(log);
  const child: ChildProcess = spawn(
    path.join(binaries, 'bin/postgres'),
    ['-D', place.pgData, ...configuration.flatMap((setting) => ['-c', setting])],
    {
      stdio: ['ignore', out, out],
      detached: true,
      cwd: place.root,
      env: postgresEnv(),
      ...(place.account === null ? {} : { uid: place.account.uid, gid: place.account.gid }),
    },
  );
  closeSync(out);
  let ended = false;
  const exited = new Promise<void>((resolve, reject) => {
    child.once('exit', () => {
      ended = true;
      resolve();
    });
    child.once('error', (error) => reject(new Sentence(`PostgreSQL could not be started: ${error.message}`)));
  });
  if (child.pid === undefined) throw new Sentence(`PostgreSQL could not be started from ${binaries}.`);
  return { pid: child.pid, exited, hasExited: () => ended, log };
}

const LOG_BYTES_MAX = 10_000_000;

function openLog(log: string): number {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_BYTES_MAX) truncateSync(log);
  return openSync(log, 'a', 0o640);
}

/** Crash recovery after a kill -9 may replay up to max_wal_size before the first answer. */
const READY_TIMEOUT_MS = 180_000;

async function untilReady(url: string, server: Server): Promise<void> {
  const until = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < until) {
    if (server.hasExited())
      throw new Sentence(`PostgreSQL did not start. Its last words:\n${lastLines(server.log)}`);
    const answer = await tryConnect(url);
    if (answer === 'ready') return;
    if (answer !== 'starting') throw answer;
    await sleep(40);
  }
  throw new Sentence(
    `PostgreSQL did not answer within ${READY_TIMEOUT_MS / 1000} s. Its last words:\n${lastLines(server.log)}`,
  );
}

/** Connects to the product's database, and creates it when the server is up but the database is not there yet. */
async function tryConnect(url: string): Promise<'ready' | 'starting' | Error> {
  try {
    await query(url, 'select 1');
    return 'ready';
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === '3D000') {
      await query(url.replace(/\/[^/]+$/, '/postgres'), `create database ${DATABASE}`);
      return 'ready';
    }
    if (code === '28P01')
      return new Sentence(
        'PostgreSQL refuses the password in secrets.json: put the right file back, or use another TRIBUTARY_DATA_DIR.',
      );
    const starting = code === '57P03' || code === 'ECONNREFUSED' || code === 'ECONNRESET';
    return starting ? 'starting' : (error as Error);
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function lastLines(log: string): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
}
