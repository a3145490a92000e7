import { createMigration } from './migrations/create';
import { findDrift } from './migrations/drift';
import { prepareDatabase } from './migrations/prepare-database';
import { startCluster } from './postgres/cluster';
import { openDatabaseInUse } from './postgres/database-in-use';
import { runCommand, Sentence } from './sentence';

/** `migrate deploy` · `migrate create <name>` · `migrate status`; all without the network. */
await runCommand(async () => {
  const [command, name] = process.argv.slice(2);
  if (command === 'deploy') return deployInUse();
  if (command === 'create' && name !== undefined) return create(name);
  if (command === 'status') return status();
  throw new Sentence('Usage: tsx scripts/migrate.ts deploy | create <name> | status');
});

async function deployInUse(): Promise<void> {
  const database = await openDatabaseInUse();
  try {
    const { applied } = await prepareDatabase(database.ownerUrl, { dataDir: database.dataDir });
    console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`);
  } finally {
    await database.close();
  }
}

async function create(name: string): Promise<void> {
  const folder = await createMigration(name);
  console.log(folder ?? 'prisma/schema.prisma and prisma/migrations agree: nothing to create.');
}

async function status(): Promise<void> {
  const cluster = await startCluster({ scratch: true, unsafeFast: true });
  try {
    const drift = await findDrift(cluster.url);
    if (drift === null) return console.log('prisma/schema.prisma and prisma/migrations agree.');
    throw new Sentence(
      `prisma/migrations does not build what prisma/schema.prisma says. Missing:\n\n${drift}`,
    );
  } finally {
    await cluster.stop();
  }
}
