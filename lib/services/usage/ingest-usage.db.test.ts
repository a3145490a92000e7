import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { ServiceContext } from '@/lib/services/context';
import { openCycle } from '@/lib/services/cycles/open-cycle';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { createProduct } from '@/lib/services/products/create-product';
import { recycleSuspense } from '@/lib/services/suspense/recycle-suspense';
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
  world = await createSmallWorld(`world-${worlds}`);
});

let ids = 0;

/** A sound event for `alpha-sim` in March 2026; overrides replace whole fields, `data` only its own. */
function event(overrides: Record<string, unknown> = {}, data: Record<string, unknown> = {}) {
  ids += 1;
  return {
    specversion: '1.0',
    type: 'usage',
    source: '//alpha/probe',
    id: `e${ids}`,
    time: '2026-03-10T12:00:00Z',
    subject: 'alpha-sim',
    data: { meter: 'data', quantity: '1.5', country: 'DE', ...data },
    ...overrides,
  };
}

const totals = (ctx: ServiceContext) =>
  withTenantSql({ ...scopeOf(ctx.actor), partnerId: null }, (sql) =>
    sql.query<{
      reference: string;
      periodFrom: string;
      dimensionKey: string;
      quantity: string;
      maximum: string;
      count: bigint;
    }>(
      `select p.reference, t.period_from as "periodFrom", t.dimension_key as "dimensionKey",
         trim_scale(t.quantity)::text as quantity, trim_scale(t.maximum)::text as maximum, t.event_count as count
       from usage_total t join product p on p.operator_id = t.operator_id and p.id = t.product_id
       order by 1, 2, 3`,
    ),
  );

/** What waits in suspense, by whoever sent it, in the order in which it came. */
const waiting = async () =>
  withTenantSql(scopeOf(world.ctx.actor), (sql) =>
    sql.query<{ subject: string; reason: string; quantity: string }>(
      `select body ->> 'subject' as subject, reason, body ->> 'quantity' as quantity from usage_suspense
       where recycled_at is null order by id`,
    ),
  );

const waitingReasons = async () => (await waiting()).map(({ reason }) => reason);

const statuses = async (ctx: ServiceContext, events: unknown[]) =>
  (await ingestUsage(ctx, events)).results.map(({ status, code }) => code ?? status);

describe('what counts', () => {
  test('events add up exactly in the totals of their account, product, period and dimensions', async () => {
    const answer = await ingestUsage(world.alpha.ctx, [
      event({}, { quantity: '0.000000000000001' }),
      event({}, { quantity: 0.1 }),
      event({}, { quantity: '1e3' }),
      event({ time: '2026-02-28T23:00:00Z' }), // 1 March, 0:00 in Warsaw
      event({ time: '2026-02-28T22:59:59.999Z' }),
    ]);
    expect(answer).toMatchObject({ accepted: 5, duplicate: 0, conflict: 0, rejected: 0 });
    expect(await totals(world.ctx)).toEqual([
      {
        reference: 'alpha-sim',
        periodFrom: '2026-02-01',
        dimensionKey: 'country=DE',
        quantity: '1.5',
        maximum: '1.5',
        count: 1n,
      },
      {
        reference: 'alpha-sim',
        periodFrom: '2026-03-01',
        dimensionKey: 'country=DE',
        quantity: '1001.600000000000001',
        maximum: '1000',
        count: 4n,
      },
    ]);
  });

  test('the same event again is a duplicate, with another time too, and after its product ended', async () => {
    const sent = event();
    expect(await statuses(world.alpha.ctx, [sent, sent])).toEqual(['accepted', 'duplicate']);
    const retried = { ...sent, time: '2026-03-11T00:00:00Z', data: { ...sent.data, quantity: '1.500' } };
    expect(await statuses(world.alpha.ctx, [retried])).toEqual(['duplicate']);
    expect(await statuses(world.ctx, [sent])).toEqual(['duplicate']);
    expect((await totals(world.ctx)).map(({ count }) => count)).toEqual([1n]);
  });

  test('the same id with other content is a conflict and changes nothing', async () => {
    const sent = event();
    await ingestUsage(world.alpha.ctx, [sent]);
    const other = { ...sent, data: { ...sent.data, quantity: '99' } };
    expect(
      await statuses(world.alpha.ctx, [other, event({ id: 'x' }), event({ id: 'x' }, { quantity: '3' })]),
    ).toEqual(['conflict', 'accepted', 'conflict']);
    expect((await totals(world.ctx)).map(({ quantity }) => quantity)).toEqual(['3']);
    // Both are kept to be looked at, once each however often they come.
    await ingestUsage(world.alpha.ctx, [other]);
    expect(await waiting()).toMatchObject([
      { reason: 'conflict', quantity: '99' },
      { reason: 'conflict', quantity: '3' },
    ]);
    expect(await statuses(world.alpha.ctx, [sent])).toEqual(['duplicate']);
    expect(await waitingReasons()).toEqual(['conflict', 'conflict']);
  });

  test('however events are batched, repeated, shuffled and sent at once, each counts once', async () => {
    const events = Array.from({ length: 40 }, (_, n) => event({}, { quantity: `${n}.25`, country: 'DE' }));
    const copies = fc.shuffledSubarray(
      events.flatMap((sent) => [sent, sent, sent]),
      { minLength: 120 },
    );
    const [order] = fc.sample(copies, { numRuns: 1, seed: 7 });
    const batches = Array.from({ length: 8 }, (_, lane) => order!.filter((_, index) => index % 8 === lane));
    const answers = await Promise.all(batches.map((batch) => ingestUsage(world.alpha.ctx, batch)));
    const sum = (name: 'accepted' | 'duplicate') =>
      answers.reduce((total, answer) => total + answer[name], 0);
    expect([sum('accepted'), sum('duplicate')]).toEqual([40, 80]);
    expect((await totals(world.ctx)).map(({ quantity, count }) => [quantity, count])).toEqual([['790', 40n]]);
  });
});

