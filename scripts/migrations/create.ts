import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startCluster } from '../postgres/cluster';
import { Sentence } from '../sentence';
import { findDrift } from './drift';
import { PRISMA_DIR } from './folders';

/** Writes a new migration folder with what the data model has and the migrations lack; answers its path, or null. */
export async function createMigration(name: string): Promise<string | null> {
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw new Sentence(`A migration's name is lower_snake_case; "${name}" is not.`);
  const cluster = await startCluster({ scratch: true, unsafeFast: true });
  try {
    const sql = await findDrift(cluster.url);
    if (sql === null) return null;
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const folder = path.join(PRISMA_DIR, 'migrations', `${stamp}_${name}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'migration.sql'), sql);
    writeLock();
    return folder;
  } finally {
    await cluster.stop();
  }
}

function writeLock(): void {
  const file = path.join(PRISMA_DIR, 'migrations/migration_lock.toml');
  if (existsSync(file)) return;
  writeFileSync(file, '# Written by Prisma; keep it under version control.\nprovider = "postgresql"\n');
}
