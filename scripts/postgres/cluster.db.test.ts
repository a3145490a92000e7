import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureDataDir } from '../data-dir';
import { isAlive } from '../process-identity';
import { startCluster } from './cluster';
import { placeOf } from './place';

let parent: string;
let dataDir: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(os.tmpdir(), 'tributary-cluster-'));
  dataDir = ensureDataDir(path.join(parent, 'data'));
});
afterEach(() => {
  const { root } = placeOf(dataDir, () => {});
  for (const folder of [root, parent]) rmSync(folder, { recursive: true, force: true });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

test('committed rows outlive a kill -9 of the server, and its lock does not stop the next start', async () => {
  const first = await startCluster({ dataDir });
  await ask(first.url, 'create table kept as select 42 as n');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const second = await startCluster({ dataDir });
  expect(await ask(second.url, 'select n from kept')).toEqual([42]);
  expect(second.url).toBe(first.url);
  await second.stop();
  expect(isAlive(second.pid)).toBe(false);
});

test('a server left running is stopped by the next start on its folder', async () => {
  const left = await startCluster({ dataDir });
  await ask(left.url, 'create table kept as select 7 as n');
  const notices: string[] = [];
  const next = await startCluster({ dataDir, notice: (line) => notices.push(line) });
  expect(isAlive(left.pid)).toBe(false);
  expect(notices).toEqual([`Stopping the PostgreSQL (process ${left.pid}) an earlier run left behind.`]);
  expect(await ask(next.url, 'select n from kept')).toEqual([7]);
  await next.stop();
});

test('it is durable, UTF-8, and lets nobody in without the password', async () => {
  const cluster = await startCluster({ dataDir });
  const settings = ['fsync', 'synchronous_commit', 'full_page_writes', 'server_encoding', 'data_checksums'];
  const values = settings.map((name) => `current_setting('${name}')`).join(', ');
  expect(await ask(cluster.url, `select ${values}`)).toEqual(['on', 'on', 'on', 'UTF8', 'on']);
  await expect(ask(cluster.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
    /password authentication failed/,
  );
  await cluster.stop();
});

test('without its password file the folder is refused with a sentence, and nothing is touched', async () => {
  await (await startCluster({ dataDir })).stop();
  rmSync(path.join(dataDir, 'secrets.json'));
  await expect(startCluster({ dataDir })).rejects.toThrow(/secrets.json is missing/);
  expect(existsSync(path.join(dataDir, 'secrets.json'))).toBe(false);
});

test('a setting the server refuses gives its last words', async () => {
  const wrong = startCluster({ scratch: true, settings: { max_connections: 'plenty' } });
  await expect(wrong).rejects.toThrow(/PostgreSQL did not start[\s\S]*max_connections/);
});
