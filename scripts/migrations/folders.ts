import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';

export const PRISMA_DIR = path.resolve(import.meta.dirname, '../../prisma');
const MIGRATIONS_DIR = path.join(PRISMA_DIR, 'migrations');

/** The data model as text. */
export function readSchema(): string {
  return readFileSync(path.join(PRISMA_DIR, 'schema.prisma'), 'utf8');
}

/** The migration folders in their order, in the form the schema engine asks for. */
export function readMigrations(baseDir = MIGRATIONS_DIR): MigrationList {
  const lock = path.join(baseDir, 'migration_lock.toml');
  const folders = existsSync(baseDir)
    ? readdirSync(baseDir, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : [];
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: existsSync(lock) ? readFileSync(lock, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: folders
      .map((folder) => folder.name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: readScript(path.join(baseDir, name, 'migration.sql')),
        },
      })),
  };
}

type Script = { tag: 'ok'; value: string } | { tag: 'error'; value: string };

function readScript(file: string): Script {
  try {
    return { tag: 'ok', value: readFileSync(file, 'utf8') };
  } catch (error) {
    return { tag: 'error', value: String(error) };
  }
}
