import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readUsageEvents } from '@/lib/db/billing-inputs';
import { connectAs, disconnect } from '@/lib/db/client';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { createMeter } from '@/lib/services/catalogue/create-meter';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { ingestUsage } from '@/lib/services/usage/ingest-usage';
import {
  issueFebruary,
  lateUsageOf,
  suspenseOf,
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

type Sent = ReturnType<typeof usageEventOf>;

/** Takes an event back: what it said, with an id of its own. */
const reversalOf = (event: Sent, data: Record<string, unknown> = {}) =>
  usageEventOf(
    { source: event.source, subject: event.subject },
    { ...event.data, reverses: event.id, ...data },
  );

const send = async (...events: unknown[]) =>
  (await ingestUsage(world.alpha.ctx, events)).results.map(({ status, code }) => code ?? status);

const total = async () =>
  (await totalsOf(world.ctx)).map(({ quantity, maximum, count, changes }) => [
    quantity,
    maximum,
    count,
    changes,
  ]);

describe('what is taken back', () => {
  test('sum, count and maximum are what they would be without it', async () => {
    const [low, high, middle] = ['1', '7.5', '3'].map((quantity) => usageEventOf({}, { quantity }));
    await send(low, high, middle);
    expect(await total()).toEqual([['11.5', '7.5', 3n, 3n]]);
    const reversal = reversalOf(high!);
    expect(await send(reversal)).toEqual(['accepted']);
    expect(await total()).toEqual([['4', '3', 2n, 4n]]);
    // Sent again it changes nothing; and neither does the event, which was taken.
    expect(await send(reversal, high)).toEqual(['duplicate', 'duplicate']);
    expect(await send(reversalOf(low!), reversalOf(middle!, { quantity: '-3' }))).toEqual([
      'accepted',
      'accepted',
    ]);
    expect(await total()).toEqual([['0', '0', 0n, 6n]]);
  });

  test('meters that look at single events see neither the event nor its reversal', async () => {
    const [first, second] = ['1', '2'].map((quantity) => usageEventOf({}, { quantity }));
    await send(first, second);
    await send(reversalOf(second!));
    const products = [{ billingAccountId: world.account.id, productId: world.products.sim.id }];
    const standing = await withTenantSql(scopeOf(world.ctx.actor), (sql) =>
      readUsageEvents(sql, products, '2026-03-01'),
    );
    expect(standing.map(({ quantity }) => Number(quantity))).toEqual([1]);
  });

  test('in the dimension and the period of the event, whatever the reversal says of them', async () => {
    const german = usageEventOf({ time: '2026-02-11T00:00:00Z' });
    const march = usageEventOf({}, { quantity: '9' });
    await send(german, march);
    expect(await send(reversalOf(german, { country: 'FR' }))).toEqual(['accepted']);
    expect(
      (await totalsOf(world.ctx)).map(({ periodFrom, dimensionKey, quantity }) => [
        periodFrom,
        dimensionKey,
        quantity,
      ]),
    ).toEqual([
      ['2026-02-01', 'country=DE', '0'],
      ['2026-03-01', 'country=DE', '9'],
    ]);
  });

  test('in one batch with the event, in any order', async () => {
    const event = usageEventOf();
    expect(await send(reversalOf(event), event)).toEqual(['accepted', 'accepted']);
    expect(await total()).toEqual([['0', '0', 0n, 2n]]);
  });

  test('once, however many ask at once', async () => {
    const event = usageEventOf();
    await send(event);
    const answers = (await Promise.all([1, 2, 3, 4].map(() => send(reversalOf(event))))).flat().sort();
    expect(answers).toEqual(['accepted', 'already_reversed', 'already_reversed', 'already_reversed']);
    expect(await total()).toEqual([['0', '0', 0n, 2n]]);
  });

  test('of an issued period it is late usage too', async () => {
    const event = usageEventOf({ time: '2026-02-10T12:00:00Z' });
    await send(event);
    await issueFebruary(world);
    expect(await send(reversalOf(event))).toEqual(['accepted']);
    expect(await lateUsageOf(world.ctx)).toEqual([{ periodFrom: '2026-02-01', events: 1n, billed: 0n }]);
  });
});

describe('what is not', () => {
  test('a reversal, another subject, meter or quantity, and what another partner sent', async () => {
    await createMeter(world.ctx, {
      key: 'steps',
      name: 'Steps',
      unit: '1',
      aggregation: 'sum',
      dimensions: [],
    });
    const event = usageEventOf();
    const reversal = reversalOf(event);
    await send(event, reversal);
    const stands = usageEventOf();
    await send(stands);
    expect(
      await send(
        reversalOf(reversal),
        reversalOf({ ...stands, subject: 'own-line' }),
        reversalOf(stands, { meter: 'steps' }),
        reversalOf(stands, { quantity: '2' }),
      ),
    ).toEqual(['reversal_of_reversal', 'reversal_mismatch', 'reversal_mismatch', 'reversal_mismatch']);
    const foreign = await ingestUsage(world.beta.ctx, [reversalOf(stands)]);
    expect(foreign.results[0]).toMatchObject({ code: 'reversal_of_unknown', suspended: true });
    expect(await total()).toEqual([['1.5', '1.5', 1n, 3n]]);
  });

  test('an event that has not come yet: the reversal waits', async () => {
    const event = usageEventOf();
    expect(await send(reversalOf(event))).toEqual(['reversal_of_unknown']);
    expect(await waitingOf(world.ctx)).toMatchObject([{ reason: 'reversal_of_unknown' }]);
  });
});

test('an event that waits is closed with its reversal, and neither counts when it is sent again', async () => {
  const event = usageEventOf({ subject: 'nobody' });
  const reversal = reversalOf(event);
  expect(await send(event)).toEqual(['unknown_product']);
  expect(await send(reversal)).toEqual(['accepted']);
  expect((await suspenseOf(world.ctx)).map(({ id, reason, outcome }) => [id, reason, outcome])).toEqual([
    [event.id, 'unknown_product', 'reversed'],
    [reversal.id, 'reversal_of_waiting', 'accepted'],
  ]);
  expect(await send(event, reversal)).toEqual(['duplicate', 'duplicate']);
  expect(await send(reversalOf(event))).toEqual(['already_reversed']);
  expect(await total()).toEqual([]);
  expect(await waitingOf(world.ctx)).toEqual([]);
});
