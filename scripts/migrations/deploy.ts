import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Client } from 'pg';
import { Sentence } from '../sentence';
import { withEngine } from './engine';
import { readMigrations } from './folders';

const NO_FILTER = { externalTables: [], externalEnums: [] };

/**
 * Applies the migrations a database does not have yet and answers their names. Two starts at once wait for each other.
 * Refuses a database that was migrated by a newer or an edited set of migrations, with the names.
 */
export async function deploy(ownerUrl: string): Promise<string[]> {
  const lock = await takeLock(ownerUrl);
  try {
    return await withEngine(ownerUrl, async (engine) => {
      const migrationsList = readMigrations();
      const history = await engine.diagnoseMigrationHistory({
        migrationsList,
        optInToShadowDatabase: false,
        filters: NO_FILTER,
      });
      refuseForeignHistory(history);
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTER });
      return appliedMigrationNames;
    });
  } finally {
    await lock.end();
  }
}

// Any fixed number will do, as long as nothing else of ours takes an advisory lock with it.
const LOCK_KEY = 7_264_310;

async function takeLock(ownerUrl: string): Promise<Client> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
  return client;
}

type History = Awaited<ReturnType<SchemaEngine['diagnoseMigrationHistory']>>;

function refuseForeignHistory({ history, editedMigrationNames, failedMigrationNames }: History): void {
  const unknown =
    history !== null && 'unpersistedMigrationNames' in history ? history.unpersistedMigrationNames : [];
  const reasons = [
    unknown.length > 0 && `it has migrations this version does not know (${unknown.join(', ')})`,
    editedMigrationNames.length > 0 &&
      `migrations changed after they were applied to it (${editedMigrationNames.join(', ')})`,
    failedMigrationNames.length > 0 &&
      `migrations failed on it half way (${failedMigrationNames.join(', ')})`,
  ].filter((reason) => reason !== false);
  if (reasons.length === 0) return;
  throw new Sentence(
    `This database does not belong to this version of Tributary: ${reasons.join('; ')}. ` +
      'Use the version that wrote it, or another TRIBUTARY_DATA_DIR or DATABASE_URL.',
  );
}
