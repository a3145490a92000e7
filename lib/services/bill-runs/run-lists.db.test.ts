import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import type { ListQuery } from '@/lib/db/keyset';
import { type Actor, systemActor } from '@/lib/domain/access/actor';
import { listActivity } from '@/lib/services/audit/list-activity';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { type BillingWorld, buildBillingWorld, NOW } from '@/lib/services/bill-runs/billing-world.fixture';
import { listBillRuns } from '@/lib/services/bill-runs/list-bill-runs';
import { listRunAccounts } from '@/lib/services/bill-runs/list-run-accounts';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: BillingWorld;
let elsewhere: BillingWorld;
let dryId: string;
let runId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await buildBillingWorld(database.ownerUrl, { accounts: 5 });
  elsewhere = await buildBillingWorld(database.ownerUrl, { accounts: 1, partnerLines: 0, name: 'elsewhere' });
  connectAs(database.workerUrl);
  ({ id: dryId } = await startBillRun(operator(), { cycleId: world.cycleId, dryRun: true }));
  await advanceBillRun(operator(), dryId);
  ({ id: runId } = await startBillRun(operator('2026-04-05T09:00:00.000Z'), { cycleId: world.cycleId }));
  await advanceBillRun(operator(), runId);
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

const operator = (now = NOW) => ({ actor: systemActor(world.operatorId), now });
const as = (actor: Partial<Actor>) => ({ actor: { ...systemActor(world.operatorId), ...actor }, now: NOW });
const stranger = () => ({ actor: systemActor(elsewhere.operatorId), now: NOW });

const query = (given: Partial<ListQuery> = {}): ListQuery => ({
  q: '',
  sort: null,
  filters: {},
  after: null,
  pageSize: 50,
  ...given,
});

test('a cycle’s runs come latest first, dry ones too, each with what it did', async () => {
  const runs = await listBillRuns(operator(), world.cycleId);
  expect(runs.map(({ id, dryRun, state }) => ({ id, dryRun, state }))).toEqual([
    { id: runId, dryRun: false, state: 'review' },
    { id: dryId, dryRun: true, state: 'review' },
  ]);
  expect(runs[0]).toMatchObject({ total: 5, held: 0, created: 5, updated: 0, unchanged: 0 });
  expect(await listBillRuns(stranger(), world.cycleId)).toEqual([]);
  await expect(listBillRuns(as({ audience: 'partner' }), world.cycleId)).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('the accounts of a run lead to their bills; those of a dry run to none of its making', async () => {
  const { data } = await listRunAccounts(operator(), runId, query());
  expect(data).toHaveLength(5);
  for (const row of data) {
    expect(row).toMatchObject({ state: 'done', change: 'created', bill: { state: 'draft', number: null } });
    expect(row.total).toMatch(/^\d+\.\d\d$/);
  }
  expect((await listRunAccounts(stranger(), runId, query())).data).toEqual([]);
});

test('filters and search narrow, and two pages hold every account once', async () => {
  const found = async (given: Partial<ListQuery>) =>
    (await listRunAccounts(operator(), runId, query(given))).data.map(({ id }) => id);
  const [first] = world.accountIds;
  expect(await found({ filters: { account: [first!] } })).toEqual([first]);
  expect(await found({ filters: { state: ['held'] } })).toEqual([]);
  expect(await found({ filters: { change: ['created'], severity: [] } })).toHaveLength(5);
  expect(await found({ q: 'no such account' })).toEqual([]);

  const sort = { id: 'total', descending: true };
  const page = await listRunAccounts(operator(), runId, query({ sort, pageSize: 3 }));
  const rest = await listRunAccounts(operator(), runId, query({ sort, pageSize: 3, after: page.nextCursor }));
  const all = [...page.data, ...rest.data];
  expect(new Set(all.map(({ id }) => id)).size).toBe(5);
  const totals = all.map(({ total }) => Number(total));
  expect(totals).toEqual([...totals].sort((a, b) => b - a));
});

test('an activity tells who did what, the latest first, to the operator’s administrators alone', async () => {
  const entries = await listActivity(operator(), [runId]);
  expect(entries.map(({ action }) => action)).toEqual([
    'bill-run.completed',
    'bill-run.begun',
    'bill-run.started',
  ]);
  expect(entries.at(-1)).toMatchObject({ actorName: 'system', entityId: runId });
  expect(await listActivity(stranger(), [runId])).toEqual([]);
  await expect(listActivity(as({ role: 'billing' }), [runId])).rejects.toMatchObject({ code: 'forbidden' });
});
