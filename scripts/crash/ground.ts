import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectAs, disconnect } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { type BillingWorld, buildBillingWorld, NOW } from '@/lib/services/bill-runs/billing-world.fixture';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { startIssue } from '@/lib/services/bill-runs/start-issue';
import type { ServiceContext } from '@/lib/services/context';
import { dropDatabase } from '../postgres/copied-database';
import { freshDatabase, type Laboratory } from '../scratch/laboratory';
import { startWorker } from '../scratch/processes';
import type { Child } from '../stack/child';

/** A database of its own to break things in, with the services of this process connected to it. */
export type Ground = { lab: Laboratory; owner: pg.Client };

export async function onGround<T>(lab: Laboratory, work: (ground: Ground) => Promise<T>): Promise<T> {
  const copy = await freshDatabase(lab);
  const owner = new pg.Client({ connectionString: copy.ownerUrl });
  owner.on('error', () => {});
  await owner.connect();
  await disconnect();
  connectAs(copy.appUrl);
  try {
    return await work({ lab: copy, owner });
  } finally {
    await disconnect();
    await owner.end();
    await dropDatabase(copy);
  }
}

export type RunGround = Ground & { world: BillingWorld; ctx: ServiceContext; cycleId: string };

/** A cycle with every kind of charge: own and partners' prices, a chain of two, tiers, a discount, a partner's file, adjustments. */
export function onRunGround<T>(
  lab: Laboratory,
  accounts: number,
  work: (ground: RunGround) => Promise<T>,
): Promise<T> {
  return onGround(lab, async (ground) => {
    return work(Object.assign(ground, await buildRunWorld(ground.lab, accounts)));
  });
}

/** The same world in a database that is there. */
export async function buildRunWorld(
  { ownerUrl }: Laboratory,
  accounts: number,
): Promise<Pick<RunGround, 'world' | 'ctx' | 'cycleId'>> {
  const world = await buildBillingWorld(ownerUrl, { accounts, adjustments: accounts });
  return { world, ctx: { actor: systemActor(world.operatorId), now: NOW }, cycleId: world.cycleId };
}

/** A worker process with chunks small enough to be interrupted between, its failpoints armed if there are any. */
export function testWorker(
  { lab }: Ground,
  {
    failpoint,
    chunk = 3,
    env = {},
  }: { failpoint?: string; chunk?: number; env?: Record<string, string> } = {},
): Child {
  return startWorker(lab, 'worker', {
    NODE_ENV: 'test',
    LOG_LEVEL: 'fatal',
    BILL_RUN_CHUNK_ACCOUNTS: String(chunk),
    ...(failpoint === undefined ? {} : { TRIBUTARY_FAILPOINTS: failpoint }),
    ...env,
  });
}

/** As a power cut would: no handler runs, nothing is put back. */
export async function killHard({ pid, exited }: Child): Promise<void> {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
  await exited;
}

const DEATH_TIMEOUT_MS = 60_000;

/** Waits for a process to die of its failpoint. Fails when nobody does. */
export async function untilDead(doomed: Child, failpoint: string): Promise<void> {
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    void killHard(doomed);
  }, DEATH_TIMEOUT_MS);
  await doomed.exited;
  clearTimeout(late);
  if (isLate) throw new Error(`Nobody came past ${failpoint}.`);
}

export async function withWorkers<T>(workers: readonly Child[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await Promise.all(workers.map((worker) => killHard(worker)));
  }
}

type Started = Ground & { ctx: ServiceContext; cycleId: string };

/** From asking for a run until its bills are issued, by whatever workers there are or will be. */
export async function runToIssued(ground: Started): Promise<void> {
  const { id } = await startBillRun(ground.ctx, { cycleId: ground.cycleId });
  await untilState(ground, id, ['review']);
  await issue(ground, id);
}

export async function issue(ground: Started, runId: string): Promise<void> {
  await approveBillRun(ground.ctx, runId);
  await startIssue(ground.ctx, runId);
  await untilState(ground, runId, ['issued']);
  await untilCreditIsSpent(ground);
}

/** Bills below zero leave a credit, and a job after their issue spends it. */
export async function untilCreditIsSpent({ owner }: Ground): Promise<void> {
  const until = Date.now() + TIMEOUT_MS;
  while (Date.now() < until) {
    const { rows } = await owner.query<{ waits: boolean }>(
      `select exists (select from graphile_worker.jobs where task_identifier = 'credit.apply') as waits`,
    );
    if (!rows[0]!.waits) return;
    await sleep(50);
  }
  throw new Error('The credit of the issued bills was not spent');
}

const TIMEOUT_MS = 10 * 60_000;

export async function untilState(
  { owner }: Ground,
  runId: string,
  wanted: readonly string[],
  table: 'bill_run' | 'settlement_run' = 'bill_run',
): Promise<string> {
  const until = Date.now() + TIMEOUT_MS;
  let state = 'missing';
  while (Date.now() < until) {
    const { rows } = await owner.query<{ state: string; failure: string | null }>(
      `select state, failure from ${table} where id = $1`,
      [runId],
    );
    state = rows[0]?.state ?? 'missing';
    if (wanted.includes(state)) return state;
    if (state === 'failed') throw new Error(`The run failed: ${rows[0]!.failure}`);
    await sleep(50);
  }
  throw new Error(`The run is ${state} and did not come to ${wanted.join(' or ')}`);
}

/** Running an issued cycle once more must propose nothing. Needs a live worker. */
export async function requireNothingLeft(ground: Started, accounts: number): Promise<void> {
  const { id } = await startBillRun(ground.ctx, { cycleId: ground.cycleId });
  await untilState(ground, id, ['issued', 'review']);
  const { rows } = await ground.owner.query<{ unchanged: number; others: number }>(
    `select count(*) filter (where change = 'unchanged')::int as unchanged,
       count(*) filter (where change is distinct from 'unchanged')::int as others
     from bill_run_account where run_id = $1`,
    [id],
  );
  const { unchanged, others } = rows[0]!;
  if (unchanged !== accounts || others > 0) {
    throw new Error(`A re-run proposes changes: ${unchanged} accounts unchanged, ${others} not`);
  }
}
