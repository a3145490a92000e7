import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { pool, prisma } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/client';
import type { Scope } from '@/lib/domain/access/actor';
import { invalid } from '@/lib/errors';

/** A transaction for small reads and writes, with Prisma's models. */
export type TenantClient = Prisma.TransactionClient;

/** A transaction for lists, sums and bulk: SQL text with $1 parameters, and COPY. int8 comes as bigint,
 * numeric and date as text, timestamptz as ISO text. */
export type Sql = {
  query<Row>(text: string, params?: readonly unknown[]): Promise<Row[]>;
  /** Streams rows of text format into `table (columns)`; returns when the server has taken them all. */
  copy(table: string, columns: readonly string[], rows: Iterable<string>): Promise<void>;
};

/** What the small shared writers (outbox, audit, queue) need: both kinds of transaction have it. */
export type Handle = TenantClient | Sql;

/**
 * The one way to tenant data: a transaction that can see `scope` and nothing else, whatever it asks.
 * The settings are local to the transaction, so nothing leaks through a pooled connection.
 */
export function withTenant<T>(scope: Scope, run: (tx: TenantClient) => Promise<T>): Promise<T> {
  return prisma().$transaction(async (tx) => {
    await tx.$executeRawUnsafe(setScope, ...scopeParams(scope));
    return run(tx);
  });
}

/** As `withTenant`, on a plain connection: for lists, sums and bulk work. */
export function withTenantSql<T>(scope: Scope, run: (sql: Sql) => Promise<T>): Promise<T> {
  return inTransaction(async (client) => {
    await client.query(setScope, scopeParams(scope));
    return run(sqlOf(client));
  });
}

/** Before a scope is known: what a person, a session or a key may see of itself. */
export function withIdentity<T>(identity: Identity, run: (sql: Sql) => Promise<T>): Promise<T> {
  return inTransaction(async (client) => {
    await client.query(
      `select set_config('app.user', $1, true), set_config('app.email', $2, true),
              set_config('app.session', $3, true), set_config('app.key_hash', $4, true)`,
      [identity.userId ?? '', identity.email ?? '', identity.sessionId ?? '', identity.keyHashHex ?? ''],
    );
    return run(sqlOf(client));
  });
}

export type Identity = { userId?: string; email?: string; sessionId?: string; keyHashHex?: string };

/** The operators a schedule visits. Only the worker's role may see more than its own. */
export const listOperatorIds = (): Promise<string[]> =>
  inTransaction(async (client) =>
    (await client.query<{ id: string }>('select id from operator order by id')).rows.map((row) => row.id),
  );

export async function execute(handle: Handle, text: string, params: readonly unknown[]): Promise<void> {
  if ('query' in handle && 'copy' in handle) await handle.query(text, params);
  else await handle.$executeRawUnsafe(text, ...params);
}

const setScope = `select set_config('app.operator', $1, true), set_config('app.partner', $2, true),
                         set_config('app.customer', $3, true)`;

const scopeParams = (scope: Scope) => [scope.operatorId, scope.partnerId ?? '', scope.customerId ?? ''];

/** Text of PostgreSQL has no NUL: whoever sent one is told, by whichever door it came. */
function refuseNul(error: unknown): never {
  if ((error as { code?: string }).code !== '22021') throw error;
  throw invalid('nul_character', '', 'A text has a NUL character, which cannot be kept. Remove it.');
}

const sqlOf = (client: pg.PoolClient): Sql => ({
  query: async <Row>(text: string, params: readonly unknown[] = []) =>
    (await client.query(text, params as unknown[]).catch(refuseNul)).rows as Row[],
  copy: async (table, columns, rows) => {
    const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
    await pipeline(Readable.from(rows), stream);
  },
});

async function inTransaction<T>(run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  // A connection that fails while checked out emits an error; the query in flight reports it.
  const ignore = () => {};
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await run(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}
