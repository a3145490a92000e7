import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { pool, prisma } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/client';
import type { Scope } from '@/lib/domain/access/actor';
import { invalid } from '@/lib/errors';

/** A transaction for small reads and writes, with Prisma's models. */
export type TenantClient = Prisma.TransactionClient;

/** A transaction for lists, sums and bulk: SQL text with $1 parameters, and COPY. int8 comes as bigint,
 * numeric and date as text, timestamptz as ISO text. */
export type Sql = {
  /**
   * A statement of the hot path has a `name`, one for each text: the connection keeps its plan. With row-level security a plan can
   * cost more than the rows.
   */
  query<Row>(text: string, params?: readonly unknown[], name?: string): Promise<Row[]>;
  /** Streams rows of text format into `table (columns)`; returns when the server has taken them all. */
  copy(table: string, columns: readonly string[], rows: Iterable<string | Buffer>): Promise<void>;
  /** The only cell of the only row that `query` (without parameters) gives, as bytes; null when there is no row. */
  bytes(query: string): Promise<Buffer | null>;
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
  return inTransaction(run, {
    'app.operator': scope.operatorId,
    'app.partner': scope.partnerId,
    'app.customer': scope.customerId,
  });
}

/** Before a scope is known: what a person or a session may see of itself. */
export function withIdentity<T>(identity: Identity, run: (sql: Sql) => Promise<T>): Promise<T> {
  return inTransaction(run, {
    'app.user': identity.userId,
    'app.email': identity.email,
    'app.session': identity.sessionId,
  });
}

export type Identity = { userId?: string; email?: string; sessionId?: string };

/** One call of a function that says itself what it may see, in a transaction of its own: a single round trip. It has a name, as hot ones do. */
export async function callAlone<Row>(text: string, params: readonly unknown[], name: string): Promise<Row[]> {
  const { rows } = await pool()
    .query({ text, values: params as unknown[], name })
    .catch(refuseNul);
  return rows as Row[];
}

/** The operators a schedule visits. Only the worker's role may see more than its own. */
export const listOperatorIds = (): Promise<string[]> =>
  inTransaction(async (sql) => {
    const rows = await sql.query<{ id: string }>('select id from operator order by id');
    return rows.map(({ id }) => id);
  }, {});

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
  throw nulCharacter();
}

const nulCharacter = () =>
  invalid('nul_character', '', 'A text has a NUL character, which cannot be kept. Remove it.');

const sqlOf = (client: pg.PoolClient): Sql => ({
  query: async <Row>(text: string, params: readonly unknown[] = [], name?: string) => {
    const query = { text, values: params as unknown[], ...(name !== undefined && { name }) };
    return (await client.query(query).catch(refuseNul)).rows as Row[];
  },
  copy: async (table, columns, rows) => {
    const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
    await pipeline(Readable.from(rows), stream);
  },
  bytes: async (query) => {
    const pieces: Buffer[] = [];
    // An answer to a query has bytes as hexadecimal text: twice as long, and made twice.
    const stream = client.query(copyTo(`copy (${query}) to stdout (format binary)`));
    for await (const piece of stream) pieces.push(piece as Buffer);
    return onlyCell(Buffer.concat(pieces));
  },
});

/** PostgreSQL's binary format: 19 bytes before the rows; then the count of cells, and each with its length before it. */
function onlyCell(copied: Buffer): Buffer | null {
  if (copied.readInt16BE(19) === -1) return null;
  const length = copied.readInt32BE(21);
  return copied.subarray(25, 25 + length);
}

/** What the transaction may see is set in the round trip that begins it. A setting that is not given is empty. */
type Settings = Readonly<Record<string, string | null | undefined>>;

async function inTransaction<T>(run: (sql: Sql) => Promise<T>, settings: Settings): Promise<T> {
  const begin = beginning(settings);
  const client = await pool().connect();
  // A connection that fails while checked out emits an error; the query in flight reports it.
  const ignore = () => {};
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await run(sqlOf(client));
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

function beginning(settings: Settings): string {
  const set = Object.entries(settings).map(([name, value]) => {
    if (value?.includes('\0')) throw nulCharacter();
    return `set_config('${name}', ${pg.escapeLiteral(value ?? '')}, true)`;
  });
  return set.length === 0 ? 'begin' : `begin; select ${set.join(', ')}`;
}
