import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import type { ServiceContext } from '@/lib/services/context';
import { openCycle } from '@/lib/services/cycles/open-cycle';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { createProduct } from '@/lib/services/products/create-product';
import { acceptLateUsage } from '@/lib/services/suspense/accept-late-usage';
import { advanceRecycle } from '@/lib/services/suspense/advance-recycle';
import { dismissSuspense } from '@/lib/services/suspense/dismiss-suspense';
import { followRecycle, getRecycle } from '@/lib/services/suspense/get-recycle';
import { getSuspense } from '@/lib/services/suspense/get-suspense';
import { groupSuspense } from '@/lib/services/suspense/group-suspense';
import { listSuspense } from '@/lib/services/suspense/list-suspense';
import { recycleSuspense } from '@/lib/services/suspense/recycle-suspense';
import { repairSuspense } from '@/lib/services/suspense/repair-suspense';
import { replaceTaken } from '@/lib/services/suspense/replace-taken';
import { startRecycle } from '@/lib/services/suspense/start-recycle';
import { ingestUsage } from '@/lib/services/usage/ingest-usage';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: SmallWorld;
let worlds = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});
beforeEach(async () => {
  worlds += 1;
  world = await createSmallWorld(`suspense-${worlds}`);
});

let ids = 0;

function event(overrides: Record<string, unknown> = {}, data: Record<string, unknown> = {}) {
  ids += 1;
  return {
    specversion: '1.0',
    type: 'usage',
    source: '//alpha/probe',
    id: `s${ids}`,
    time: '2026-03-10T12:00:00Z',
    subject: 'alpha-sim',
    data: { meter: 'data', quantity: '100', country: 'DE', ...data },
    ...overrides,
  };
}

const unknown = (count: number, subject = 'lost-sim') =>
  Array.from({ length: count }, () => event({ subject }));

const waiting = async (ctx: ServiceContext) => (await listSuspense(ctx, wholeList)).data;
const whole = () => ({ operatorId: world.operatorId, partnerId: null, customerId: null });

const totals = () =>
  withTenantSql(whole(), (sql) =>
    sql.query<{ reference: string; period: string; quantity: string; events: bigint }>(
      `select p.reference, t.period_from as period, trim_scale(t.quantity)::text as quantity, t.event_count as events
       from usage_total t join product p on p.operator_id = t.operator_id and p.id = t.product_id order by 1, 2`,
    ),
  );

/** The bill of March 2026 is out. */
async function issueMarch() {
  const cycle = await openCycle(world.ctx, world.spec.id, 14);
  await withTenantSql(whole(), (sql) =>
    sql.query(`update billing_cycle set state = 'issued' where id = $1`, [cycle.id]),
  );
}

const lateUsage = () =>
  withTenantSql(whole(), (sql) =>
    sql.query<{ period: string; events: bigint }>(
      'select period_from as period, event_count as events from late_usage order by 1',
    ),
  );

