import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { type Actor, systemActor } from '@/lib/domain/access/actor';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import {
  type BillingWorld,
  buildBillingWorld,
  NOW,
  worldId,
} from '@/lib/services/bill-runs/billing-world.fixture';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { holdAccount, releaseAccount } from '@/lib/services/bill-runs/hold-account';
import { holdAccounts } from '@/lib/services/bill-runs/hold-accounts';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { getRunAccount, listRunAccounts } from '@/lib/services/bill-runs/list-run-accounts';
import { releaseAccounts } from '@/lib/services/bill-runs/release-accounts';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

/** One cycle's story: tried dry, held before its run is through, kept by a re-run, released, overruled, and what no person can release. */

let database: TestDatabase;
let world: BillingWorld;
let owner: pg.Client;
let runId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await buildBillingWorld(database.ownerUrl, { accounts: 6 });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  await owner.query('alter table audit_entry no force row level security');
});

afterAll(async () => {
  await disconnect();
  await owner.end();
  await database.drop();
});

const person: Partial<Actor> = { kind: 'user', name: 'Ewa Nowak', role: 'billing' };
const ctx = (actor: Partial<Actor> = person) => ({
  actor: { ...systemActor(world.operatorId), ...actor },
  now: NOW,
});
const account = (n: number) => world.accountIds[n - 1]!;
const one = (n: number, reason = 'Disputed on the phone') => ({ runId, accountId: account(n), reason });

async function runAgain(): Promise<void> {
  ({ id: runId } = await startBillRun(ctx(), { cycleId: world.cycleId }));
  await advanceBillRun(ctx(), runId, { accountsPerChunk: 4 });
}

const states = async () => {
  const { rows } = await owner.query(
    `select r.state as account, b.state as bill from bill_run_account r
     left join bill b on b.billing_account_id = r.billing_account_id
     where r.run_id = $1 order by array_position($2::uuid[], r.billing_account_id)`,
    [runId, world.accountIds],
  );
  return rows.map((row) => `${row.account}/${row.bill}`);
};

/** How many rows each table has, but for what says that a run was and what it found. */
async function rowCounts(): Promise<Record<string, number>> {
  const { rows } = await owner.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'
       and tablename not in ('bill_run', 'bill_run_account', 'bill_run_chunk', 'audit_entry', 'outbox_event') order by 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    counts[name] = (await owner.query(`select count(*)::int as n from "${name}"`)).rows[0].n;
  }
  return counts;
}

test('a dry run writes nothing but what it found', async () => {
  const before = await rowCounts();
  expect(before).toMatchObject({ bill: 0, billing_account: 6, partner_bill_line: 18 });
  const dry = await startBillRun(ctx(), { cycleId: world.cycleId, dryRun: true });
  await advanceBillRun(ctx(), dry.id, { accountsPerChunk: 4 });
  expect(await rowCounts()).toEqual(before);
  const found = await getRunAccount(ctx(), dry.id, account(1));
  expect(found).toMatchObject({ state: 'done', change: 'created', bill: null });
  expect(found.total).toMatch(/^\d+\.\d\d$/);
});

test('an account is held while others are computed: its bill is there, and is not issued with the rest', async () => {
  ({ id: runId } = await startBillRun(ctx(), { cycleId: world.cycleId }));
  await advanceBillRun(ctx(), runId, { accountsPerChunk: 2, signal: AbortSignal.abort() });
  await holdAccount(ctx(), one(1));
  await advanceBillRun(ctx(), runId, { accountsPerChunk: 4 });
  const held = await getRunAccount(ctx(), runId, account(1));
  expect(held).toMatchObject({
    state: 'held',
    heldBy: 'person',
    said: { kind: 'hold', reason: 'Disputed on the phone', by: 'Ewa Nowak' },
    bill: { state: 'held' },
    issues: [],
  });
  expect(held.total).toMatch(/^\d+\.\d\d$/);
  await expect(holdAccount(ctx(), one(1))).rejects.toMatchObject({ code: 'already_held' });
});

test('one that is computed is held and released at once, and nothing is written twice', async () => {
  await holdAccount(ctx(), one(2));
  expect((await states()).slice(0, 3)).toEqual(['held/held', 'held/held', 'done/draft']);
  const released = await releaseAccount(ctx(), one(2, 'Settled'));
  expect(released).toMatchObject({ state: 'done', heldBy: null, said: null, bill: { state: 'draft' } });
  await expect(releaseAccount(ctx(), one(2))).rejects.toMatchObject({ code: 'not_held' });
  const { rows } = await owner.query(
    `select kind, reason, ended_by from account_hold where billing_account_id = $1`,
    [account(2)],
  );
  expect(rows).toEqual([{ kind: 'hold', reason: 'Disputed on the phone', ended_by: 'Ewa Nowak' }]);
});

test('a re-run keeps the hold and proposes nothing', async () => {
  await runAgain();
  expect((await getBillRun(ctx(), runId)).changes).toEqual({ created: 0, updated: 0, unchanged: 6 });
  expect((await states())[0]).toBe('held/held');
});

