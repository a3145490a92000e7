import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentBillAnswer } from '@/app/api/v1/bills/serialize';
import { connectAs, disconnect } from '@/lib/db/client';
import { type Actor, systemActor } from '@/lib/domain/access/actor';
import { currentBillBody } from '@/lib/schemas/api/bills';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import {
  type BillingWorld,
  buildBillingWorld,
  NOW,
  worldId,
} from '@/lib/services/bill-runs/billing-world.fixture';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { currentBill } from '@/lib/services/bills/current-bill';
import { getBill } from '@/lib/services/bills/get-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const IN_PERIOD = '2026-03-20T12:00:00Z';

let database: TestDatabase;
let world: BillingWorld;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await buildBillingWorld(database.ownerUrl, { accounts: 3 });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
});

afterAll(async () => {
  await disconnect();
  await owner.end();
  await database.drop();
});

const account = () => world.accountIds[0]!;
const operator = (now: string) => ({ actor: systemActor(world.operatorId), now });
const customer = (partyName: string): { actor: Actor; now: string } => ({
  actor: { ...systemActor(world.operatorId), kind: 'key', audience: 'customer', partyId: worldId(partyName) },
  now: IN_PERIOD,
});

test('the bill so far is the bill that the run then writes', async () => {
  const soFar = await currentBill(operator(IN_PERIOD), account());
  const { id } = await startBillRun(operator(NOW), { cycleId: world.cycleId });
  await advanceBillRun(operator(NOW), id);
  const { rows } = await owner.query('select id from bill where billing_account_id = $1', [account()]);
  const bill = await getBill(operator(NOW), rows[0].id);
  const { period, currency, net, tax, total, taxes } = bill;
  expect(soFar).toMatchObject({ period, currency, net, tax, total, taxes, isComplete: true });
  const lines = bill.sections.map(({ supplierId: _, lines, ...section }) => ({
    ...section,
    lines: lines.map(({ id: _, shares: __, ...line }) => line),
  }));
  expect(soFar.sections).toEqual(lines);
  expect(soFar.books!.shares).toEqual(expect.arrayContaining(bill.books!.shares));
});

test('moves with usage, and writes nothing', async () => {
  const before = await currentBill(operator(IN_PERIOD), account());
  await owner.query('update usage_total set quantity = quantity + 100 where billing_account_id = $1', [
    account(),
  ]);
  const after = await currentBill(operator(IN_PERIOD), account());
  expect(Number(after.net)).toBeGreaterThan(Number(before.net));
  const { rows } = await owner.query('select count(*)::int as n from bill where cycle_id = $1', [
    world.nextCycleId,
  ]);
  expect(rows[0].n).toBe(0);
});

test('a customer sees its own without anybody’s share, and another customer’s is not there', async () => {
  const own = await currentBill(customer('meridian:party:acme'), 'A-0000001');
  expect(own.books).toBeNull();
  expect(currentBillBody.parse(currentBillAnswer(own))).not.toHaveProperty('shares');
  await expect(currentBill(customer('meridian:party:other'), account())).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('says that it is incomplete when something cannot be priced', async () => {
  await owner.query(
    `update product set price_ids = array[$2::uuid] where billing_account_id = $1 and name = 'Business line'`,
    [account(), worldId('nothing')],
  );
  const bill = await currentBill(operator(IN_PERIOD), account());
  expect(bill).toMatchObject({ isComplete: false, total: '0.00', sections: [] });
  expect(bill.books!.issues).toMatchObject([{ code: 'unknown_price' }]);
});
