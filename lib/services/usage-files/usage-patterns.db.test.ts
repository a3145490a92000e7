import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { withTenantSql } from '@/lib/db/tenant';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';
import { readUsageFile } from '@/lib/services/usage-files/read-usage-file';
import { receiveUsageFile } from '@/lib/services/usage-files/receive-usage-file';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

/**
 * Ways in which files write usage that nobody planned for. Each row says beside it what must become of it: the month it is billed
 * in, in Warsaw, or the code of its reason. The sums of the months are worked out here from that column.
 */
let database: TestDatabase;
let world: SmallWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.workerUrl);
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});

async function take(content: string, rowsPerBatch = 1000) {
  async function* bytes() {
    yield Buffer.from(content);
  }
  const given = { name: 'u', format: null, mapping: null, partner: null };
  const { file } = await receiveUsageFile(world.alpha.ctx, { ...given, bytes: bytes() });
  await readUsageFile(world.ctx, file.id, { rowsPerBatch });
  return getUsageFile(world.ctx, file.id);
}

const sql = <Row>(text: string, params: unknown[] = []) =>
  withTenantSql({ operatorId: world.operatorId, partnerId: null, customerId: null }, (tenant) =>
    tenant.query<Row>(text, params),
  );

const months = async (): Promise<Record<string, string>> => {
  const rows = await sql<{ month: string; quantity: string }>(
    `select period_from::text as month, trim_scale(sum(quantity))::text as quantity from usage_total group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ month, quantity }) => [month.slice(0, 7), quantity]));
};

type Case = { id: string; time?: string; quantity: string; reverses?: string; becomes: string };

const MARCH_10 = '2026-03-10T12:00:00Z';
const cases: Case[] = [
  // The month changes at 23:00 UTC in Warsaw, whatever the offset it is written with.
  { id: 'just-after', time: '2026-03-01T00:00:00+01:00', quantity: '1', becomes: '2026-03' },
  { id: 'just-before', time: '2026-02-28T23:59:59.999+01:00', quantity: '2', becomes: '2026-02' },
  { id: 'far-east', time: '2026-03-01T13:59:59+14:00', quantity: '4', becomes: '2026-03' },
  { id: 'far-west', time: '2026-02-28T10:59:59-12:00', quantity: '8', becomes: '2026-02' },
  { id: 'no-such-day', time: '2026-02-30T12:00:00Z', quantity: '16', becomes: 'time_format' },
  { id: 'leap-second', time: '2026-03-10T23:59:60Z', quantity: '16', becomes: '2026-03' },
  { id: 'no-offset', time: '2026-03-10T12:00:00', quantity: '16', becomes: 'time_zone_missing' },
  { id: 'tomorrow', time: '2026-03-21T12:00:00Z', quantity: '16', becomes: 'time_in_future' },
  { id: 'tiny', quantity: '1e-15', becomes: '2026-03' },
  { id: 'thousand', quantity: '1e3', becomes: '2026-03' },
  { id: 'nothing', quantity: '0', becomes: '2026-03' },
  { id: 'zeros', quantity: '00012.50', becomes: '2026-03' },
  { id: 'plus', quantity: '+1.5', becomes: 'invalid_quantity' },
  { id: 'too-tiny', quantity: '1e-16', becomes: 'invalid_quantity' },
  { id: 'forty-digits', quantity: '1'.repeat(40), becomes: 'invalid_quantity' },
  { id: 'too-many', quantity: '1000000000000000001', becomes: 'quantity_too_large' },
  { id: 'nan', quantity: 'NaN', becomes: 'invalid_quantity' },
  { id: 'infinite', quantity: 'Infinity', becomes: 'invalid_quantity' },
  { id: 'hex', quantity: '0x10', becomes: 'invalid_quantity' },
  { id: 'arabic', quantity: '١٢', becomes: 'invalid_quantity' },
  { id: 'negative', quantity: '-4', becomes: 'negative_quantity' },
  { id: 'thousands', quantity: '"1,500"', becomes: 'invalid_quantity' },
  // An id is what it is: another case is another event; the same one with another time is the same.
  { id: 'same', quantity: '32', becomes: '2026-03' },
  { id: 'SAME', quantity: '64', becomes: '2026-03' },
  { id: 'same', time: '2026-02-10T12:00:00Z', quantity: '32.0', becomes: 'duplicate' },
  { id: 'same', quantity: '33', becomes: 'conflict' },
  // Taken back twice, by another quantity, and what never came.
  { id: 'gone', quantity: '128', becomes: 'taken back' },
  { id: 'back', quantity: '128', reverses: 'gone', becomes: 'reversal' },
  { id: 'back-again', quantity: '128', reverses: 'gone', becomes: 'already_reversed' },
  { id: 'back-of-more', quantity: '31', reverses: 'same', becomes: 'reversal_mismatch' },
  { id: 'back-of-none', quantity: '5', reverses: 'never', becomes: 'reversal_of_unknown' },
];

const content = [
  'source,id,time,subject,meter,quantity,country,reverses',
  ...cases.map(
    ({ id, time = MARCH_10, quantity, reverses = '' }) =>
      `//alpha,${id},${time},alpha-sim,data,${quantity},DE,${reverses}`,
  ),
].join('\n');

