import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import {
  type BillingWorld,
  buildBillingWorld,
  worldId,
} from '@/lib/services/bill-runs/billing-world.fixture';
import { currentBill } from '@/lib/services/bills/current-bill';
import { followCurrentBill } from '@/lib/services/bills/follow-current-bill';
import { computeAccruals } from '@/lib/services/shares/compute-accruals';
import { getAccrual } from '@/lib/services/shares/get-accrual';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const IN_PERIOD = '2026-03-20T12:00:00Z';

let database: TestDatabase;
let world: BillingWorld;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await buildBillingWorld(database.ownerUrl, { accounts: 6 });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
});

afterAll(async () => {
  await disconnect();
  await owner.end();
  await database.drop();
});

const operator = () => ({ actor: systemActor(world.operatorId), now: IN_PERIOD });
const use = (accountId: string, quantity: number) =>
  owner.query(
    `update usage_total set quantity = quantity + $2, change_count = change_count + 1 where billing_account_id = $1`,
    [accountId, quantity],
  );

test('usage that was committed is told within a second, and another account’s is not', async () => {
  const [own, others] = [world.accountIds[0]!, world.accountIds[1]!];
  const ending = new AbortController();
  const bills = followCurrentBill(operator(), own, ending.signal, () => IN_PERIOD);
  const first = (await bills.next()).value!;
  await new Promise((resolve) => setTimeout(resolve, 700));

  const next = bills.next();
  await use(others, 500);
  await new Promise((resolve) => setTimeout(resolve, 700));
  const begun = performance.now();
  await currentBill(operator(), own);
  const readMs = performance.now() - begun;
  await use(own, 500);
  const committed = performance.now();
  const moved = (await next).value!;
  // A second, and what reads take longer on a machine that has other things to do.
  expect(performance.now() - committed).toBeLessThan(1_000 + 10 * readMs);
  expect(Number(moved.total)).toBeGreaterThan(Number(first.total));
  expect(moved).toEqual(await currentBill(operator(), own));

  const last = bills.next();
  ending.abort();
  expect((await last).done).toBe(true);
});

test('what partners have earned is the sum of the accounts’ shares, kept with its time', async () => {
  expect(await computeAccruals(operator())).toBe(6);
  const bills = await Promise.all(world.accountIds.map((id) => currentBill(operator(), id)));
  const earned = (party: string) =>
    bills
      .flatMap(({ books }) => books!.shares)
      .filter((share) => share.party === party)
      .reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);
  for (const party of ['aegis', 'sentinel']) {
    const { periods, computedAt } = await getAccrual(operator(), party);
    expect(computedAt).toBe(new Date(IN_PERIOD).toISOString());
    expect(periods).toMatchObject([
      { currency: 'EUR', accounts: 6, period: { from: '2026-03-01', to: '2026-04-01' } },
    ]);
    expect(BigInt(periods[0]!.share.replace('.', ''))).toBe(earned(party));
  }
  // A graduated share grows with the period's sum: more than the accounts one by one, each counted from nought.
  const { periods } = await getAccrual(operator(), 'skymesh');
  expect(BigInt(periods[0]!.share.replace('.', ''))).toBeGreaterThan(earned('skymesh'));
});

test('a partner sees its own, and no other’s', async () => {
  const aegis = {
    ...operator(),
    actor: {
      ...operator().actor,
      kind: 'key' as const,
      audience: 'partner' as const,
      partyId: worldId('meridian:party:aegis'),
    },
  };
  expect((await getAccrual(aegis, null)).periods).toHaveLength(1);
  await expect(getAccrual(aegis, 'skymesh')).rejects.toMatchObject({ code: 'not_found' });
});
