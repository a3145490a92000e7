import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { AccountStory } from '@/lib/services/bill-runs/account-story.fixture';
import { type BillingWorld, buildBillingWorld } from '@/lib/services/bill-runs/billing-world.fixture';
import { openCycle } from '@/lib/services/cycles/open-cycle';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { verifyBooks } from '@/scripts/verify/verify-books';

/**
 * Ten ways in which usage comes that nobody planned for, told by one account each, and billed in two runs: April, then May.
 * The price of each: 0.123 a MB up to 10 and 1 once, then 0.0555 up to 100, then 0.031. Amounts are worked out by hand.
 */
let database: TestDatabase;
let owner: pg.Client;
let world: BillingWorld;

const ON_TIME = '2026-04-20T12:00:00Z';
const MAY = '2026-05-05T08:00:00Z';
const LATE = '2026-05-10T08:00:00Z';
const JUNE = '2026-06-05T08:00:00Z';

const story = (number: number) => new AccountStory(owner, world, number);
const inApril = `b.period_from = '2026-04-01'`;
const inMay = `b.period_from = '2026-05-01'`;

// Accounts 1, 6 and 11 have a discount.
const burst = () => story(2);
const late = () => story(3);
const veryLate = () => story(4);
const takenBack = () => story(5);
const takenBackLate = () => story(7);
const midnight = () => story(8);
const sentTwice = () => story(9);
const tiny = () => story(10);
const busy = () => story(12);
const misplaced = () => story(13);

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  world = await buildBillingWorld(database.ownerUrl, { accounts: 13, partnerLines: 0 });
  await april();
  await story(1).issue(MAY, await story(1).review(MAY, world.nextCycleId));
  await may();
  const { rows } = await owner.query<{ id: string }>('select spec_id as id from billing_cycle limit 1');
  const cycle = await openCycle(story(1).ctx(JUNE), rows[0]!.id, 3);
  await story(1).issue(JUNE, await story(1).review(JUNE, cycle.id));
}, 120_000);

afterAll(async () => {
  await disconnect();
  await owner.end();
  await database.drop();
});

let reversedLate = '';
let retries: string[] = [];

async function april(): Promise<void> {
  // A thousand events in one second, and twenty thousand over the month.
  await burst().send(
    ON_TIME,
    many(burst(), 1_000, '0.1', () => '2026-04-09T10:00:00.5Z'),
  );
  for (let day = 1; day <= 20; day += 1) {
    const time = () => `2026-04-${String(day).padStart(2, '0')}T06:00:00Z`;
    await busy().send(ON_TIME, many(busy(), 1_000, '0.005', time));
  }
  await late().use(ON_TIME, '2026-04-02T08:00:00Z', '20');
  await takenBack().use(ON_TIME, '2026-04-02T08:00:00Z', '15');
  const mistake = await takenBack().use(ON_TIME, '2026-04-03T08:00:00Z', '30');
  await takenBack().use(ON_TIME, '2026-04-03T08:00:00Z', '30', { reverses: mistake });
  reversedLate = await takenBackLate().use(ON_TIME, '2026-04-03T08:00:00Z', '40');
  const first = sentTwice().event('2026-04-04T08:00:00Z', '10');
  await sentTwice().send(ON_TIME, [first]);
  const again = await sentTwice().send(ON_TIME, [{ ...first, time: '2026-04-05T09:00:00Z' }]);
  retries = [...again, ...(await sentTwice().send(ON_TIME, [first]))].map(({ status }) => status);
  await tiny().use(ON_TIME, '2026-04-03T08:00:00Z', '1e-15');
  // April ends at 22:00 UTC in Warsaw.
  await midnight().use(MAY, '2026-04-30T21:59:59.999Z', '11');
  await midnight().use(MAY, '2026-04-30T22:00:00Z', '7');
}

async function may(): Promise<void> {
  await late().use(LATE, '2026-04-28T08:00:00Z', '5');
  await takenBackLate().use(LATE, '2026-04-03T08:00:00Z', '40', { reverses: reversedLate });
  // It was there a year ago, before the first cycle of this hub.
  await owner.query(
    `update product set started_on = '2025-01-01' where billing_account_id = $1 and reference = $2`,
    [veryLate().id, veryLate().sim],
  );
  await veryLate().send(LATE, [veryLate().event('2025-04-15T08:00:00Z', '50')]);
  await misplaced().send(LATE, [
    misplaced().event('2025-12-31T08:00:00Z', '50'),
    misplaced().event('2026-05-02T08:00:00Z', '50', { meter: 'minutes' }),
  ]);
}

