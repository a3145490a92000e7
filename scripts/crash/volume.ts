import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectAs, disconnect } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { buildVolume } from '@/prisma/seed/worlds/volume';
import { dropDatabase } from '../postgres/copied-database';
import { freshDatabase } from '../scratch/laboratory';
import type { Child } from '../stack/child';
import { digestBooks, requireEqualBooks, requireSoundBooks } from './books';
import type { CrashContext, CrashTest, Figures } from './crash-test';
import {
  type Ground,
  killHard,
  onGround,
  requireNothingLeft,
  runToIssued,
  testWorker,
  withWorkers,
} from './ground';

const LINES = 10;
const KILLS = 20;

/** A large run on two copies of one database: one is left alone, of the other the workers are killed again and again. */
export function volumeTests(context: CrashContext): CrashTest[] {
  const accounts = context.quick ? 2000 : 100_000;
  const name = `${accounts} accounts of ${LINES} lines, interrupted ${KILLS} times: row for row as uninterrupted`;
  return [{ name, run: () => interruptTwenty(context, accounts) }];
}

async function interruptTwenty({ lab, quick, tell }: CrashContext, accounts: number): Promise<Figures> {
  const chunk = quick ? 25 : 500;
  const now = new Date().toISOString();
  const origin = await freshDatabase(lab);
  await disconnect();
  connectAs(origin.appUrl);
  const { world, spec } = await buildVolume({ slug: 'volume', accounts, lines: LINES, now });
  await disconnect();
  await addEvents(origin.ownerUrl);
  const ctx = { actor: systemActor(world.operatorId), now };
  const running = (ground: Ground) => ({ ...ground, ctx, cycleId: spec.open.id });
  const expected = await onGround(origin, (ground) =>
    withWorkers([testWorker(ground, { chunk }), testWorker(ground, { chunk })], async () => {
      if (!quick) tell('the accounts are there; the uninterrupted run begins');
      await runToIssued(running(ground));
      return digestBooks(ground.owner);
    }),
  );
  await onGround(origin, async (ground) => {
    if (!quick) tell('the interrupted run begins');
    const killed = await interrupted(ground, { chunk, accounts, tell }, () => runToIssued(running(ground)));
    if (killed !== KILLS) throw new Error(`${killed} interruptions, not ${KILLS}`);
    requireEqualBooks(await digestBooks(ground.owner), expected);
    await requireSoundBooks(ground.owner);
    if (!quick) tell('the books are equal and sound; a run more begins');
    await withWorkers([testWorker(ground, { chunk })], () => requireNothingLeft(running(ground), accounts));
  });
  await dropDatabase(origin);
  const [lines = 0] = expected.lines!.split(' ').map(Number);
  return { kills: KILLS, accounts, lines };
}

/** The volume world has running totals alone; sound books have the events behind them. */
async function addEvents(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(
      `with event as (
         insert into usage_event (operator_id, billing_account_id, id, product_id, meter_id, source, event_id, occurred_at,
           received_at, period_from, quantity, attributes)
         select t.operator_id, t.billing_account_id, uuidv7(), t.product_id, t.meter_id, 'volume', t.product_id::text,
           t.period_from + interval '12 hours', now(), t.period_from, t.quantity, '{}'
         from usage_total t
         returning *)
       insert into usage_key (operator_id, source, event_id, supplier_id, body_hash, usage_id)
       select e.operator_id, e.source, e.event_id, o.supplier_id, decode(repeat('00', 32), 'hex'), e.id
       from event e
       join product p on p.operator_id = e.operator_id and p.billing_account_id = e.billing_account_id and p.id = e.product_id
       join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id`,
    );
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

const LOOK_EVERY_MS = 40;

/** Two workers; one of them dies whenever another twenty-first part of the run and its issue is done. Answers how many died. */
async function interrupted(
  ground: Ground,
  { chunk, accounts, tell }: { chunk: number; accounts: number; tell: (progress: string) => void },
  work: () => Promise<void>,
): Promise<number> {
  const living: Child[] = [testWorker(ground, { chunk }), testWorker(ground, { chunk })];
  let killed = 0;
  let isOver = false;
  const assassin = (async () => {
    while (!isOver && killed < KILLS) {
      await sleep(LOOK_EVERY_MS);
      const steps = await stepsDone(ground);
      if (steps < ((killed + 1) * 2 * accounts) / (KILLS + 1)) continue;
      killed += 1;
      await killHard(living.shift()!);
      living.push(testWorker(ground, { chunk }));
      if (killed % 5 === 0) tell(`${killed} killed in ${steps} of ${2 * accounts} steps`);
    }
  })();
  try {
    await Promise.race([work(), assassin.then(() => new Promise<never>(() => {}))]);
  } finally {
    isOver = true;
    await assassin;
    await Promise.all(living.map(killHard));
  }
  return killed;
}

/** An account is two steps: its draft, and its issue. By the run's counters, which cost nothing to look at. */
async function stepsDone({ owner }: Ground): Promise<number> {
  const { rows } = await owner.query<{ steps: number }>(
    'select coalesce(sum(done + held + issued + issued), 0)::int as steps from bill_run_chunk',
  );
  return rows[0]!.steps;
}
