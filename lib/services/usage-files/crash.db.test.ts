import { spawn } from 'node:child_process';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { withTenantSql } from '@/lib/db/tenant';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';
import { readUsageFile } from '@/lib/services/usage-files/read-usage-file';
import { receiveUsageFile } from '@/lib/services/usage-files/receive-usage-file';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.workerUrl);
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});

/** Reads in a process of its own; answers how it ended. */
function readInChild(world: SmallWorld, fileId: string, failpoint: string): Promise<string | number | null> {
  const script = path.join(import.meta.dirname, 'read-in-child.fixture.ts');
  const args = [database.workerUrl, world.operatorId, fileId, world.ctx.now, '40'];
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    env: {
      ...process.env,
      VITEST: '',
      LOG_LEVEL: 'fatal',
      NODE_ENV: 'test',
      TRIBUTARY_FAILPOINTS: failpoint,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
}

const stored = async ({ operatorId }: SmallWorld) =>
  withTenantSql({ operatorId, partnerId: null, customerId: null }, async (sql) => ({
    totals: await sql.query(
      'select dimension_key, trim_scale(quantity)::text as quantity, event_count from usage_total order by 1',
    ),
    events: await sql.query(
      'select event_id, trim_scale(quantity)::text as quantity from usage_event order by 1',
    ),
    faults: await sql.query('select row_no, code, content from usage_file_row order by 1'),
    waiting: await sql.query('select event_id, reason from usage_suspense order by 1'),
  }));

const rows = Array.from({ length: 200 }, (_, index) => {
  const [subject, quantity] = [
    index % 17 === 0 ? 'nobody' : 'alpha-sim',
    index % 23 === 0 ? 'x' : `${index}.25`,
  ];
  return `//a,${index % 50 === 49 ? 1 : index},2026-03-10T12:00:00Z,${subject},data,${quantity},DE`;
});
const content = Buffer.from(['source,id,time,subject,meter,quantity,country', ...rows].join('\n'));

async function* only(bytes: Buffer) {
  yield bytes;
}

const receive = async (world: SmallWorld, bytes: Buffer) =>
  (
    await receiveUsageFile(world.alpha.ctx, {
      name: 'u',
      format: null,
      mapping: null,
      partner: null,
      bytes: only(bytes),
    })
  ).file.id;

test.each([
  ['plain', content],
  ['gzip', gzipSync(content)],
])(
  'a reader of a %s file killed by -9 before and after a commit loses no row and takes none twice',
  {
    timeout: 120_000,
  },
  async (name, bytes) => {
    const calm = await createSmallWorld(`calm-${name}`);
    const calmId = await receive(calm, bytes);
    await readUsageFile(calm.ctx, calmId);

    const world = await createSmallWorld(`crash-${name}`);
    const fileId = await receive(world, bytes);
    expect(await readInChild(world, fileId, 'usage-file.batch.before-commit:2')).toBe('SIGKILL');
    const { rows: half } = await getUsageFile(world.alpha.ctx, fileId);
    expect(half.received).toBe(40);
    expect(await readInChild(world, fileId, 'usage-file.batch.after-commit:2')).toBe('SIGKILL');
    expect(await readInChild(world, fileId, '')).toBe(0);

    expect(await stored(world)).toEqual(await stored(calm));
    const [read, expected] = [
      await getUsageFile(world.alpha.ctx, fileId),
      await getUsageFile(calm.alpha.ctx, calmId),
    ];
    expect(read.rows).toEqual(expected.rows);
    expect(read).toMatchObject({ state: 'done', rows: { received: 200 } });
  },
);

test('two readers of one file: one goes on, the other leaves it', async () => {
  const world = await createSmallWorld('two-readers');
  const fileId = await receive(world, content);
  const options = { rowsPerBatch: 10 };
  const states = await Promise.all([
    readUsageFile(world.ctx, fileId, options),
    readUsageFile(world.ctx, fileId, options),
  ]);
  expect(states).toContain('done');
  expect((await getUsageFile(world.alpha.ctx, fileId)).rows.received).toBe(200);
});
