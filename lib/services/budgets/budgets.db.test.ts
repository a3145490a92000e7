import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { type Actor, systemActor } from '@/lib/domain/access/actor';
import { countNewAlerts, listAlerts, seeAlerts } from '@/lib/services/alerts/list-alerts';
import {
  type BillingWorld,
  buildBillingWorld,
  worldId,
} from '@/lib/services/bill-runs/billing-world.fixture';
import { currentBill } from '@/lib/services/bills/current-bill';
import { changeBudget, endBudget } from '@/lib/services/budgets/change-budget';
import { createBudget } from '@/lib/services/budgets/create-budget';
import { listBudgets } from '@/lib/services/budgets/list-budgets';
import { sweepBudgets } from '@/lib/services/budgets/sweep-budgets';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const IN_PERIOD = '2026-03-20T12:00:00Z';
const ALL = { q: '', sort: null, filters: {}, after: null, pageSize: 100 };

let database: TestDatabase;
let world: BillingWorld;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await buildBillingWorld(database.ownerUrl, { accounts: 4 });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
});

afterAll(async () => {
  await disconnect();
  await owner.end();
  await database.drop();
});

const operator = (now = IN_PERIOD) => ({ actor: systemActor(world.operatorId), now });
const customer = (partyName: string): { actor: Actor; now: string } => ({
  actor: { ...systemActor(world.operatorId), kind: 'key', audience: 'customer', partyId: worldId(partyName) },
  now: IN_PERIOD,
});
const acme = () => customer('meridian:party:acme');
const stranger = () => customer('meridian:party:stranger');

/** As ingest does: more usage, and one more change. */
const use = (accountIndex: number, quantity: number) =>
  owner.query(
    `update usage_total set quantity = quantity + $2, change_count = change_count + 1
     where billing_account_id = $1 and period_from = '2026-03-01'`,
    [world.accountIds[accountIndex], quantity],
  );
const alertsOf = async (accountIndex: number) =>
  (await listAlerts(operator(), { ...ALL, filters: { account: [world.accountIds[accountIndex]!] } })).data;

test('a budget is told of once per threshold and period, however many sweep at once', async () => {
  const account = world.accountIds[0]!;
  const { net } = await currentBill(operator(), account);
  const amount = (Number(net) * 1.5).toFixed(2);
  const budget = await createBudget(acme(), {
    billingAccount: account,
    productId: null,
    name: 'Everything',
    amount,
    thresholds: [100, 50, 80, 400],
    emails: ['Ops@Acme.example', 'ops@acme.example'],
  });
  expect(budget).toMatchObject({ amount, thresholds: [50, 80, 100, 400], emails: ['ops@acme.example'] });

  expect(await sweepBudgets(operator())).toEqual({ compared: 1, alerts: 1 });
  expect(await sweepBudgets(operator())).toEqual({ compared: 0, alerts: 0 });

  await use(0, 10_000);
  const sweeps = await Promise.all([1, 2, 3, 4].map(() => sweepBudgets(operator())));
  const alerts = await alertsOf(0);
  expect(sweeps.reduce((sum, sweep) => sum + sweep.alerts, 0)).toBe(alerts.length - 1);
  const told = alerts.map(({ details }) => details.threshold).sort();
  expect(new Set(told).size).toBe(told.length);
  expect(told).toEqual(expect.arrayContaining(['50', '80', '100']));
  expect(alerts[0]!.details).toMatchObject({ amount, currency: 'EUR', periodFrom: '2026-03-01' });

  // One letter a sweep, about the highest; one event an alert, which the customer may be told of.
  const { rows: letters } = await owner.query(
    'select recipient, subject, body from mail_message order by id',
  );
  expect(letters).toHaveLength(2);
  expect(letters[0].recipient).toBe('ops@acme.example');
  expect(letters[0].subject).toMatch(/^Everything: 50% reached \(Site 1\)$/);
  expect(letters[0].body).toContain('/alerts');
  const { rows: events } = await owner.query(
    `select party_ids, payload from outbox_event where type = 'budget.threshold-reached'`,
  );
  expect(events).toHaveLength(alerts.length);
  expect(events[0].party_ids).toEqual([worldId('meridian:party:acme')]);

  // The next period tells again.
  const next = { ...operator(), now: '2026-04-02T12:00:00Z' };
  await owner.query(`update usage_budget set amount_minor = 1 where id = $1`, [budget.id]);
  expect((await sweepBudgets(next)).alerts).toBe(4);
});

test('a product’s budget is compared with the product’s lines alone', async () => {
  const account = world.accountIds[1]!;
  const bill = await currentBill(operator(), account);
  const product = bill.products.find(({ name }) => name === 'Business line')!;
  const sum = bill.products.reduce((total, { net }) => total + Number(net), 0);
  expect(sum).toBeLessThanOrEqual(Number(bill.net) + 0.001);
  await createBudget(operator(), {
    billingAccount: account,
    productId: product.id,
    name: 'Line',
    amount: product.net,
    thresholds: [100, 101],
    emails: [],
  });
  await sweepBudgets(operator());
  expect((await alertsOf(1)).map(({ details }) => [details.threshold, details.soFar])).toEqual([
    ['100', product.net],
  ]);
});

test('what a person writes wrong is said, and another customer’s is not there', async () => {
  const input = {
    billingAccount: world.accountIds[2]!,
    productId: null,
    name: 'x',
    amount: '10',
    thresholds: [80],
    emails: [],
  };
  await expect(createBudget(acme(), { ...input, amount: '-1' })).rejects.toMatchObject({
    code: 'bad_amount',
  });
  await expect(createBudget(acme(), { ...input, amount: '1.001' })).rejects.toMatchObject({
    code: 'bad_amount',
  });
  await expect(createBudget(acme(), { ...input, thresholds: [0.5] })).rejects.toMatchObject({
    code: 'bad_thresholds',
  });
  await expect(createBudget(acme(), { ...input, productId: worldId('nothing') })).rejects.toMatchObject({
    code: 'unknown_product',
  });
  await expect(createBudget(stranger(), input)).rejects.toMatchObject({ code: 'not_found' });

  const { id } = await createBudget(acme(), input);
  expect((await listBudgets(stranger(), ALL)).data).toEqual([]);
  await expect(changeBudget(stranger(), id, input)).rejects.toMatchObject({ code: 'not_found' });
  expect(await changeBudget(acme(), id, { ...input, amount: '12.50' })).toMatchObject({ amount: '12.50' });
  expect(await endBudget(acme(), id)).toMatchObject({ endedAt: new Date(IN_PERIOD).toISOString() });
  await expect(endBudget(acme(), id)).rejects.toMatchObject({ code: 'not_found' });
});

test('operator and customer each see for themselves, and nobody sees another customer’s alerts', async () => {
  expect(await countNewAlerts(stranger())).toBe(0);
  const before = await countNewAlerts(acme());
  expect(before).toBeGreaterThan(0);
  const [first] = (await listAlerts(acme(), ALL)).data;
  expect(await seeAlerts(stranger(), [first!.id])).toBe(0);
  expect(await seeAlerts(acme(), [first!.id])).toBe(1);
  expect(await countNewAlerts(acme())).toBe(before - 1);
  expect(await countNewAlerts(operator())).toBe(before);
  await seeAlerts(acme(), null);
  expect((await listAlerts(acme(), { ...ALL, filters: { state: ['new'] } })).data).toEqual([]);
});
