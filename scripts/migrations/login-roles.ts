import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { secret } from '../data-dir';
import { Sentence } from '../sentence';

/** The two roles processes log in with, per database; each is a member of the group role the migrations grant to. */
const GROUPS = { app: 'tributary_app', worker: 'tributary_worker' } as const;
type Process = keyof typeof GROUPS;

/**
 * Makes sure the login roles of a database exist and know their passwords, which live in the data folder.
 * Answers the addresses for web and worker.
 */
export async function ensureLoginRoles(ownerUrl: string, dataDir: string): Promise<Record<Process, string>> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const database = await currentDatabase(client);
    const url = { app: '', worker: '' };
    for (const process of ['app', 'worker'] as const) {
      const role = loginRole(database, process);
      const password = secret(dataDir, `${new URL(ownerUrl).host}/${role}`);
      await ensureRole(client, role, GROUPS[process], password);
      url[process] = withLogin(ownerUrl, role, password);
    }
    return url;
  } finally {
    await client.end();
  }
}

/** Stops before the first migration when this user may not create roles, and says what an administrator has to run. */
export async function requireRoleRights(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ user: string; able: boolean }>(
      'select current_user as user, rolsuper or rolcreaterole as able from pg_roles where rolname = current_user',
    );
    const row = rows[0];
    if (row === undefined || row.able) return;
    throw new Sentence(administratorsSentence(row.user, await currentDatabase(client)));
  } finally {
    await client.end();
  }
}

/** PostgreSQL cuts names at 63 bytes, so the longest database names are cut by us, before the part that tells roles apart. */
function loginRole(database: string, process: Process): string {
  return `${database.slice(0, 45)}_${process}_login`;
}

async function ensureRole(client: Client, role: string, group: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  await client.query(`${verb} role ${escapeIdentifier(role)} login password ${escapeLiteral(password)}`);
  await client.query(`grant ${group} to ${escapeIdentifier(role)}`);
}

async function currentDatabase(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  return rows[0]?.name ?? '';
}

function withLogin(ownerUrl: string, role: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  return url.toString();
}

function administratorsSentence(user: string, database: string): string {
  const app = escapeIdentifier(loginRole(database, 'app'));
  const worker = escapeIdentifier(loginRole(database, 'worker'));
  return `The database user ${user} may not create roles, and Tributary separates owner, web and worker by role. Let an administrator run, on that server:

  create role ${GROUPS.app} nologin;
  create role ${GROUPS.worker} nologin;
  create role ${app} login password 'choose one' in role ${GROUPS.app};
  create role ${worker} login password 'choose another' in role ${GROUPS.worker};

then start again with APP_DATABASE_URL and WORKER_DATABASE_URL set to these two logins. (Or let them run: alter role ${escapeIdentifier(user)} createrole;)`;
}
