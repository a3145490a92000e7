import { existsSync } from 'node:fs';
import path from 'node:path';
import { hasSecret, secret } from '../data-dir';
import { loadEnvFile } from '../env-file';
import { Sentence } from '../sentence';
import { startCluster } from './cluster';
import { DATABASE, OWNER } from './initialise';
import { placeOf } from './place';
import { livePostmaster } from './postmaster';

export type DatabaseInUse = { ownerUrl: string; dataDir: string; close(): Promise<void> };

/**
 * The owner's address of the database `npm start` uses: DATABASE_URL, or the embedded cluster of the data folder,
 * which is joined when it runs and started for as long as needed when it does not.
 */
export async function openDatabaseInUse(): Promise<DatabaseInUse> {
  loadEnvFile();
  const dataDir = path.resolve(process.env.TRIBUTARY_DATA_DIR || '.data');
  const external = process.env.DATABASE_URL;
  if (external) return { ownerUrl: external, dataDir, close: async () => {} };
  if (!existsSync(dataDir) || !hasSecret(dataDir, 'postgres')) {
    throw new Sentence(`There is no database in ${dataDir} yet: run npm start first, or set DATABASE_URL.`);
  }

  const live = livePostmaster(placeOf(dataDir, () => {}).pgData);
  if (live !== null) {
    const password = secret(dataDir, 'postgres');
    return {
      ownerUrl: `postgresql://${OWNER}:${password}@127.0.0.1:${live.port}/${DATABASE}`,
      dataDir,
      close: async () => {},
    };
  }
  const cluster = await startCluster({ dataDir });
  return { ownerUrl: cluster.url, dataDir, close: cluster.stop };
}
