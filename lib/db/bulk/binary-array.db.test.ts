import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  byteaArray,
  int4Array,
  int8Array,
  textArray,
  timestamptzArray,
  uuidArray,
} from '@/lib/db/bulk/binary-array';
import {
  BytesColumn,
  DateColumn,
  Int8Column,
  JsonbColumn,
  NumericColumn,
  TextColumn,
  UuidColumn,
} from '@/lib/db/bulk/binary-column';
import { connectAs, disconnect } from '@/lib/db/client';
import { withTenantSql } from '@/lib/db/tenant';
import type { CivilDate } from '@/lib/domain/period/civil-date';
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

// Short and long, within ASCII and beyond; PostgreSQL keeps no NUL.
const withoutNul = (maxLength: number) =>
  fc.string({ unit: 'grapheme', maxLength }).map((text) => text.replaceAll('\0', ''));

const row = fc.record({
  id: fc.option(fc.uuid()),
  text: fc.option(withoutNul(90)),
  bytes: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  count: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  minor: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  atMs: fc.option(fc.integer({ min: Date.UTC(1960, 0), max: Date.UTC(2100, 0) })),
});

test('rows arrive as they were sent, none or many', async () => {
  for (const rows of [[], ...fc.sample(fc.array(row, { maxLength: 60 }), 20)]) {
    const arrived = await withTenantSql(scope, (sql) =>
      sql.query<Record<string, unknown>>(
        `select id, text, encode(bytes, 'hex') as bytes, count, minor, (extract(epoch from at) * 1000)::int8 as "atMs"
         from unnest($1::uuid[], $2::text[], $3::bytea[], $4::int4[], $5::int8[], $6::timestamptz[]) with ordinality
           as r(id, text, bytes, count, minor, at, n) order by n`,
        [
          uuidArray(rows.length, (n) => rows[n]!.id),
          textArray(rows.length, (n) => rows[n]!.text),
          byteaArray(rows.length, (n) => rows[n]!.bytes),
          int4Array(rows.length, (n) => rows[n]!.count),
          int8Array(rows.length, (n) => rows[n]!.minor),
          timestamptzArray(rows.length, (n) => rows[n]!.atMs),
        ],
      ),
    );
    expect(arrived).toEqual(
      rows.map((sent) => ({ ...sent, atMs: sent.atMs === null ? null : BigInt(sent.atMs) })),
    );
  }
});

const filled = fc.record({
  id: fc.option(fc.uuid()),
  text: fc.option(withoutNul(90)),
  bytes: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  amount: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  exact: fc.option(
    fc
      .tuple(fc.bigInt(-(10n ** 40n), 10n ** 40n), fc.integer({ min: 0, max: 40 }))
      .map(([value, noughts]) => value - (value % 10n ** BigInt(noughts))),
  ),
  on: fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10) as CivilDate),
  steps: fc.array(fc.record({ code: withoutNul(90), n: fc.integer() }, { noNullPrototype: true }), {
    maxLength: 4,
  }),
});

test('columns filled row by row arrive as they were filled, none or many', async () => {
  for (const rows of [[], ...fc.sample(fc.array(filled, { maxLength: 60 }), 10)]) {
    const [ids, texts, bytes] = [new UuidColumn(), new TextColumn(), new BytesColumn()];
    const [amounts, dates, steps] = [new Int8Column(), new DateColumn(), new JsonbColumn()];
    const [exact, quantities] = [new NumericColumn(30), new NumericColumn(15)];
    for (const row of rows) {
      ids.add(row.id);
      texts.add(row.text);
      bytes.add(row.bytes);
      amounts.add(row.amount);
      exact.add(row.exact);
      quantities.add(row.exact);
      dates.add(row.on);
      steps.add(JSON.stringify(row.steps));
    }
    const columns = [ids, texts, bytes, amounts, dates, steps, exact, quantities];
    const arrived = await withTenantSql(scope, (sql) =>
      sql.query<Record<string, unknown>>(
        `select unnest($1::uuid[]) as id, unnest($2::text[]) as text, unnest($3::bytea[]) as bytes, unnest($4::int8[]) as amount,
           unnest($5::date[]) as "on", unnest($6::jsonb[]) as steps, unnest($7::numeric[]) * 1e30 as exact,
           unnest($8::numeric[]) * 1e15 as quantity`,
        columns.map((column) => column.bytes()),
      ),
    );
    const sameNumber = (value: unknown) =>
      value === null ? null : BigInt(String(value).replace(/\.0+$/, ''));
    expect(
      arrived.map(({ exact: first, quantity, ...row }) => ({
        ...row,
        exact: sameNumber(first),
        quantity: sameNumber(quantity),
      })),
    ).toEqual(rows.map((row) => ({ ...row, quantity: row.exact })));
  }
});
