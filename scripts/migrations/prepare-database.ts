import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runMigrations } from 'graphile-worker';
import { Client } from 'pg';
import { ensureDataDir } from '../data-dir';
import { deploy } from './deploy';
import { PRISMA_DIR } from './folders';
import { ensureLoginRoles, requireRoleRights } from './login-roles';

export type PreparedDatabase = { ownerUrl: string; appUrl: string; workerUrl: string; applied: string[] };

type Options = {
  /** Where the generated passwords of the login roles are kept. */
  dataDir: string;
  /** Addresses from outside; with both given, no login role is made. */
  appUrl?: string | undefined;
  workerUrl?: string | undefined;
};

/** Brings a database to this version: migrations, the job queue's own tables, grants, login roles. Twice changes nothing. */
export async function prepareDatabase(ownerUrl: string, options: Options): Promise<PreparedDatabase> {
  const { appUrl, workerUrl } = options;
  const ownLogins = appUrl !== undefined && workerUrl !== undefined;
  if (!ownLogins) await requireRoleRights(ownerUrl);
  const applied = await deploy(ownerUrl);
  await runMigrations({ connectionString: ownerUrl });
  await grantQueue(ownerUrl);
  if (ownLogins) return { ownerUrl, appUrl, workerUrl, applied };
  const logins = await ensureLoginRoles(ownerUrl, ensureDataDir(options.dataDir));
  return { ownerUrl, appUrl: appUrl ?? logins.app, workerUrl: workerUrl ?? logins.worker, applied };
}

async function grantQueue(ownerUrl: string): Promise<void> {
  const file = path.join(PRISMA_DIR, 'queue-grants.sql');
  if (!existsSync(file)) return;
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(readFileSync(file, 'utf8'));
  } finally {
    await client.end();
  }
}
