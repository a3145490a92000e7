import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyRow } from '@/lib/db/bulk/copy-text';
import { insertRows } from '@/lib/db/bulk/insert-rows';
import { connectAs, disconnect } from '@/lib/db/client';
import { jsonbText } from '@/lib/db/jsonb-text';
import { withTenantSql } from '@/lib/db/tenant';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: pg.Client;
const operatorId = '00000000-0000-7000-8000-000000000001';
const scope = { operatorId, partnerId: null, customerId: null };

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
});

afterAll(async () => {
  await disconnect();
  await owner.end();
  await database.drop();
});

// PostgreSQL keeps no NUL in text, and a lone surrogate is no character.
const text = fc
  .string({ unit: 'grapheme-composite', maxLength: 20 })
  .map((value) => value.replaceAll('\0', ''));
const awkward = fc.constantFrom('\\N', '\\', 'a\tb', 'a\nb', 'a\rb', '\\t', '\\.', '', '"', '\u0001', 'ß→😀');
const anyText = fc.oneof(text, awkward);

test('rows arrive as they were sent, whatever is in them', async () => {
  const sent = fc.sample(
    fc.tuple(
      anyText,
      fc.option(anyText),
      fc.uint8Array({ maxLength: 8 }),
      fc.bigInt(-(2n ** 62n), 2n ** 62n),
    ),
    200,
  );
  await owner.query('create table sample (id int, name text, note text, bytes bytea, amount int8)');
  await owner.query('grant select, insert on sample to public');
  await withTenantSql(scope, (sql) =>
    insertRows(
      sql,
      'sample',
      ['id', 'name', 'note', 'bytes', 'amount'],
      sent.map(([name, note, bytes, amount], index) =>
        copyRow([index, name, note, Buffer.from(bytes), amount]),
      ),
    ),
  );
  const { rows } = await owner.query('select name, note, bytes, amount from sample order by id');
  expect(rows).toEqual(
    sent.map(([name, note, bytes, amount]) => ({
      name,
      note,
      bytes: Buffer.from(bytes),
      amount: String(amount),
    })),
  );
});

test('another operator’s rows are refused, through the staging table too', async () => {
  const other = '00000000-0000-7000-8000-000000000002';
  const row = copyRow([other, operatorId, 'test', 'test', operatorId, '{}']);
  const columns = ['operator_id', 'id', 'type', 'entity_type', 'entity_id', 'payload'];
  const inserting = withTenantSql(scope, (sql) => insertRows(sql, 'outbox_event', columns, [row]));
  await expect(inserting).rejects.toThrow(/row-level security/);
});

test('jsonb is spelled as PostgreSQL spells it', async () => {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      anyText,
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(anyText, tie('tree'), { maxKeys: 5 }),
    ),
  }));
  const values = [{}, { '': 1 }, {}, { b: 1, a: { '': {} } }, ...fc.sample(tree, 300)] as Parameters<
    typeof jsonbText
  >[0][];
  const { rows } = await owner.query<{ text: string }>(
    'select j::jsonb::text as text from unnest($1::text[]) with ordinality as v(j, n) order by n',
    [values.map((value) => JSON.stringify(value))],
  );
  expect(values.map(jsonbText)).toEqual(rows.map((row) => row.text));
});
