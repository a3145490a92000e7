import { Client } from 'pg';

/** The addresses of one database, as its owner, the web and the worker. */
export type DatabaseUrls = { ownerUrl: string; appUrl: string; workerUrl: string };

/** Copies the migrated and empty database behind `template`, which nobody may be connected to meanwhile. */
export async function copyDatabase(template: DatabaseUrls, name: string): Promise<DatabaseUrls> {
  const source = databaseOf(template.ownerUrl);
  await asOwner(template.ownerUrl, `create database ${name} template ${source} strategy wal_log`);
  return {
    ownerUrl: withDatabase(template.ownerUrl, name),
    appUrl: withDatabase(template.appUrl, name),
    workerUrl: withDatabase(template.workerUrl, name),
  };
}

/** Removes a copy, whoever is still connected to it. */
export const dropDatabase = ({ ownerUrl }: Pick<DatabaseUrls, 'ownerUrl'>): Promise<void> =>
  asOwner(ownerUrl, `drop database if exists ${databaseOf(ownerUrl)} with (force)`);

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

const databaseOf = (url: string): string => new URL(url).pathname.slice(1);

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
