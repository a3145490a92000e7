import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { civilDate } from '@/lib/domain/period/civil-date';
import { AccountStory } from '@/lib/services/bill-runs/account-story.fixture';
import { buildBillingWorld } from '@/lib/services/bill-runs/billing-world.fixture';
import { cancelBillRun } from '@/lib/services/bill-runs/cancel-bill-run';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { currentBill } from '@/lib/services/bills/current-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { verifyBooks } from '@/scripts/verify/verify-books';

let database: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
});

afterAll(async () => {
  const faults = (await verifyBooks(owner)).filter((finding) => finding.faults.length > 0);
  await disconnect();
  await owner.end();
  await database.drop();
  expect(faults).toEqual([]);
});

const MID_MARCH = '2026-03-16T12:00:00Z';
const APRIL = '2026-04-05T08:00:00Z';
const MAY = '2026-05-05T08:00:00Z';

let worlds = 0;

/** A world whose second account (no discount) has a plan of 24.95, 3 seats of 3.333 from 11 March, and 12.142857… MB on 9 March. */
async function openWorld(partnerLines = 0) {
  worlds += 1;
  const world = await buildBillingWorld(database.ownerUrl, {
    accounts: 2,
    partnerLines,
    name: `world-${worlds}`,
  });
  return new AccountStory(owner, world, 2);
}

const inMarch = `b.period_from = '2026-03-01' and b.kind = 'cycle'`;
const inApril = `b.period_from = '2026-04-01' and b.kind = 'cycle'`;

test('usage that comes after its bill is charged on the next one, at its own period’s tier', async () => {
  const account = await openWorld();
  await account.issue(APRIL, await account.review(APRIL));
  const first = await account.use(APRIL, '2026-03-20T10:00:00Z', '5');
  const run = await account.review(MAY, account.world.nextCycleId);
  // 17.142857… MB: 10 × 0.123 + 1 + 7.142857… × 0.0555 = 2.626… = 2.63, of which 2.35 is billed.
  expect(await account.lines(inApril)).toMatchObject({
    'data:2026-03-01:late:1': 0.28,
    'base:2026-04-01': 24.95,
  });
  expect(
    await account.one(
      `select description, period_from, period_to, trim_scale(quantity) as quantity, steps from bill_line l
       where billing_account_id = $1 and line_key like '%:late:1'`,
    ),
  ).toMatchObject({ description: 'SIM 1 · Data · March 2026, usage received late', quantity: '5' });
  expect((await account.review(MAY, account.world.nextCycleId)).changes).toMatchObject({ unchanged: 2 });
  expect((await getBillRun(account.ctx(MAY), run.id)).state).toBe('cancelled');

  // More of it comes before the draft is issued: it is not what it would be any more.
  const stale = await account.review(MAY, account.world.nextCycleId);
  const second = await account.use(MAY, '2026-03-21T10:00:00Z', '1');
  const held = await account.issue(MAY, stale);
  expect(held.issues[0]).toMatchObject({ code: 'stale_draft', billingAccount: { id: account.id } });
  // 18.142857… MB: 2.23 + 8.142857… × 0.0555 = 2.6819… = 2.68.
  await account.issue(MAY, await account.review(MAY, account.world.nextCycleId));
  expect(await account.lines(inApril)).toMatchObject({ 'data:2026-03-01:late:1': 0.33 });

  // Both are taken back after they were billed: what they cost comes back, on a bill on demand of May.
  await account.use(MAY, '2026-03-20T10:00:00Z', '5', { reverses: first });
  await account.use(MAY, '2026-03-21T10:00:00Z', '1', { reverses: second });
  await account.issue(MAY, await account.bill(MAY));
  expect(await account.lines(`b.kind = 'on_demand'`)).toMatchObject({ 'data:2026-03-01:late:2': -0.33 });
  expect(
    await account.one('select event_count, billed_event_count from late_usage where billing_account_id = $1'),
  ).toEqual({ event_count: '4', billed_event_count: '4' });
});

test('late usage is on one draft only, and free again when that draft is dropped', async () => {
  const account = await openWorld();
  await account.issue(APRIL, await account.review(APRIL));
  await account.use(APRIL, '2026-03-20T10:00:00Z', '5');
  const onDemand = await account.bill(MAY);
  expect(await account.lines(`b.kind = 'on_demand'`)).toHaveProperty('data:2026-03-01:late:1');
  await account.review(MAY, account.world.nextCycleId);
  expect(await account.lines(inApril)).not.toHaveProperty('data:2026-03-01:late:1');

  await cancelBillRun(account.ctx(MAY), onDemand.id);
  expect(await account.lines(`b.kind = 'on_demand'`)).toEqual({});
  await account.review(MAY, account.world.nextCycleId);
  expect(await account.lines(inApril)).toHaveProperty('data:2026-03-01:late:1', 0.28);
});

