import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/scratch-database';
import { findDrift } from './drift';
import { readSchema } from './folders';
import { prepareDatabase } from './prepare-database';

let database: TestDatabase;
let dataDir: string;
beforeEach(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'tributary-prepare-'));
});
afterEach(async () => {
  await database.drop();
  rmSync(dataDir, { recursive: true });
});

async function ask<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a second time applies nothing and answers logins that work, as members and never as owner', async () => {
  const first = await prepareDatabase(database.ownerUrl, { dataDir });
  const second = await prepareDatabase(database.ownerUrl, { dataDir });
  expect(first.applied).toEqual([]);
  expect(second).toEqual(first);
  for (const url of [second.appUrl, second.workerUrl]) {
    const rows = await ask(
      url,
      'select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = current_user',
    );
    expect(rows).toEqual([
      { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false },
    ]);
    await expect(ask(url, 'create table mine (id int)')).rejects.toThrow(/permission denied/);
  }
});

test('with lost passwords new ones are set', async () => {
  const first = await prepareDatabase(database.ownerUrl, { dataDir });
  rmSync(path.join(dataDir, 'secrets.json'));
  const second = await prepareDatabase(database.ownerUrl, { dataDir });
  expect(second.appUrl).not.toBe(first.appUrl);
  await expect(ask(first.appUrl, 'select 1')).rejects.toThrow(/password authentication failed/);
  expect(await ask(second.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('an owner who may not create roles is told what an administrator has to run', async () => {
  await ask(database.ownerUrl, "drop role if exists poor_owner; create role poor_owner login password 'x'");
  const url = new URL(database.ownerUrl);
  url.username = 'poor_owner';
  url.password = 'x';
  await expect(prepareDatabase(url.toString(), { dataDir })).rejects.toThrow(
    /poor_owner may not create roles[\s\S]*create role tributary_app nologin;[\s\S]*APP_DATABASE_URL and WORKER_DATABASE_URL/,
  );
});

describe('a history that is not ours', () => {
  test('migrations of a newer version', async () => {
    await ask(
      database.ownerUrl,
      `insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
       values ('x', 'x', now(), '29990101000000_from_the_future', 1)`,
    );
    await expect(prepareDatabase(database.ownerUrl, { dataDir })).rejects.toThrow(
      /migrations this version does not know \(29990101000000_from_the_future\)/,
    );
  });

  test('a migration edited after it was applied', async () => {
    await ask(database.ownerUrl, "update _prisma_migrations set checksum = 'other'");
    await expect(prepareDatabase(database.ownerUrl, { dataDir })).rejects.toThrow(
      /changed after they were applied/,
    );
  });
});

describe('drift', () => {
  test('none between the migrations and the data model', async () => {
    expect(await findDrift(database.ownerUrl)).toBeNull();
  });

  test('a model without a migration is found, as the SQL it lacks', async () => {
    const schema = `${readSchema()}\nmodel Forgotten {\n  id Int @id\n}\n`;
    expect(await findDrift(database.ownerUrl, schema)).toMatch(/^-- CreateTable\nCREATE TABLE "Forgotten"/);
  });
});
