import { Client } from 'pg';
import { Sentence } from '../sentence';

const SERVER_VERSION_MIN = 160_000;

/** Stops with a sentence when the server of DATABASE_URL does not let us in, or is too old. The password is not shown. */
export async function requireServer(ownerUrl: string): Promise<void> {
  const { host, username, pathname } = new URL(ownerUrl);
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    );
    if ((rows[0]?.version ?? 0) < SERVER_VERSION_MIN) throw new Error('it is older than PostgreSQL 16');
  } catch (error) {
    const { message, code } = error as { message: string; code?: string };
    const reason = message || code || 'no answer';
    throw new Sentence(
      `DATABASE_URL: the database ${pathname.slice(1)} at ${host} cannot be used as ${username || 'the default user'}: ${reason}.`,
    );
  } finally {
    await client.end().catch(() => {});
  }
}
