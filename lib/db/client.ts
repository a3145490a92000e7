import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '@/lib/db/generated/client';
import { log } from '@/lib/log';

/**
 * The process's connections, made on first use. Only `lib/db` sees them: everyone else goes through
 * `lib/db/tenant`, where the scope of a transaction is set before anything is read.
 */
export const pool = (): pg.Pool => {
  connections.pool ??= makePool();
  return connections.pool;
};

export const prisma = (): PrismaClient => {
  connections.prisma ??= new PrismaClient({
    adapter: new PrismaPg({ connectionString: databaseUrl(), max: 8 }),
    transactionOptions: { maxWait: 10_000, timeout: 30_000 },
  });
  return connections.prisma;
};

export async function disconnect(): Promise<void> {
  const { pool: openPool, prisma: openPrisma } = connections;
  connections.pool = undefined;
  connections.prisma = undefined;
  await Promise.all([openPool?.end(), openPrisma?.$disconnect()]);
}

/** Web logs in with APP_DATABASE_URL; a worker says otherwise once, before its first query. */
export function connectAs(url: string): void {
  if (connections.pool || connections.prisma) throw new Error('The database is in use already.');
  connections.url = url;
}

export function databaseUrl(): string {
  const url = connections.url ?? process.env.APP_DATABASE_URL;
  if (!url) throw new Error('APP_DATABASE_URL is not set: start Tributary with npm start.');
  return url;
}

// A reload in development evaluates this module again; the connections must survive it.
type Connections = {
  url?: string;
  pool?: pg.Pool | undefined;
  prisma?: PrismaClient | undefined;
};
const globals = globalThis as typeof globalThis & { tributaryConnections?: Connections };
globals.tributaryConnections ??= {};
const connections = globals.tributaryConnections;

function makePool(): pg.Pool {
  const made = new pg.Pool({ connectionString: databaseUrl(), max: 10, types: { getTypeParser } });
  // An idle connection that the server closes must not take the process with it; the next query reconnects.
  made.on('error', (error) => log.warn({ error: error.message }, 'idle database connection lost'));
  // Nor one that is in use: its query reports the loss.
  made.on('connect', (client) => client.on('error', () => {}));
  return made;
}

// Plain data out of the database: bigint for int8, text for numeric and dates, ISO text for instants.
const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, BigInt],
  [pg.types.builtins.NUMERIC, (text: string) => text],
  [pg.types.builtins.DATE, (text: string) => text],
  [pg.types.builtins.TIMESTAMPTZ, (text: string) => new Date(text).toISOString()],
]);

const getTypeParser: typeof pg.types.getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  (format !== 'binary' && parsers.get(oid)) || pg.types.getTypeParser(oid, format as 'text')) as never;
