import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { byteaArray, int4Array, textArray, timestamptzArray, uuidArray } from '@/lib/db/bulk/binary-array';
import { connectAs, disconnect } from '@/lib/db/client';
import { withTenantSql } from '@/lib/db/tenant';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
const scope = { operatorId: '00000000-0000-7000-8000-000000000001', partnerId: null, customerId: null };

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});

const row = fc.record({
  id: fc.option(fc.uuid()),
  // Short and long, within ASCII and beyond; PostgreSQL keeps no NUL.
  text: fc.option(fc.string({ unit: 'grapheme', maxLength: 90 }).map((text) => text.replaceAll('\0', ''))),
  bytes: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  count: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  atMs: fc.option(fc.integer({ min: Date.UTC(1960, 0), max: Date.UTC(2100, 0) })),
});

test('rows arrive as they were sent, none or many', async () => {
  for (const rows of [[], ...fc.sample(fc.array(row, { maxLength: 60 }), 20)]) {
    const arrived = await withTenantSql(scope, (sql) =>
      sql.query<Record<string, unknown>>(
        `select id, text, encode(bytes, 'hex') as bytes, count, (extract(epoch from at) * 1000)::int8 as "atMs"
         from unnest($1::uuid[], $2::text[], $3::bytea[], $4::int4[], $5::timestamptz[]) with ordinality
           as r(id, text, bytes, count, at, n) order by n`,
        [
          uuidArray(rows.length, (n) => rows[n]!.id),
          textArray(rows.length, (n) => rows[n]!.text),
          byteaArray(rows.length, (n) => rows[n]!.bytes),
          int4Array(rows.length, (n) => rows[n]!.count),
          timestamptzArray(rows.length, (n) => rows[n]!.atMs),
        ],
      ),
    );
    expect(arrived).toEqual(
      rows.map((sent) => ({ ...sent, atMs: sent.atMs === null ? null : BigInt(sent.atMs) })),
    );
  }
});