describe('what waits, and the money of it', () => {
  test('is grouped by reason, sender and meter, the most money first; what has no price is counted apart', async () => {
    await ingestUsage(world.alpha.ctx, [
      ...unknown(3),
      event({}, { country: 'FR', quantity: '5000' }),
      event({ subject: 'who' }, { meter: 'nothing-like-it' }),
    ]);
    await ingestUsage(world.beta.ctx, [event({ subject: 'lost-vm' }, { meter: 'calls', quantity: '7' })]);
    const { events, atStake, withoutEstimate, groups } = await groupSuspense(world.ctx);
    // 3 × 100 MB and 5,000 MB at the 0.01 EUR that alpha sells a MB at; nobody sells calls, and there is no such meter.
    expect({ events, atStake, withoutEstimate }).toEqual({
      events: 6,
      atStake: [{ amount: '53.00', currency: 'EUR' }],
      withoutEstimate: 2,
    });
    expect(
      groups.map(({ reason, sender, meter, events, atStake }) => [
        reason,
        sender!.slug,
        meter,
        events,
        atStake[0]?.amount,
      ]),
    ).toEqual([
      ['unrated', 'alpha', 'data', 1, '50.00'],
      ['unknown_product', 'alpha', 'data', 3, '3.00'],
      ['unknown_product', 'alpha', null, 1, undefined],
      ['unknown_product', 'beta', 'calls', 1, undefined],
    ]);
  });

  test('each row says how often it was tried, and its own money; a partner sees its own, a customer none', async () => {
    await ingestUsage(world.alpha.ctx, unknown(1));
    await ingestUsage(world.beta.ctx, [event({ subject: 'lost-vm' })]);
    await recycleSuspense(world.alpha.ctx, {});
    expect(await waiting(world.alpha.ctx)).toMatchObject([
      { subject: 'lost-sim', tries: 2, atStake: { amount: '1.00', currency: 'EUR', price: 'Data' } },
    ]);
    expect(await waiting(world.ctx)).toHaveLength(2);
    expect((await groupSuspense(world.beta.ctx)).events).toBe(1);
    await expect(waiting(world.acme.ctx)).rejects.toMatchObject({ code: 'forbidden' });
    const [own] = await waiting(world.alpha.ctx);
    await expect(getSuspense(world.beta.ctx, own!.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(repairSuspense(world.beta.ctx, own!.id, { subject: 'beta-vm' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(dismissSuspense(world.beta.ctx, { ids: [own!.id], note: 'x' })).rejects.toMatchObject({
      code: 'not_waiting',
    });
    expect(await recycleSuspense(world.beta.ctx, { sender: [world.alpha.id] })).toMatchObject({ tried: 0 });
  });
});

describe('repair', () => {
  test('points all that names the same unknown product to one that is there, and keeps what was sent', async () => {
    const [first, ...others] = unknown(4);
    await ingestUsage(world.alpha.ctx, [first, ...others]);
    const [row] = await waiting(world.ctx);
    const repaired = await repairSuspense(world.ctx, row!.id, {
      subject: 'alpha-sim',
      note: 'The SIM was swapped',
      alike: true,
    });
    expect(repaired).toMatchObject({ repaired: 4, tried: 4, accepted: 4, job: null });
    expect(await totals()).toEqual([
      { reference: 'alpha-sim', period: '2026-03-01', quantity: '400', events: 4n },
    ]);
    expect(await getSuspense(world.ctx, row!.id)).toMatchObject({
      outcome: 'accepted',
      original: { subject: 'lost-sim' },
      body: { subject: 'alpha-sim' },
      history: [
        {
          deed: 'repaired',
          note: 'The SIM was swapped',
          changes: { subject: { from: 'lost-sim', to: 'alpha-sim' } },
        },
      ],
    });
    // What was sent, sent again, is what was taken.
    expect((await ingestUsage(world.alpha.ctx, [first])).duplicate).toBe(1);
    await expect(repairSuspense(world.ctx, row!.id, { subject: 'own-line' })).rejects.toMatchObject({
      code: 'not_waiting',
    });
  });

  test('a partner cannot point its usage to another partner’s product', async () => {
    await ingestUsage(world.alpha.ctx, unknown(1));
    const [row] = await waiting(world.alpha.ctx);
    const repaired = await repairSuspense(world.alpha.ctx, row!.id, { subject: 'beta-vm' });
    expect(repaired).toMatchObject({ repaired: 1, accepted: 0, waiting: 1 });
    expect(await waiting(world.alpha.ctx)).toMatchObject([{ reason: 'unknown_product', isRepaired: true }]);
  });

  test('a dismissed event is tried no more and stays on record with the reason', async () => {
    await ingestUsage(world.alpha.ctx, unknown(1));
    const [row] = await waiting(world.alpha.ctx);
    expect(await dismissSuspense(world.alpha.ctx, { ids: [row!.id], note: 'A test SIM' })).toEqual({
      dismissed: 1,
    });
    expect(await recycleSuspense(world.ctx, {})).toMatchObject({ tried: 0 });
    expect(await getSuspense(world.ctx, row!.id)).toMatchObject({
      outcome: 'dismissed',
      history: [{ deed: 'dismissed', note: 'A test SIM' }],
    });
  });
});

describe('conflicts', () => {
  test('the other version replaces the one that was taken, which is reversed, once', async () => {
    const first = event({}, { quantity: '10' });
    await ingestUsage(world.alpha.ctx, [first]);
    await ingestUsage(world.alpha.ctx, [{ ...first, data: { ...first.data, quantity: '25' } }]);
    const [row] = await waiting(world.alpha.ctx);
    expect(await getSuspense(world.alpha.ctx, row!.id)).toMatchObject({
      reason: 'conflict',
      body: { quantity: '25' },
      taken: { quantity: '10', subject: 'alpha-sim', isReversed: false },
    });
    const both = await Promise.allSettled([
      replaceTaken(world.alpha.ctx, row!.id, 'The probe was wrong'),
      replaceTaken(world.alpha.ctx, row!.id, 'The probe was wrong'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await totals()).toMatchObject([{ quantity: '25', events: 1n }]);
    expect(await waiting(world.alpha.ctx)).toEqual([]);
    expect(await getSuspense(world.ctx, row!.id)).toMatchObject({ outcome: 'replaced' });
  });

  test('recycled, a conflict goes on waiting for a person', async () => {
    const first = event();
    await ingestUsage(world.alpha.ctx, [first]);
    await ingestUsage(world.alpha.ctx, [{ ...first, data: { ...first.data, quantity: '1' } }]);
    expect(await recycleSuspense(world.alpha.ctx, {})).toMatchObject({ tried: 1, conflict: 1 });
    expect(await waiting(world.alpha.ctx)).toMatchObject([{ reason: 'conflict', tries: 2 }]);
  });
});

describe('late', () => {
  test('recycled usage lands in its own period, and in late usage when that is billed', async () => {
    await ingestUsage(world.alpha.ctx, unknown(2, 'new-sim'));
    await issueMarch();
    const { offeringId } = await withTenantSql(
      whole(),
      async (sql) =>
        (
          await sql.query<{ offeringId: string }>(
            `select offering_id as "offeringId" from product where reference = 'alpha-sim'`,
          )
        )[0]!,
    );
    await createProduct(world.ctx, {
      billingAccountId: world.account.id,
      offeringId,
      reference: 'new-sim',
      startedOn: '2025-01-01',
    });
    const april = { ...world.ctx, now: '2026-04-10T12:00:00Z' };
    expect(await recycleSuspense(april, {})).toMatchObject({ accepted: 2 });
    expect(await totals()).toMatchObject([{ reference: 'new-sim', period: '2026-03-01', events: 2n }]);
    expect(await lateUsage()).toEqual([{ period: '2026-03-01', events: 2n }]);
  });

  test('what came too late is taken when the operator waives the window, and by nobody else', async () => {
    await issueMarch();
    const autumn = '2026-10-10T12:00:00Z';
    await ingestUsage({ ...world.alpha.ctx, now: autumn }, [event()]);
    const [row] = await waiting(world.ctx);
    expect(row).toMatchObject({ reason: 'too_late' });
    const input = { ids: [row!.id], note: 'Promised by phone' };
    await expect(acceptLateUsage(world.alpha.ctx, input)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await acceptLateUsage({ ...world.ctx, now: autumn }, input)).toMatchObject({ accepted: 1 });
    expect(await lateUsage()).toEqual([{ period: '2026-03-01', events: 1n }]);
    expect(await getSuspense(world.ctx, row!.id)).toMatchObject({
      outcome: 'accepted',
      history: [{ deed: 'accepted_late', note: 'Promised by phone' }],
    });
  });
});

describe('recycling', () => {
  test('two at once, and a job in two workers beside them, take each event once', async () => {
    await ingestUsage(world.alpha.ctx, unknown(120));
    await withTenantSql(whole(), (sql) =>
      sql.query(`update product set reference = 'lost-sim' where reference = 'alpha-sim'`),
    );
    const job = await startRecycle(world.ctx, {}, { above: 10 });
    const late = await ingestUsage(world.alpha.ctx, [event({ subject: 'came-after' })]);
    expect(late.rejected).toBe(1);
    const small = { eventsPerChunk: 25 };
    await Promise.all([
      advanceRecycle(world.ctx, job!.id, small),
      advanceRecycle(world.ctx, job!.id, small),
      recycleSuspense(world.alpha.ctx, {}),
      recycleSuspense(world.ctx, { reason: ['unknown_product'] }),
    ]);
    expect(await totals()).toEqual([
      { reference: 'lost-sim', period: '2026-03-01', quantity: '12000', events: 120n },
    ]);
    expect(await waiting(world.ctx)).toMatchObject([{ subject: 'came-after' }]);
    const done = await getRecycle(world.ctx, job!.id);
    expect(done).toMatchObject({ state: 'done', eventsTotal: 120, duplicate: 0, stillWaiting: 0 });
  });

  test('a job that was stopped goes on where it was, and whoever follows it sees it end', async () => {
    await ingestUsage(world.alpha.ctx, unknown(30));
    const job = await recycleAll();
    const stop = new AbortController();
    const states: string[] = [];
    let advancing: Promise<void> | undefined;
    for await (const recycle of followRecycle(world.alpha.ctx, job.id, stop.signal)) {
      if (recycle) states.push(`${recycle.state} ${recycle.tried}`);
      // Stopped after its first chunk, begun again after that.
      advancing ??= stopped(job.id).then(() =>
        advanceRecycle(world.alpha.ctx, job.id, { eventsPerChunk: 10 }),
      );
      if (recycle?.state === 'done') stop.abort();
    }
    await advancing;
    expect(states[0]).toBe('waiting 0');
    expect(states.at(-1)).toBe('done 30');
    await expect(getRecycle(world.beta.ctx, job.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await waiting(world.alpha.ctx)).toMatchObject({ length: 30, 0: { tries: 2 } });
  });

  async function recycleAll() {
    const job = await startRecycle(world.alpha.ctx, { sender: [world.alpha.id] }, { above: 0 });
    return job!;
  }

  async function stopped(id: string) {
    const signal = {
      get aborted() {
        reads += 1;
        return reads > 1;
      },
    } as AbortSignal;
    let reads = 0;
    await advanceRecycle(world.alpha.ctx, id, { signal, eventsPerChunk: 10 });
    expect(await getRecycle(world.ctx, id)).toMatchObject({ state: 'running', tried: 10 });
  }
});