const many = (of: AccountStory, count: number, quantity: string, time: () => string) =>
  Array.from({ length: count }, () => of.event(time(), quantity));

/** What waits in suspense of an account. */
async function waiting(of: AccountStory): Promise<{ reason: string; message: string }[]> {
  const { rows } = await owner.query(
    `select reason, message from usage_suspense where subject = $1 and recycled_at is null`,
    [of.sim],
  );
  return rows;
}

describe('ten usage patterns', () => {
  test('a burst of a thousand events in one second is a hundred MB', async () => {
    // 2.23 + 90 × 0.0555 = 7.225
    expect(await burst().lines(inApril)).toMatchObject({ 'data:2026-04-01': 7.23 });
  });

  test('usage late by a month is on the next bill, in the tier it would have been in', async () => {
    // 20: 2.23 + 0.555 = 2.785. 25: 2.23 + 0.8325 = 3.0625, of which 2.79 is billed.
    expect(await late().lines(inApril)).toMatchObject({ 'data:2026-04-01': 2.79 });
    expect(await late().lines(inMay)).toMatchObject({ 'data:2026-04-01:late:1': 0.27 });
  });

  test('usage late by a year waits, because the agreement allows three months', async () => {
    expect(await waiting(veryLate())).toEqual([
      { reason: 'too_late', message: expect.stringContaining('2025-04-01') },
    ]);
    expect(Object.keys(await veryLate().lines(inMay)).filter((key) => key.startsWith('data:'))).toEqual([]);
  });

  test('what was taken back before the bill is not on it', async () => {
    // 15: 2.23 + 5 × 0.0555 = 2.5075
    expect(await takenBack().lines(inApril)).toMatchObject({ 'data:2026-04-01': 2.51 });
  });

  test('what was taken back after the bill comes back with the next', async () => {
    // 40: 2.23 + 30 × 0.0555 = 3.895
    expect(await takenBackLate().lines(inApril)).toMatchObject({ 'data:2026-04-01': 3.9 });
    expect(await takenBackLate().lines(inMay)).toMatchObject({ 'data:2026-04-01:late:1': -3.9 });
  });

  test('the last millisecond of a month is of that month, in the cycle’s zone', async () => {
    // 11: 2.23 + 0.0555 = 2.2855. 7: 1 + 0.861 = 1.861.
    expect(await midnight().lines(inApril)).toMatchObject({ 'data:2026-04-01': 2.29 });
    expect(await midnight().lines(inMay)).toMatchObject({ 'data:2026-05-01': 1.86 });
  });

  test('the same event with another time counts once', async () => {
    expect(await sentTwice().lines(inApril)).toMatchObject({ 'data:2026-04-01': 2.23 });
    expect(retries).toEqual(['duplicate', 'duplicate']);
  });

  test('a quantity of 10⁻¹⁵ is usage, and its tier’s flat fee is due', async () => {
    const line = `select trim_scale(quantity)::text as quantity, amount_minor from bill_line
      where billing_account_id = $1 and line_key like '%:data:2026-04-01'`;
    expect(await tiny().one(line)).toEqual({ quantity: '0.000000000000001', amount_minor: '100' });
  });

  test('twenty thousand events on one account are a hundred MB', async () => {
    expect(await busy().lines(inApril)).toMatchObject({ 'data:2026-04-01': 7.23 });
  });

  test('usage before the product’s start, or of an unknown meter, waits with its reason', async () => {
    const reasons = (await waiting(misplaced())).map(({ reason }) => reason);
    expect(reasons.sort()).toEqual(['product_not_active', 'unknown_meter']);
    expect(Object.keys(await misplaced().lines(inMay)).filter((key) => key.startsWith('data:'))).toEqual([]);
  });

  test('and the books are whole', async () => {
    const findings = await verifyBooks(owner);
    expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
  });
});
