import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { prepareDatabase } from '../migrations/prepare-database';
import { type Cluster, startCluster } from '../postgres/cluster';
import type { Closers } from '../stack/closers';

/** A whole installation of its own, to measure or to break: nothing of it is left when it closes. */
export type Laboratory = {
  dataDir: string;
  cluster: Cluster;
  ownerUrl: string;
  appUrl: string;
  workerUrl: string;
  closers: Closers;
};

/**
 * PostgreSQL from the product's own binaries, on a port and in a folder of its own, migrated. As durable as `npm start` has it,
 * unless `unsafeFast` says that nobody will pull the plug.
 */
export async function openLaboratory(
  closers: Closers,
  { unsafeFast = false }: { unsafeFast?: boolean } = {},
): Promise<Laboratory> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tributary-laboratory-'));
  closers.add(() => rmSync(dataDir, { recursive: true, force: true }));
  const starting = startCluster({ scratch: true, unsafeFast });
  closers.add(starting.then(({ stop }) => stop));
  const cluster = await starting;
  const { ownerUrl, appUrl, workerUrl } = await prepareDatabase(cluster.url, { dataDir });
  return { dataDir, cluster, ownerUrl, appUrl, workerUrl, closers };
}

let copies = 0;

/** Another database on the same server, migrated and empty. The laboratory's own is its template, and stays empty for that. */
export async function freshDatabase(lab: Laboratory): Promise<Laboratory> {
  copies += 1;
  const name = `copy_${copies}`;
  const template = new URL(lab.ownerUrl).pathname.slice(1);
  await asOwner(lab, `create database ${name} template ${template} strategy wal_log`);
  return {
    ...lab,
    ownerUrl: withDatabase(lab.ownerUrl, name),
    appUrl: withDatabase(lab.appUrl, name),
    workerUrl: withDatabase(lab.workerUrl, name),
  };
}

/** Frees the disk of a copy that is not needed any more, whoever is still connected to it. */
export function dropDatabase(copy: Laboratory): Promise<void> {
  return asOwner(copy, `drop database if exists ${new URL(copy.ownerUrl).pathname.slice(1)} with (force)`);
}

/** From the maintenance database: a template has no other connection while it is copied. */
async function asOwner(lab: Laboratory, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(lab.ownerUrl, 'postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
