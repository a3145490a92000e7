import { withEngine } from './engine';
import { readMigrations, readSchema } from './folders';

/**
 * The SQL that would bring what prisma/migrations builds to what prisma/schema.prisma says; null when they agree.
 * Needs an owner's address that may create databases: the migrations are replayed on a shadow.
 */
export async function findDrift(ownerUrl: string, schema = readSchema()): Promise<string | null> {
  const { exitCode, stdout } = await withEngine(ownerUrl, (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...readMigrations() },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: true,
      filters: NO_FILTER,
    }),
  );
  return exitCode === 0 ? null : (stdout ?? '');
}

/** Prisma looks at the schema `public` only, so the job queue's tables need no exception. */
const NO_FILTER = { externalTables: [], externalEnums: [] };