test('a run that changes a draft says from what to what, and which lines', async () => {
  const before = await getRunAccount(ctx(), runId, account(3));
  await owner.query(`update product set quantity = 5 where id = $1`, [worldId('meridian:guard:3')]);
  await runAgain();
  expect((await getBillRun(ctx(), runId)).changes).toEqual({ created: 0, updated: 1, unchanged: 5 });
  const after = await getRunAccount(ctx(), runId, account(3));
  expect(after).toMatchObject({ change: 'updated', previousTotal: before.total });
  // 5 seats × 3.333 for 21 of 31 days are 11.29, where 3 were 6.77.
  expect(after.differences).toMatchObject([{ change: 'changed', before: '6.77', after: '11.29' }]);
  expect(Number(after.total)).toBeGreaterThan(Number(before.total));
  await owner.query(`update product set quantity = 3 where id = $1`, [worldId('meridian:guard:3')]);
});

test('a check is overruled with a reason, on record; a person’s hold goes before that', async () => {
  await owner.query(`update partner_bill set state = 'rejected'`);
  await runAgain();
  expect(await states()).toEqual(Array(6).fill('held/held'));
  expect(await getRunAccount(ctx(), runId, account(3))).toMatchObject({ heldBy: 'check', said: null });

  const reason = 'Cumulus agreed to bill later';
  const released = await releaseAccounts(ctx(), runId, {
    filter: { codes: ['missing_partner_bill'] },
    reason,
  });
  expect(released).toEqual({ matched: 6, changed: 6, skipped: [] });
  expect(await states()).toEqual(Array(6).fill('done/draft'));
  expect(await getRunAccount(ctx(), runId, account(1))).toMatchObject({ said: { kind: 'release', reason } });
  const { rows } = await owner.query(
    `select action, after->>'reason' as reason, after->>'accounts' as accounts from audit_entry
     where action like '%accounts-released'`,
  );
  expect(rows).toEqual([{ action: 'bill-run.accounts-released', reason, accounts: '6' }]);

  await runAgain();
  expect(await states()).toEqual(Array(6).fill('done/draft'));
  await owner.query(`update partner_bill set state = 'accepted'`);
});

test('no person releases a bill that is not whole; a hold on it is lifted, and it stays held', async () => {
  await owner.query(`update usage_total set meter_id = $1, quantity = 'NaN' where billing_account_id = $2`, [
    worldId('meridian:meter:mb'),
    account(4),
  ]);
  await runAgain();
  await expect(releaseAccount(ctx(), one(4))).rejects.toMatchObject({
    code: 'not_releasable',
    message: expect.stringContaining('could not be computed'),
  });
  await holdAccount(ctx(), one(4));
  expect(await releaseAccount(ctx(), one(4))).toMatchObject({
    state: 'held',
    heldBy: 'integrity',
    said: null,
  });
});

test('many at once: by a filter, saying what was left as it was', async () => {
  await holdAccount(ctx(), one(6));
  const held = await holdAccounts(ctx(), runId, {
    filter: { states: ['done', 'held'] },
    reason: 'A pilot first',
  });
  expect(held).toEqual({
    matched: 6,
    changed: 5,
    skipped: [expect.objectContaining({ code: 'already_held', count: 1 })],
  });
  const query = { q: '', sort: null, after: null, pageSize: 50 };
  const { data } = await listRunAccounts(ctx(), runId, { ...query, filters: { said: ['hold'] } });
  expect(data.map(({ id }) => id).sort()).toEqual([...world.accountIds].sort());
  const released = await releaseAccounts(ctx(), runId, {
    filter: { accountIds: [account(1), account(2)] },
    reason: 'Fine',
  });
  expect(released).toMatchObject({ matched: 2, changed: 2 });
});

test('issuing passes the held by; what a dry run’s account is told goes to the run under way', async () => {
  await approveBillRun(ctx(), runId);
  const dry = await startBillRun(ctx(), { cycleId: world.cycleId, dryRun: true });
  await advanceBillRun(ctx(), dry.id);
  await holdAccounts(ctx(), dry.id, { filter: { accountIds: [account(2)] }, reason: 'Not yet' });
  await issueBillRun(ctx(), runId, { accountsPerChunk: 4 });
  expect(await states()).toEqual(['issued/issued', ...Array(5).fill('held/held')]);
  await expect(holdAccount(ctx(), one(1))).rejects.toMatchObject({ code: 'already_issued' });
  // The run is over: a release is for the next one.
  expect(await releaseAccount(ctx(), one(3, 'Checked'))).toMatchObject({ state: 'held', said: null });
  await runAgain();
  expect((await states()).slice(0, 3)).toEqual(['issued/issued', 'held/held', 'done/draft']);
});

test('is the operator’s alone, and another operator’s run is not there', async () => {
  await expect(holdAccount(ctx({ role: 'viewer' }), one(2))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(holdAccount(ctx({ audience: 'partner' }), one(2))).rejects.toMatchObject({
    code: 'forbidden',
  });
  const stranger = ctx({ operatorId: worldId('stranger') });
  await expect(holdAccount(stranger, one(2))).rejects.toMatchObject({ code: 'not_found' });
  await expect(holdAccount(ctx(), { ...one(2), accountId: worldId('nobody') })).rejects.toMatchObject({
    code: 'not_found',
  });
});
