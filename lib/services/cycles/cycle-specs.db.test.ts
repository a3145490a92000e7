import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { FREQUENCIES } from '@/lib/domain/period/cycle';
import { AccountStory } from '@/lib/services/bill-runs/account-story.fixture';
import { type BillingWorld, buildBillingWorld, NOW } from '@/lib/services/bill-runs/billing-world.fixture';
import { addCycleSpec } from '@/lib/services/cycles/add-cycle-spec';
import { ensureCycles } from '@/lib/services/cycles/ensure-cycles';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: pg.Client;
let world: BillingWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  world = await buildBillingWorld(database.ownerUrl, { accounts: 7, partnerLines: 0 });
});

afterAll(async () => {
  await disconnect();
  await owner.end();
  await database.drop();
});

const ctx = (now = NOW) => ({ actor: systemActor(world.operatorId), now });

// The last period that is over on 5 April, of an anchor on 31 January in New York; and 24.95 for its days since 1 January.
const BILLED = {
  daily: ['2026-04-04', '2026-04-05', 24.95],
  weekly: ['2026-03-28', '2026-04-04', 24.95],
  monthly: ['2026-02-28', '2026-03-31', 24.95],
  quarterly: ['2025-10-31', '2026-01-31', 8.14],
  semiannual: ['2025-07-31', '2026-01-31', 4.07],
  yearly: ['2025-01-31', '2026-01-31', 2.05],
} as const;

test.each(FREQUENCIES)('a %s cycle is added, opened, run and issued', async (frequency) => {
  const rhythm = { frequency, anchorOn: '2026-01-31', timeZone: 'America/New_York', cutOffDays: 3 };
  const { id } = await addCycleSpec(ctx(), { name: `New York ${frequency}`, ...rhythm });
  const account = new AccountStory(owner, world, 2 + FREQUENCIES.indexOf(frequency));
  await owner.query('update billing_account set cycle_spec_id = $1, opened_on = $3 where id = $2', [
    id,
    account.id,
    '2025-01-01',
  ]);
  const { rows } = await owner.query<{ id: string; from: string; to: string }>(
    `select id, period_from::text as "from", period_to::text as "to" from billing_cycle where spec_id = $1 and to_at <= $2`,
    [id, NOW],
  );
  const [from, to, amount] = BILLED[frequency];
  expect(rows).toEqual([{ id: expect.any(String), from, to }]);
  const issued = await account.issue(NOW, await account.review(NOW, rows[0]!.id));
  expect(issued).toMatchObject({ state: 'issued', accounts: { total: 1, issued: 1 } });
  expect(await account.lines()).toMatchObject({ [`base:${from}`]: amount });
});

test('a schedule that slept opens every cycle in between, once', async () => {
  const count = async () => {
    const { rows } = await owner.query<{ n: number; gaps: number }>(
      `select count(*)::int as n, (max(n) - min(n) + 1 - count(*))::int as gaps
       from billing_cycle c join cycle_spec s on s.id = c.spec_id where s.frequency = 'daily'`,
    );
    return rows[0];
  };
  expect(await count()).toEqual({ n: 2, gaps: 0 });
  await ensureCycles(ctx('2026-04-15T08:00:00Z'));
  expect(await count()).toEqual({ n: 12, gaps: 0 });
  await ensureCycles(ctx('2026-04-15T08:00:00Z'));
  expect(await count()).toEqual({ n: 12, gaps: 0 });
});

test.each([
  [{ timeZone: 'Mars/Olympus' }, 'unknown_time_zone'],
  [{ anchorOn: '2026-02-30' }, 'invalid_date'],
  [{ name: ' ' }, 'name_missing'],
  [{ cutOffDays: 40 }, 'invalid_cut_off'],
  [{ frequency: 'hourly' as 'daily' }, 'unknown_frequency'],
])('%o is refused as %s', async (wrong, code) => {
  const sound = {
    name: 'x',
    frequency: 'monthly',
    anchorOn: '2026-01-31',
    timeZone: 'UTC',
    cutOffDays: 3,
  } as const;
  await expect(addCycleSpec(ctx(), { ...sound, ...wrong })).rejects.toMatchObject({ code });
});
