import { spawn } from 'node:child_process';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { FAILPOINTS } from '@/lib/failpoint';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import {
  type BillingWorld,
  buildBillingWorld,
  NOW,
  worldId,
} from '@/lib/services/bill-runs/billing-world.fixture';
import { dumpBooks } from '@/lib/services/bill-runs/books-dump.fixture';
import { cancelBillRun } from '@/lib/services/bill-runs/cancel-bill-run';
import { continueBillRun } from '@/lib/services/bill-runs/continue-bill-run';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { holdAccount, releaseAccount } from '@/lib/services/bill-runs/hold-account';
import { holdAccounts } from '@/lib/services/bill-runs/hold-accounts';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { issueCohort } from '@/lib/services/bill-runs/issue-cohort';
import { listCohorts } from '@/lib/services/bill-runs/list-cohorts';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { previewCohort, startCohort } from '@/lib/services/bill-runs/start-cohort';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { verifyBooks } from '@/scripts/verify/verify-books';

const ACCOUNTS = 11;
const PER_CHUNK = 2;
const IN_CHUNKS = { accountsPerChunk: PER_CHUNK };

let database: TestDatabase;
let world: BillingWorld;
let owner: pg.Client;
let runId: string;

beforeEach(async () => {
  database = await createTestDatabase();
  world = await buildBillingWorld(database.ownerUrl, { accounts: ACCOUNTS });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  ({ id: runId } = await startBillRun(ctx(), { cycleId: world.cycleId }));
  await advanceBillRun(ctx(), runId);
});

afterEach(async () => {
  await disconnect();
  await owner.end();
  await database.drop();
});

const ctx = (now = NOW) => ({ actor: systemActor(world.operatorId), now });
const stateOf = async () => (await getBillRun(ctx(), runId)).phase;
const issue = (cohortId: string) => issueCohort(ctx(), { runId, cohortId }, IN_CHUNKS);

/** Numbers by account: gapless, and in which order. */
async function numbers(): Promise<number[]> {
  const { rows } = await owner.query<{ n: number }>(
    `select substr(number, 3)::int as n from bill where state = 'issued' order by number`,
  );
  return rows.map(({ n }) => n);
}

const oneTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

async function expectSoundBooks(): Promise<void> {
  const faults = (await verifyBooks(owner)).filter((finding) => finding.faults.length > 0);
  expect(faults).toEqual([]);
}

