import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Client } from 'pg';
import { Sentence } from '../sentence';
import { readSchema } from './folders';

/**
 * Prisma's schema engine as WebAssembly, on a database address. The `prisma` command would download a native engine,
 * which fails without the network; this one is in node_modules and writes the same `_prisma_migrations` table.
 */
export async function withEngine<T>(
  url: string,
  use: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= load();
  await loading;
  const postgres = new MigrationPg(url);
  try {
    const datamodels: [string, string][] = [['schema.prisma', readSchema()]];
    const adapter = bindMigrationAwareSqlAdapterFactory(postgres);
    return await use(await bindings.SchemaEngine.new({ datamodels }, () => {}, adapter));
  } catch (error) {
    throw asSentence(error);
  } finally {
    await postgres.close();
  }
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;
type Answer = { fields: { name: string; dataTypeID: number }[] };
type Internals = {
  client: { query(sql: string): Promise<unknown> };
  performIO(query: unknown): Promise<Answer>;
  onError(error: unknown): never;
};

const CHAR_OID = 18;
const BPCHAR_OID = 1042;

/** adapter-pg as the schema engine needs it, with three of its gaps (7.10.0) closed and everything it opened ended by `close`. */
class MigrationPg extends PrismaPg {
  private readonly closers: (() => Promise<unknown>)[] = [];

  constructor(private readonly url: string) {
    super({ connectionString: url });
  }

  override async connect(): Promise<Adapter> {
    return this.mended(await super.connect());
  }

  override async connectToShadowDb(): Promise<Adapter> {
    // The adapter creates a shadow, and then connects to the database of the connection string.
    const name = `tributary_shadow_${randomUUID().replaceAll('-', '')}`;
    await execute(this.url, `create database ${name}`);
    this.closers.push(() => execute(this.url, `drop database ${name} with (force)`));
    const shadow = new URL(this.url);
    shadow.pathname = `/${name}`;
    return this.mended(await new PrismaPg({ connectionString: shadow.toString() }).connect());
  }

  async close(): Promise<void> {
    for (const close of this.closers.reverse()) await close().catch(() => {});
  }

  private mended(adapter: Adapter): Adapter {
    const internals = adapter as unknown as Internals;
    // The adapter cuts a script at every semicolon, those in function bodies and comments too. Sent whole, a migration
    // is also one transaction, as with the native engine.
    adapter.executeScript = async (script) => {
      await internals.client.query(script).catch((error) => internals.onError(error));
    };
    // The adapter does not know the catalog's "char", in which constraints say what they are and do.
    const queryRaw = adapter.queryRaw;
    adapter.queryRaw = async (query) => {
      const answer = await internals.performIO(query);
      const isChar = answer.fields.map((field) => field.dataTypeID === CHAR_OID);
      const fields = answer.fields.map((field, i) =>
        isChar[i] ? { ...field, dataTypeID: BPCHAR_OID } : field,
      );
      const answered = Object.create(adapter, { performIO: { value: async () => ({ ...answer, fields }) } });
      const result = await queryRaw.call(answered, query);
      const columnTypes = result.columnTypes.map((type, i) => (isChar[i] ? ColumnTypeEnum.Character : type));
      return { ...result, columnTypes };
    };
    this.closers.push(() => adapter.dispose());
    return adapter;
  }
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** The engine's message, less its own Rust backtrace. */
function asSentence(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'SchemaConnectorError') return error;
  const message = error.message.replace(/^\s*\d+: [\s\S]*/m, '').trim();
  return new Sentence(`The database could not be migrated: ${message}`);
}

let loading: Promise<void> | undefined;

/** The package imports its .wasm as an ES module, which Node does not do by itself: instantiated by hand. */
async function load(): Promise<void> {
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
  });
  // Where the engine leaves the text of a panic; without it a panic is a TypeError about this very property.
  (globalThis as Record<string, unknown>).PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (text: string) => console.error(text),
  };
  const exports = instance.exports as { __wbindgen_start?: () => void };
  bindings.__wbg_set_wasm(exports);
  exports.__wbindgen_start?.();
}
