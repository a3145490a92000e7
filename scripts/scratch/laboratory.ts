import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prepareDatabase } from '../migrations/prepare-database';
import { type Cluster, startCluster } from '../postgres/cluster';
import { copyDatabase, type DatabaseUrls } from '../postgres/copied-database';
import { buildWorker } from '../stack/build-worker';
import type { Closers } from '../stack/closers';

/** A whole installation of its own, to measure or to break: nothing of it is left when it closes. */
export type Laboratory = DatabaseUrls & { dataDir: string; cluster: Cluster; closers: Closers };

/**
 * PostgreSQL from the product's own binaries, on a port and in a folder of its own, migrated. As durable as `npm start` has it,
 * unless `unsafeFast` says that nobody will pull the plug.
 */
export async function openLaboratory(
  closers: Closers,
  { unsafeFast = false }: { unsafeFast?: boolean } = {},
): Promise<Laboratory> {
  await buildWorker(path.resolve(import.meta.dirname, '../..'));
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
  return { ...lab, ...(await copyDatabase(lab, `copy_${copies}`)) };
}
