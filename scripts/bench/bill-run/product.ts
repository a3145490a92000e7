import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { startIssue } from '@/lib/services/bill-runs/start-issue';
import { actingAt } from '@/prisma/seed/builders/world';
import type { VolumeWorld } from '@/prisma/seed/worlds/volume';
import type { Site } from '../bench';

export type RunTimes = { runId: string; rateMs: number; issueMs: number };

/** A whole bill run as an operator has it: asked for by the services, done by the worker processes that are there. */
export async function runProduct(site: Site, volume: VolumeWorld): Promise<RunTimes> {
  const { runId, rateMs } = await rateProduct(site, volume);
  return { runId, rateMs, issueMs: await issueProduct(site, volume, runId) };
}

/** From asking for the run until it waits for review. */
export async function rateProduct(
  { owner, now }: Site,
  { world, spec }: VolumeWorld,
): Promise<{ runId: string; rateMs: number }> {
  const since = performance.now();
  const { id } = await startBillRun(actingAt(world, now), { cycleId: spec.open.id });
  await untilState(owner, id, 'review');
  return { runId: id, rateMs: performance.now() - since };
}

/** From asking for the issue until every bill is issued. */
export async function issueProduct(
  { owner, now }: Site,
  { world }: VolumeWorld,
  runId: string,
): Promise<number> {
  const ctx = actingAt(world, now);
  await approveBillRun(ctx, runId);
  const since = performance.now();
  await startIssue(ctx, runId);
  await untilState(owner, runId, 'issued');
  return performance.now() - since;
}

/** A run says that it has moved; this long after it last did, somebody looks anyway. */
const QUIET_MS = 250;
const RUN_TIMEOUT_MS = 15 * 60_000;

/** A re-run of a finished cycle passes from review to issued by itself. */
export async function untilState(
  owner: pg.Client,
  runId: string,
  wanted: 'review' | 'issued',
): Promise<void> {
  const until = Date.now() + RUN_TIMEOUT_MS;
  await owner.query('listen bill_run');
  while (Date.now() < until) {
    const moved = new AbortController();
    const onMoved = () => moved.abort();
    owner.once('notification', onMoved);
    try {
      const { rows } = await owner.query<{ state: string; failure: string | null }>(
        'select state, failure from bill_run where id = $1',
        [runId],
      );
      const { state, failure } = rows[0] ?? { state: 'missing', failure: null };
      if (state === wanted || state === 'issued') return;
      if (state === 'failed' || state === 'cancelled' || state === 'missing') {
        throw new Error(`The bill run is ${state}: ${failure}`);
      }
      await sleep(QUIET_MS, undefined, { signal: moved.signal }).catch(() => {});
    } finally {
      owner.off('notification', onMoved);
    }
  }
  throw new Error(`The bill run did not come to ${wanted} within ${RUN_TIMEOUT_MS / 60_000} minutes`);
}
