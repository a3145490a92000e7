import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { ServiceContext } from '@/lib/services/context';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { createProduct } from '@/lib/services/products/create-product';
import { recycleSuspense } from '@/lib/services/suspense/recycle-suspense';
import { ingestUsage } from '@/lib/services/usage/ingest-usage';
import {
  issueFebruary,
  lateUsageOf,
  totalsOf,
  usageEventOf,
  waitingOf,
} from '@/lib/services/usage/usage-facts.fixture';
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

const event = usageEventOf;
const totals = totalsOf;
const waiting = () => waitingOf(world.ctx);
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
        changes: 1n,
      },
      {
        reference: 'alpha-sim',
        periodFrom: '2026-03-01',
        dimensionKey: 'country=DE',
        quantity: '1001.600000000000001',
        maximum: '1000',
        count: 4n,
        changes: 4n,
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

  test('5,000 events, each sent one to five times, shuffled over eight lanes: each counts once', async () => {
    const events = Array.from({ length: 5000 }, (_, n) =>
      event({ time: `2026-03-0${1 + (n % 9)}T10:00:00Z` }, { quantity: `${n}.25` }),
    );
    const sent = events.flatMap((each, n) => Array.from({ length: 1 + (n % 5) }, () => each));
    // A fixed shuffle: every place takes what stands a long step further.
    const shuffled = sent.map((_, n) => sent[(n * 7919) % sent.length]!);
    const lanes = Array.from({ length: 8 }, (_, lane) => shuffled.filter((_, index) => index % 8 === lane));
    const counts = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 };
    await Promise.all(
      lanes.map(async (lane) => {
        for (let from = 0; from < lane.length; from += 500) {
          const answer = await ingestUsage(world.alpha.ctx, lane.slice(from, from + 500));
          for (const name of ['accepted', 'duplicate', 'conflict', 'rejected'] as const)
            counts[name] += answer[name];
        }
      }),
    );
    expect(counts).toEqual({ accepted: 5000, duplicate: 10_000, conflict: 0, rejected: 0 });
    const [total] = await totals(world.ctx);
    expect(total).toMatchObject({ quantity: '12498750', maximum: '4999.25', count: 5000n, changes: 5000n });
  }, 60_000);
});

describe('what is refused', () => {
  test('each broken event for itself, with a code and a place; its neighbours count', async () => {
    const broken: [event: unknown, code: string, path: string][] = [
      ['text', 'invalid_type', ''],
      [event({ id: undefined }), 'required', 'id'],
      [event({ time: 'yesterday' }), 'invalid_format', 'time'],
      [event({ time: '2026-02-30T00:00:00Z' }), 'invalid_format', 'time'],
      [event({ time: '2026-03-20T12:05:01Z' }), 'time_in_future', 'time'],
      [event({ time: '0000-01-01T00:00:00Z' }), 'time_out_of_range', 'time'],
      [event({}, { quantity: undefined }), 'required', 'data.quantity'],
      [event({}, { quantity: 'NaN' }), 'invalid_quantity', 'data.quantity'],
      [event({}, { quantity: '1,5' }), 'invalid_quantity', 'data.quantity'],
      [event({}, { quantity: '1e-16' }), 'invalid_quantity', 'data.quantity'],
      [event({}, { quantity: '1'.repeat(40) }), 'invalid_quantity', 'data.quantity'],
      [event({}, { quantity: 1234567890123456 }), 'imprecise_quantity', 'data.quantity'],
      [event({}, { quantity: '-1' }), 'negative_quantity', 'data.quantity'],
      [event({ source: 'a\u0000b' }), 'invalid_format', 'source'],
      [event({}, { country: '\ud800' }), 'invalid_format', 'data.country'],
    ];
    const answer = await ingestUsage(world.alpha.ctx, [...broken.map(([sent]) => sent), event()]);
    const places = answer.results.slice(0, -1).map(({ code, path, suspended }) => [code, path, suspended]);
    expect(places).toEqual(broken.map(([, code, path]) => [code, path, false]));
    expect(answer).toMatchObject({ accepted: 1, rejected: broken.length });
    expect(await waiting()).toEqual([]);
  });

  test('more at once than can wait is sent away, and what was taken is all there', async () => {
    const sent = Array.from({ length: 90 }, () => ingestUsage(world.alpha.ctx, [event()]));
    const answers = await Promise.allSettled(sent);
    const away = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    expect(away.map(({ kind, code }) => [kind, code])).toEqual(Array(18).fill(['rate_limited', 'busy']));
    expect((await totals(world.ctx)).map(({ count }) => count)).toEqual([72n]);
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

describe('after the bill', () => {
  test('late usage counts in its own period, and is noted for the next bill', async () => {
    await issueFebruary(world);
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
    // January is from before the first cycle: no run of its own will bill it.
    expect(await lateUsageOf(world.ctx)).toEqual([
      { periodFrom: '2026-01-01', events: 1n, billed: 0n },
      { periodFrom: '2026-02-01', events: 2n, billed: 0n },
    ]);
  });

  test('older than the agreement allows, it waits', async () => {
    await issueFebruary(world);
    // Three months: on 10 May the day itself may still be charged, on 11 May it may not.
    const at = (now: string) => ({ ...world.alpha.ctx, now });
    const late = event({ time: '2026-02-10T12:00:00Z' });
    const later = event({ time: '2026-02-10T12:00:00Z' });
    expect(await statuses(at('2026-05-10T20:00:00Z'), [late])).toEqual(['accepted']);
    expect(await statuses(at('2026-05-10T22:00:00Z'), [later])).toEqual(['too_late']);
    expect(await waitingReasons()).toEqual(['too_late']);
    expect(await lateUsageOf(world.ctx)).toMatchObject([{ events: 1n }]);
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