describe('issuing in parts', () => {
  test('a pilot, then a part, then the rest, each with the next numbers; the run is open until the last', async () => {
    const request = { filter: {}, first: 3 };
    const preview = await previewCohort(ctx(), runId, request);
    const pilot = await startCohort(ctx(), runId, request);
    expect(pilot).toMatchObject({
      n: 1,
      state: 'approved',
      issuedOn: '2026-04-05',
      request,
      accounts: { total: 3 },
    });
    expect(pilot.totals).toEqual(preview.totals);
    expect(await stateOf()).toBe('issuing_cohort');
    await expect(approveBillRun(ctx(), runId)).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(cancelBillRun(ctx(), runId)).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(startBillRun(ctx(), { cycleId: world.cycleId })).rejects.toMatchObject({
      code: 'run_in_progress',
    });

    expect(await issue(pilot.id)).toBe('issued');
    expect(await issue(pilot.id)).toBe('issued');
    expect(await numbers()).toEqual(oneTo(3));
    expect(await getBillRun(ctx(), runId)).toMatchObject({ phase: 'review', accounts: { issued: 3 } });

    const accounts = world.accountIds.slice(0, 5);
    const next = await startCohort(ctx('2026-04-06T08:00:00.000Z'), runId, { filter: { accounts } });
    expect(next).toMatchObject({ n: 2, issuedOn: '2026-04-06', accounts: { total: 2 } });
    await issue(next.id);
    expect(await numbers()).toEqual(oneTo(5));

    await approveBillRun(ctx('2026-04-07T08:00:00.000Z'), runId);
    await expect(startCohort(ctx(), runId, { filter: {} })).rejects.toMatchObject({ code: 'wrong_state' });
    expect(await issueBillRun(ctx(), runId, IN_CHUNKS)).toBe('issued');
    expect(await numbers()).toEqual(oneTo(ACCOUNTS));
    const { rows } = await owner.query(
      'select issued_on::text, count(*)::int from bill group by 1 order by 1',
    );
    expect(rows).toEqual([
      { issued_on: '2026-04-05', count: 3 },
      { issued_on: '2026-04-06', count: 2 },
      { issued_on: '2026-04-07', count: 6 },
    ]);
    const cohorts = await listCohorts(ctx(), runId);
    expect(cohorts.map(({ n, state, accounts: { issued } }) => [n, state, issued])).toEqual([
      [2, 'issued', 2],
      [1, 'issued', 3],
    ]);
    await expectSoundBooks();
  });

  test('takes whom it is asked for: by customer, supplier, currency, total and findings; of one’s own run', async () => {
    await owner.query(
      `update bill_run_account set issues = $1 where run_id = $2 and billing_account_id = $3`,
      [
        JSON.stringify([{ code: 'jump_beyond_history', severity: 'warning', path: 'total', message: '-' }]),
        runId,
        world.accountIds[0],
      ],
    );
    const { rows } = await owner.query<{ total: string }>(
      'select total_minor::text as total from bill_run_account where run_id = $1 order by total_minor',
      [runId],
    );
    const fourth = (Number(rows[3]!.total) / 100).toFixed(2);
    const count = async (filter: Parameters<typeof startCohort>[2]['filter']) =>
      (await previewCohort(ctx(), runId, { filter })).accounts;
    expect(await count({})).toBe(ACCOUNTS);
    expect(await count({ withoutFindings: true })).toBe(ACCOUNTS - 1);
    expect(await count({ accounts: [world.accountIds[0]!, 'A-0000002', 'A-0000003', 'nobody'] })).toBe(3);
    expect(await count({ accounts: ['nobody'] })).toBe(0);
    expect(await count({ customers: ['acme'] })).toBe(ACCOUNTS);
    expect(await count({ customers: ['nobody'] })).toBe(0);
    expect(await count({ suppliers: ['cumulus'] })).toBe(ACCOUNTS);
    expect(await count({ suppliers: ['sentinel'] })).toBe(0);
    expect(await count({ currency: 'EUR', totalUpTo: fourth })).toBe(4);
    expect(await count({ currency: 'USD' })).toBe(0);
    await expect(startCohort(ctx(), runId, { filter: { currency: 'USD' } })).rejects.toMatchObject({
      code: 'empty_cohort',
    });
    await expect(count({ currency: 'EUR', totalUpTo: '1.001' })).rejects.toMatchObject({
      code: 'invalid_amount',
    });
    expect(await stateOf()).toBe('review');

    const stranger = { actor: systemActor(worldId('stranger')), now: NOW };
    await expect(startCohort(stranger, runId, { filter: {} })).rejects.toMatchObject({ code: 'not_found' });
    await expect(listCohorts(stranger, runId)).rejects.toMatchObject({ code: 'not_found' });
    expect((await previewCohort(stranger, runId, { filter: {} })).accounts).toBe(0);
  });

  test('an account held meanwhile stays behind; with nothing else left the run is issued', async () => {
    const cohort = await startCohort(ctx(), runId, { filter: {} });
    await holdAccount(ctx(), { runId, accountId: world.accountIds[4]!, reason: 'The customer called' });
    await issue(cohort.id);
    expect((await listCohorts(ctx(), runId))[0]).toMatchObject({
      accounts: { total: 11, issued: 10, held: 1 },
    });
    expect(await getBillRun(ctx(), runId)).toMatchObject({
      phase: 'issued',
      accounts: { issued: 10, held: 1 },
    });
    expect(await numbers()).toEqual(oneTo(10));
  });

  test('one that is released while its part is under way goes with it, also when its worker was asked to stop', async () => {
    await holdAccounts(ctx(), runId, { filter: {}, reason: 'Wait' });
    const accountId = world.accountIds[0]!;
    await releaseAccount(ctx(), { runId, accountId, reason: 'Go' });
    const cohort = await startCohort(ctx(), runId, { filter: {} });
    expect(cohort.accounts.total).toBe(1);
    await owner.query('delete from graphile_worker._private_jobs');
    await continueBillRun(ctx(), runId);
    const { rows } = await owner.query('select key from graphile_worker.jobs');
    expect(rows).toEqual([{ key: `bill-run.issue-cohort:${cohort.id}` }]);
    await holdAccount(ctx(), { runId, accountId, reason: 'Wait again' });
    await releaseAccount(ctx(), { runId, accountId, reason: 'Go' });
    await issue(cohort.id);
    expect(await numbers()).toEqual([1]);
  });

  test('two at the same time and the same one twice: each bill once, no number missing', async () => {
    const half = world.accountIds.slice(0, 6);
    const a = await startCohort(ctx(), runId, { filter: { accounts: half } });
    const b = await startCohort(ctx(), runId, { filter: {} });
    expect([a.accounts.total, b.accounts.total]).toEqual([6, 5]);
    await Promise.all([issue(a.id), issue(b.id), issue(a.id), issue(b.id)]);
    expect(await numbers()).toEqual(oneTo(ACCOUNTS));
    expect(await stateOf()).toBe('issued');
    const { rows } = await owner.query('select count(*)::int as n from journal');
    expect(rows).toEqual([{ n: ACCOUNTS }]);
    await expectSoundBooks();
  });
});

test('a worker killed at each step of a cohort leaves what an undisturbed one leaves', async () => {
  const { id } = await startCohort(ctx(), runId, { filter: {} });
  const steps = FAILPOINTS.filter((name) => name.startsWith('cohort.issue'));
  for (const step of ['bill-run.issue.numbered', ...steps]) {
    expect(await inChild(id, `${step}:1`), step).toBe('SIGKILL');
  }
  expect(await issue(id)).toBe('issued');
  const { runs: _, ...disturbed } = await dumpBooks(owner);
  await expectSoundBooks();
  expect(await numbers()).toEqual(oneTo(ACCOUNTS));

  await disconnect();
  await owner.end();
  await database.drop();
  database = await createTestDatabase();
  world = await buildBillingWorld(database.ownerUrl, { accounts: ACCOUNTS });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  const whole = await startBillRun(ctx(), { cycleId: world.cycleId });
  await advanceBillRun(ctx(), whole.id);
  await approveBillRun(ctx(), whole.id);
  await issueBillRun(ctx(), whole.id);
  expect(await dumpBooks(owner)).toMatchObject(disturbed);
});

/** Issues the cohort in a process of its own, to be killed where the failpoints say; answers how it ended. */
function inChild(cohortId: string, failpoints: string): Promise<NodeJS.Signals | number | null> {
  const script = path.join(import.meta.dirname, 'run-in-child.fixture.ts');
  const args = [
    '--import',
    'tsx',
    script,
    'cohort',
    database.workerUrl,
    world.operatorId,
    runId,
    String(PER_CHUNK),
    cohortId,
  ];
  const env = { ...process.env, NODE_ENV: 'test' as const, TRIBUTARY_FAILPOINTS: failpoints };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));
}