test('a bill on demand charges what there is, and the cycle’s own bill the rest', async () => {
  const account = await openWorld();
  await owner.query(
    `insert into account_discount (operator_id, billing_account_id, id, name, amount_minor, valid_from)
     values ($1, $2, gen_random_uuid(), 'Five off', 500, '2026-01-01')`,
    [account.world.operatorId, account.id],
  );
  const preview = await currentBill(account.ctx(MID_MARCH), account.id, {
    kind: 'on_demand',
    until: civilDate('2026-03-17'),
  });
  expect(preview).toMatchObject({ net: '17.17', period: { from: '2026-03-01', to: '2026-03-17' } });
  expect(await account.lines('true')).toEqual({});

  // 16 of 31 days of 24.95 = 12.88; 6 of 31 of 9.999 = 1.94; usage so far 2.35.
  const run = await account.bill(MID_MARCH);
  expect(await account.lines(`b.kind = 'on_demand'`)).toEqual({
    'base:2026-03-01:interim:1': 12.88,
    'data:2026-03-01:interim:1': 2.35,
    'seat:2026-03-01:interim:1': 1.94,
  });
  // Usage goes on, and does not hold it.
  await account.use(MID_MARCH, '2026-03-16T11:00:00Z', '5');
  expect(await account.issue(MID_MARCH, run)).toMatchObject({ state: 'issued', accounts: { issued: 1 } });

  const cycle = await account.review(APRIL);
  expect((await account.review(APRIL)).changes).toMatchObject({ unchanged: 2 });
  expect(cycle.accounts.held).toBe(0);
  const lines = await account.lines(inMarch);
  const charges = Object.entries(lines).filter(([key]) => !key.includes('discount'));
  expect(Object.fromEntries(charges)).toEqual({
    'base:2026-03-01': 12.07,
    'data:2026-03-01': 0.28,
    'seat:2026-03-01': 4.83,
  });
  const discounts = Object.entries(lines).filter(([key]) => key.includes('discount'));
  expect(discounts.reduce((sum, [, amount]) => sum + Math.round(amount * 100), 0)).toBe(-500);
  await account.issue(APRIL, await account.review(APRIL));
});

test('a draft that another bill of its period has overtaken is not issued', async () => {
  const account = await openWorld();
  const onDemand = await account.bill('2026-03-31T12:00:00Z');
  const cycle = await account.review(APRIL);
  expect(await account.lines(inMarch)).toMatchObject({ 'base:2026-03-01': 24.95 });
  await account.issue(APRIL, onDemand);
  const issued = await account.issue(APRIL, cycle);
  expect(issued).toMatchObject({ accounts: { issued: 1, held: 1 } });
  expect(issued.issues[0]!.message).toContain('Another bill of the same period');
  await account.issue(APRIL, await account.review(APRIL));
  expect(await account.lines('true')).toMatchObject({ 'seat:2026-03-01:interim:1': 6.77 });
  expect(await account.lines(inMarch)).toEqual({});
});

test('a final bill charges all that is open, ends the products and closes the account', async () => {
  const account = await openWorld();
  await owner.query(`update billing_account set opened_on = '2026-03-01' where id = $1`, [account.id]);
  const final = { kind: 'final', until: '2026-03-17' } as const;
  await account.use('2026-03-17T12:00:00Z', '2026-03-17T10:00:00Z', '1');
  const tooEarly = account.bill('2026-03-17T12:00:00Z', final);
  await expect(tooEarly).rejects.toMatchObject({ code: 'usage_after_end' });

  const run = await account.bill('2026-03-17T12:00:00Z', { ...final, until: '2026-03-18' });
  expect(await account.one('select state from billing_account where id = $1')).toEqual({ state: 'active' });
  await account.issue('2026-03-17T12:00:00Z', run);
  // 17 of 31 days of 24.95 = 13.68; 7 of 31 of 9.999 = 2.26; 13.142857… MB = 2.23 + 3.142857… × 0.0555 = 2.40.
  expect(await account.lines(`b.kind = 'final'`)).toEqual({
    'base:2026-03-01': 13.68,
    'data:2026-03-01': 2.4,
    'seat:2026-03-01': 2.26,
  });
  expect(await account.one('select state from billing_account where id = $1')).toEqual({ state: 'closed' });
  expect(
    await account.one('select min(ended_on)::text as e from product where billing_account_id = $1'),
  ).toEqual({
    e: '2026-03-18',
  });
  await expect(account.bill('2026-03-18T12:00:00Z', final)).rejects.toMatchObject({ code: 'account_closed' });

  // Usage of before the end that comes after it is billed alone, with the cycle.
  await account.use('2026-03-19T12:00:00Z', '2026-03-15T12:00:00Z', '4');
  await account.issue(APRIL, await account.review(APRIL));
  // 17.142857… MB = 2.63.
  expect(await account.lines(inMarch)).toEqual({ 'data:2026-03-01:rest:1': 0.23 });
  expect((await account.review(MAY, account.world.nextCycleId)).accounts.total).toBe(1);
});

