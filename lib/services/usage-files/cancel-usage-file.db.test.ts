import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import type { ServiceContext } from '@/lib/services/context';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { cancelUsageFile } from '@/lib/services/usage-files/cancel-usage-file';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';
import { listUsageFiles } from '@/lib/services/usage-files/list-usage-files';
import { readUsageFile } from '@/lib/services/usage-files/read-usage-file';
import { receiveUsageFile } from '@/lib/services/usage-files/receive-usage-file';
import { tidyAllUploads } from '@/lib/services/usage-files/tidy-uploads';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: SmallWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.workerUrl);
  world = await createSmallWorld('cancel');
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});

const HEADER = 'source,id,time,subject,meter,quantity,country';
const contentOf = (source: string, count: number) =>
  [
    HEADER,
    ...Array.from({ length: count }, (_, n) => `${source},${n},2026-03-10T12:00:00Z,alpha-sim,data,2,DE`),
  ].join('\n');

const receive = (bytes: AsyncIterable<Uint8Array>, ctx: ServiceContext = world.alpha.ctx) =>
  receiveUsageFile(ctx, { name: 'u.csv', format: null, mapping: null, partner: null, bytes });

async function* only(text: string) {
  yield Buffer.from(text);
}

const sql = <Row>(text: string, params: unknown[] = []) =>
  withTenantSql({ operatorId: world.operatorId, partnerId: null, customerId: null }, (tenant) =>
    tenant.query<Row>(text, params),
  );

/** Of the events of a source: how many are stored, and what the account's running total has grown by is their sum. */
const takenOf = async (source: string) =>
  (
    await sql<{ count: number }>('select count(*)::int as count from usage_event where source = $1', [source])
  )[0]!.count;

const chunksOf = async (id: string) =>
  (
    await sql<{ count: number }>('select count(*)::int as count from usage_file_chunk where file_id = $1', [
      id,
    ])
  )[0]!.count;

const audited = async (id: string) =>
  (
    await sql<{ action: string }>('select action from audit_entry where entity_id = $1 order by seq', [id])
  ).map(({ action }) => action);

test('a file that waits is cancelled whole, and may be sent again', async () => {
  const { file } = await receive(only(contentOf('//waits', 10)));
  expect(await cancelUsageFile(world.alpha.ctx, file.id)).toMatchObject({
    state: 'cancelled',
    rows: { received: 0 },
  });
  expect(await readUsageFile(world.ctx, file.id)).toBe('cancelled');
  expect(await takenOf('//waits')).toBe(0);
  expect(await audited(file.id)).toEqual(['usage-file.received', 'usage-file.cancelled']);
  // Twice is once, and it is still shown.
  expect(await cancelUsageFile(world.ctx, file.id)).toMatchObject({ state: 'cancelled' });
  expect(await audited(file.id)).toHaveLength(2);
  expect((await listUsageFiles(world.alpha.ctx, wholeList)).data.map(({ id }) => id)).toContain(file.id);

  const again = await receive(only(contentOf('//waits', 10)));
  expect(again.created).toBe(true);
  expect(await readUsageFile(world.ctx, again.file.id)).toBe('done');
  expect(await takenOf('//waits')).toBe(10);
  await expect(cancelUsageFile(world.alpha.ctx, again.file.id)).rejects.toMatchObject({ code: 'file_ended' });
});

test('of a file that is being read whole batches stay taken, and sending it again takes the rest once', async () => {
  const content = contentOf('//read', 400);
  const { file } = await receive(only(content));
  const reading = readUsageFile(world.ctx, file.id, { rowsPerBatch: 10 });
  while ((await getUsageFile(world.ctx, file.id)).rows.accepted === 0);
  const cancelled = await cancelUsageFile(world.alpha.ctx, file.id);
  expect(await reading).toBe('cancelled');
  const { state, rows, finishedAt } = await getUsageFile(world.ctx, file.id);
  expect([state, rows]).toEqual(['cancelled', cancelled.rows]);
  expect(finishedAt).not.toBeNull();
  expect(rows.accepted % 10).toBe(0);
  expect(rows.accepted).toBeLessThan(400);
  expect(await takenOf('//read')).toBe(rows.accepted);

  const again = await receive(only(content));
  await readUsageFile(world.ctx, again.file.id);
  expect((await getUsageFile(world.ctx, again.file.id)).rows).toMatchObject({
    received: 400,
    accepted: 400 - rows.accepted,
    duplicate: rows.accepted,
  });
  const events = await sql<{ type: string }>(
    `select type from outbox_event where entity_id = $1 order by id`,
    [file.id],
  );
  expect(events.map(({ type }) => type)).toEqual(['usage-file.received', 'usage-file.cancelled']);
});

test('a file that is cancelled while it arrives keeps nothing, and its sender is told', async () => {
  let fileId = '';
  async function* bytes() {
    const row = `//arrives,1,2026-03-10T12:00:00Z,alpha-sim,data,2,DE\n`;
    const megabyte = Buffer.from(row.repeat(Math.ceil(2 ** 20 / row.length)));
    yield Buffer.from(`${HEADER}\n`);
    yield megabyte;
    yield megabyte;
    [{ id: fileId }] = (await sql<{ id: string }>(`select id from usage_file where state = 'receiving'`)) as [
      { id: string },
    ];
    await cancelUsageFile(world.alpha.ctx, fileId);
    yield megabyte;
    yield megabyte;
  }
  await expect(receive(bytes())).rejects.toMatchObject({ code: 'file_cancelled' });
  expect(await getUsageFile(world.ctx, fileId)).toMatchObject({ state: 'cancelled', sizeBytes: 0 });
  expect(await chunksOf(fileId)).toBe(0);
});

test('nobody else cancels a partner’s file', async () => {
  const { file } = await receive(only(contentOf('//others', 1)));
  await expect(cancelUsageFile(world.beta.ctx, file.id)).rejects.toMatchObject({ code: 'not_found' });
  expect((await getUsageFile(world.ctx, file.id)).state).toBe('waiting');
});

test('parts of an upload that broke off more than a day ago are removed, and nothing else', async () => {
  const { file: whole } = await receive(only(contentOf('//whole', 1)));
  const { file: broken } = await receive(only(contentOf('//broken', 1)));
  const { file: young } = await receive(only(contentOf('//young', 1)));
  // As a killed web process leaves them.
  const tear = `update usage_file set state = 'receiving', content_hash = null, size_bytes = 0, created_at = $2 where id = $1`;
  const hoursAgo = (hours: number) => new Date(Date.parse(world.ctx.now) - hours * 3_600_000).toISOString();
  await sql(tear, [broken.id, hoursAgo(25)]);
  await sql(tear, [young.id, hoursAgo(23)]);
  await sql('update usage_file set created_at = $2 where id = $1', [whole.id, hoursAgo(99)]);

  await tidyAllUploads(world.ctx.now);
  const states = async () =>
    Promise.all(
      [whole, broken, young].map(async ({ id }) => [
        (await getUsageFile(world.ctx, id)).state,
        await chunksOf(id),
      ]),
    );
  const tidied = [
    ['waiting', 1],
    ['failed', 0],
    ['receiving', 1],
  ];
  expect(await states()).toEqual(tidied);
  expect((await getUsageFile(world.alpha.ctx, broken.id)).failure).toContain('Send the file again.');
  expect((await audited(broken.id)).at(-1)).toBe('usage-file.tidied');
  await tidyAllUploads(world.ctx.now);
  expect(await states()).toEqual(tidied);
  expect(await audited(broken.id)).toHaveLength(2);
});
