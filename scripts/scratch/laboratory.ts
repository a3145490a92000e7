import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
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

/** PostgreSQL from the product's own binaries, as durable as `npm start` has it, on a port and in a folder of its own, migrated. */
export async function openLaboratory(closers: Closers): Promise<Laboratory> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tributary-scratch-'));
  closers.add(() => rmSync(dataDir, { recursive: true, force: true }));
  const starting = startCluster({ scratch: true });
  closers.add(starting.then(({ stop }) => stop));
  const cluster = await starting;
  const { ownerUrl, appUrl, workerUrl } = await prepareDatabase(cluster.url, { dataDir });
  return { dataDir, cluster, ownerUrl, appUrl, workerUrl, closers };
}
