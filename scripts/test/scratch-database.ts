import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

export type TestDatabase = { ownerUrl: string; appUrl: string; workerUrl: string; drop(): Promise<void> };

/** A database of its own for one test file, copied from the migrated template; owner, web and worker addresses. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = inject('templateDatabase');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const source = new URL(template.ownerUrl).pathname.slice(1);
  await asOwner(template.ownerUrl, `create database ${name} template ${source} strategy wal_log`);
  return {
    ownerUrl: withDatabase(template.ownerUrl, name),
    appUrl: withDatabase(template.appUrl, name),
    workerUrl: withDatabase(template.workerUrl, name),
    drop: () => asOwner(template.ownerUrl, `drop database if exists ${name} with (force)`),
  };
}

/** From the maintenance database: a template must have no other connection while it is copied. */
async function asOwner(ownerUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: withDatabase(ownerUrl, 'postgres') });
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