/** Worked out from the column beside each row, in whole 10⁻¹⁵. */
function expectedMonths(): Record<string, string> {
  const sums: Record<string, bigint> = {};
  for (const { becomes, quantity } of cases) {
    if (/^\d{4}-\d\d$/.test(becomes)) sums[becomes] = (sums[becomes] ?? 0n) + WRITTEN[quantity]!;
  }
  return Object.fromEntries(
    Object.entries(sums).map(([month, sum]) => {
      const [whole, rest] = [sum / 10n ** 15n, sum % 10n ** 15n];
      const fraction = rest.toString().padStart(15, '0').replace(/0+$/, '');
      return [month, fraction === '' ? `${whole}` : `${whole}.${fraction}`];
    }),
  );
}

const whole = (count: number) => BigInt(count) * 10n ** 15n;
const WRITTEN: Record<string, bigint> = {
  ...Object.fromEntries([0, 1, 2, 4, 8, 16, 32, 64].map((count) => [String(count), whole(count)])),
  '1e-15': 1n,
  '1e3': whole(1000),
  '00012.50': whole(125) / 10n,
};

const isReason = (becomes: string) => /_|^conflict$/.test(becomes);

test.each([1000, 3])(
  'in batches of %i rows each row ends in its month, or with its reason',
  async (rowsPerBatch) => {
    world = await createSmallWorld(`patterns-${rowsPerBatch}`);
    const file = await take(content, rowsPerBatch);
    const faults = await sql<{ row: number; code: string; message: string }>(
      'select row_no::int as row, code, message from usage_file_row where file_id = $1 order by row_no',
      [file.id],
    );
    expect(faults.map(({ row, code }) => [cases[row - 1]!.id, code])).toEqual(
      cases.filter(({ becomes }) => isReason(becomes)).map(({ id, becomes }) => [id, becomes]),
    );
    for (const { message } of faults) expect(message).toMatch(/^.{15,}\.$/);
    expect(await months()).toEqual(expectedMonths());
    const taken = cases.filter(({ becomes }) => !isReason(becomes) && becomes !== 'duplicate').length;
    expect(file.rows).toMatchObject({
      received: cases.length,
      accepted: taken,
      duplicate: 1,
      conflict: 1,
      suspended: 1,
    });
  },
);

test('the same as TMF635 usage: a number and its text are one, and its time is a month’s in Warsaw', async () => {
  world = await createSmallWorld('patterns-tmf');
  const usage = (id: string, usageDate: string, value: unknown, more: object[] = []) => ({
    id,
    usageDate,
    usageType: 'data',
    usageCharacteristic: [
      { name: 'subject', value: 'alpha-sim' },
      { name: 'quantity', value },
      { name: 'country', value: 'DE' },
      ...more,
    ],
  });
  const file = await take(
    JSON.stringify([
      usage('1', '2026-03-01T00:00:00+01:00', 2.5),
      usage('1', '2026-03-09T00:00:00+01:00', '2.50'),
      usage('1', '2026-03-01T00:00:00+01:00', 2.6),
      usage('2', '2026-02-28T22:59:59.999Z', '1e-15'),
      usage('3', '2026-03-05T12:00:00Z', 7),
      usage('4', '2026-03-05T12:00:00Z', 7, [{ name: 'reverses', value: '3' }]),
      usage('5', '2026-03-05T12:00:00Z', null),
      usage('6', '2026-03-05T12:00:00Z', 0.1 + 0.2),
    ]),
  );
  expect(file.rows).toMatchObject({ received: 8, accepted: 4, duplicate: 1, conflict: 1, rejected: 2 });
  expect(file.reasons.map(({ code }) => code).sort()).toEqual(['conflict', 'imprecise_quantity', 'required']);
  expect(await months()).toEqual({ '2026-02': '0.000000000000001', '2026-03': '2.5' });
});