describe('what is refused', () => {
  test.each([
    ['not an object', 'text', 'invalid_type', ''],
    ['no id', event({ id: undefined }), 'required', 'id'],
    ['a time that is none', event({ time: 'yesterday' }), 'invalid_format', 'time'],
    ['a day that does not exist', event({ time: '2026-02-30T00:00:00Z' }), 'invalid_format', 'time'],
    ['a time ahead', event({ time: '2026-03-20T12:05:01Z' }), 'time_in_future', 'time'],
    ['the year 0', event({ time: '0000-01-01T00:00:00Z' }), 'time_out_of_range', 'time'],
    ['no quantity', event({}, { quantity: undefined }), 'required', 'data.quantity'],
    ['NaN', event({}, { quantity: 'NaN' }), 'invalid_quantity', 'data.quantity'],
    ['a comma', event({}, { quantity: '1,5' }), 'invalid_quantity', 'data.quantity'],
    ['16 decimals', event({}, { quantity: '1e-16' }), 'invalid_quantity', 'data.quantity'],
    ['40 digits', event({}, { quantity: '1'.repeat(40) }), 'invalid_quantity', 'data.quantity'],
    [
      'a number beyond 15 digits',
      event({}, { quantity: 1234567890123456 }),
      'imprecise_quantity',
      'data.quantity',
    ],
    ['below zero', event({}, { quantity: '-1' }), 'negative_quantity', 'data.quantity'],
    ['a NUL', event({ source: 'a\u0000b' }), 'invalid_format', 'source'],
    ['half a surrogate pair', event({}, { country: '\ud800' }), 'invalid_format', 'data.country'],
  ])('%s', async (_, broken, code, path) => {
    const answer = await ingestUsage(world.alpha.ctx, [broken, event()]);
    expect(answer.results[0]).toMatchObject({ status: 'rejected', code, path, suspended: false });
    expect(answer).toMatchObject({ accepted: 1, rejected: 1 });
    expect(await waiting()).toEqual([]);
  });

  test('random junk is answered, never thrown', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.anything({ withNullPrototype: true }), { minLength: 1, maxLength: 20 }),
        async (junk) => {
          const answer = await ingestUsage(world.alpha.ctx, junk);
          expect(answer.rejected).toBe(junk.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('an empty batch, one too large, and someone who may not send', async () => {
    await expect(ingestUsage(world.ctx, [])).rejects.toMatchObject({ code: 'batch_size' });
    await expect(ingestUsage(world.ctx, Array(1001).fill(event()))).rejects.toMatchObject({
      code: 'batch_size',
    });
    await expect(ingestUsage(world.acme.ctx, [event()])).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('what waits', () => {
  test('each cause has its reason, and nothing of it counts', async () => {
    const codes = await statuses(world.alpha.ctx, [
      event({ subject: 'nobody' }),
      event({ time: '2024-12-31T12:00:00Z' }),
      event({}, { meter: 'steps' }),
      event({}, { meter: 'calls' }),
      event({}, { country: 'FR' }),
    ]);
    const reasons = ['unknown_product', 'product_not_active', 'unknown_meter', 'meter_not_priced', 'unrated'];
    expect(codes).toEqual(reasons);
    expect((await waitingReasons()).sort()).toEqual([...reasons].sort());
    expect(await totals(world.ctx)).toEqual([]);
  });

  test("another partner's product is unknown, and its ids stay its own", async () => {
    const own = event({ subject: 'beta-vm' });
    expect(await statuses(world.alpha.ctx, [own])).toEqual(['unknown_product']);
    expect(await statuses(world.beta.ctx, [own])).toEqual(['accepted']);
    expect(await statuses(world.alpha.ctx, [{ ...own, subject: 'alpha-sim' }])).toEqual(['accepted']);
    expect(await waiting()).toEqual([]);
  });

  test('an event that waits is tried again when it is sent again or recycled, and then counts once', async () => {
    const early = [event({ subject: 'new-sim' }), event({ subject: 'new-sim' })];
    await ingestUsage(world.alpha.ctx, early);
    await ingestUsage(world.alpha.ctx, early);
    expect((await waiting()).map(({ subject, quantity }) => [subject, quantity])).toEqual([
      ['new-sim', '1.5'],
      ['new-sim', '1.5'],
    ]);
    expect(await recycleSuspense(world.ctx, {})).toMatchObject({ tried: 2, accepted: 0, waiting: 2 });

    await addSim('new-sim');
    expect(await statuses(world.alpha.ctx, [early[0]])).toEqual(['accepted']);
    expect(await recycleSuspense(world.beta.ctx, {})).toMatchObject({ tried: 0 });
    expect(await recycleSuspense(world.alpha.ctx, {})).toMatchObject({ tried: 1, accepted: 1, waiting: 0 });
    expect(await recycleSuspense(world.ctx, {})).toMatchObject({ tried: 0 });
    expect((await totals(world.ctx)).map(({ quantity, count }) => [quantity, count])).toEqual([['3', 2n]]);
  });

  test('a corrected event takes the place of the one that waits', async () => {
    const wrong = event({ subject: 'alpha-sin' });
    await ingestUsage(world.alpha.ctx, [wrong]);
    expect(await statuses(world.alpha.ctx, [{ ...wrong, subject: 'alpha-sim' }])).toEqual(['accepted']);
    expect(await waiting()).toEqual([]);
    expect(await recycleSuspense(world.ctx, {})).toMatchObject({ tried: 0 });
  });
});

/** The bill of the cycle before March is out. */
async function issueFebruary() {
  const cycle = await openCycle(world.ctx, world.spec.id, 13);
  await withTenantSql(scopeOf(world.ctx.actor), (sql) =>
    sql.query("update billing_cycle set state = 'issued' where id = $1", [cycle.id]),
  );
}

const lateUsage = () =>
  withTenantSql(scopeOf(world.ctx.actor), (sql) =>
    sql.query<{ periodFrom: string; events: bigint; billed: bigint }>(
      `select period_from as "periodFrom", event_count as events, billed_event_count as billed from late_usage`,
    ),
  );

describe('after the bill', () => {
  test('late usage counts in its own period, and is noted for the next bill', async () => {
    await issueFebruary();
    const late = event({ time: '2026-02-10T00:00:00Z' });
    const other = event({ time: '2026-01-10T00:00:00Z' });
    expect(await statuses(world.alpha.ctx, [late, other, late])).toEqual([
      'accepted',
      'accepted',
      'duplicate',
    ]);
    expect(await statuses(world.alpha.ctx, [late, event({ time: '2026-02-11T00:00:00Z' })])).toEqual([
      'duplicate',
      'accepted',
    ]);
    expect((await totals(world.ctx)).map(({ periodFrom, count }) => [periodFrom, count])).toEqual([
      ['2026-01-01', 1n],
      ['2026-02-01', 2n],
    ]);
    expect(await lateUsage()).toEqual([{ periodFrom: '2026-02-01', events: 2n, billed: 0n }]);
  });

  test('older than the agreement allows, it waits', async () => {
    await issueFebruary();
    // Three months: on 10 May the day itself may still be charged, on 11 May it may not.
    const at = (now: string) => ({ ...world.alpha.ctx, now });
    const late = event({ time: '2026-02-10T12:00:00Z' });
    const later = event({ time: '2026-02-10T12:00:00Z' });
    expect(await statuses(at('2026-05-10T20:00:00Z'), [late])).toEqual(['accepted']);
    expect(await statuses(at('2026-05-10T22:00:00Z'), [later])).toEqual(['too_late']);
    expect(await waitingReasons()).toEqual(['too_late']);
    expect(await lateUsage()).toMatchObject([{ events: 1n }]);
  });
});

const addSim = async (reference: string) => {
  const { offeringId } = await withTenantSql(scopeOf(world.ctx.actor), async (sql) => {
    const rows = await sql.query<{ offeringId: string }>(
      `select offering_id as "offeringId" from product where reference = 'alpha-sim'`,
    );
    return rows[0]!;
  });
  const billingAccountId = world.account.id;
  await createProduct(world.ctx, { billingAccountId, offeringId, reference, startedOn: '2026-01-01' });
};