test('partner lines are on one bill, and free again when it is dropped', async () => {
  const account = await openWorld(3);
  await owner.query(
    `insert into billing_cycle select operator_id, gen_random_uuid(), spec_id, 0, '2026-02-01', '2026-03-01',
       '2026-01-31T23:00Z', '2026-02-28T23:00Z', '2026-03-03T23:00Z', 'issued' from billing_cycle where id = $1`,
    [account.world.cycleId],
  );
  const run = await account.bill(MID_MARCH);
  const key = 'select bill_line_key as key from partner_bill_line where billing_account_id = $1 limit 1';
  expect((await account.one(key)).key).toContain(`:${run.id}:`);
  await cancelBillRun(account.ctx(MID_MARCH), run.id);
  expect(await account.one(key)).toEqual({ key: null });

  const again = await account.bill(MID_MARCH);
  const third = await account.bill(MID_MARCH);
  expect((await getBillRun(account.ctx(MID_MARCH), again.id)).state).toBe('cancelled');
  await account.issue(MID_MARCH, third);
  await account.issue(APRIL, await account.review(APRIL));
  expect((await account.one(key)).key).toContain(`:${third.id}:`);
});

test('days and states that cannot be billed are refused', async () => {
  const account = await openWorld();
  for (const until of ['2026-03-01', '2026-03-18']) {
    const asked = account.bill(MID_MARCH, { until });
    await expect(asked).rejects.toMatchObject({ code: 'invalid_until' });
  }
  await expect(account.bill(MID_MARCH, { accounts: ['none'] })).rejects.toMatchObject({ code: 'not_found' });
  const closing = account.bill('2026-04-05T12:00:00Z', { kind: 'final' });
  await expect(closing).rejects.toMatchObject({ code: 'earlier_period_open' });
});

test('a price in advance charges the next period, and gives back the days that were not served', async () => {
  const account = await openWorld();
  await owner.query(
    `update product_offering_price set plan = plan || '{"invoicing": "advance"}'
     where operator_id = $1 and key = 'base'`,
    [account.world.operatorId],
  );
  // The first bill has both: March itself, which no bill charged before, and April.
  await account.issue(APRIL, await account.review(APRIL));
  expect(await account.lines(inMarch)).toMatchObject({
    'base:2026-03-01': 24.95,
    'base:2026-04-01:advance:1': 24.95,
  });
  await account.review(MAY, account.world.nextCycleId);
  expect(await account.lines(inApril)).toMatchObject({ 'base:2026-05-01:advance:1': 24.95 });
  expect(await account.lines(inApril)).not.toHaveProperty('base:2026-04-01');

  // Ended on 11 April: 20 of the 30 days that were paid for come back. 24.95 × 10 / 30 = 8.32, less 24.95.
  await owner.query(
    `update product set ended_on = '2026-04-11' where billing_account_id = $1 and name = 'Business line'`,
    [account.id],
  );
  await account.review(MAY, account.world.nextCycleId);
  expect(await account.lines(inApril)).toMatchObject({ 'base:2026-04-01': -16.63 });
  expect(await account.lines(inApril)).not.toHaveProperty('base:2026-05-01:advance:1');

  // Ended before the month that was paid for: all of it comes back.
  await owner.query(
    `update product set ended_on = '2026-03-20' where billing_account_id = $1 and name = 'Business line'`,
    [account.id],
  );
  await account.issue(MAY, await account.review(MAY, account.world.nextCycleId));
  expect(await account.lines(inApril)).toMatchObject({ 'base:2026-04-01': -24.95 });
});

test('a bill whose period the one before charges in advance waits for that one', async () => {
  const account = await openWorld();
  await owner.query(
    `update product_offering_price set plan = plan || '{"invoicing": "advance"}'
     where operator_id = $1 and key = 'base'`,
    [account.world.operatorId],
  );
  await account.review(APRIL);
  const early = await account.review(MAY, account.world.nextCycleId);
  expect(early.issues[0]).toMatchObject({ code: 'previous_bill_open', severity: 'error' });
  await account.issue(MAY, await account.review(MAY));
  await account.issue(MAY, await account.review(MAY, account.world.nextCycleId));
  expect(await account.lines(inApril)).toMatchObject({ 'base:2026-05-01:advance:1': 24.95 });
});
