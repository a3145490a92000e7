import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { listAlerts } from '@/lib/services/alerts/list-alerts';
import { checkAccountUsage, watchUsage } from '@/lib/services/alerts/watch-usage';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { ingestUsage } from '@/lib/services/usage/ingest-usage';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const ALL = { q: '', sort: null, filters: {}, after: null, pageSize: 100 };
const TUESDAY = '2026-03-17';

let database: TestDatabase;
let world: SmallWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.workerUrl);
  world = await createSmallWorld('watching');
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

let sent = 0;
const use = (at: string, megabytes: number, now: string) => {
  sent += 1;
  return ingestUsage({ ...world.alpha.ctx, now }, [
    {
      specversion: '1.0',
      type: 'usage',
      source: '/watch',
      id: `e${sent}`,
      subject: 'alpha-sim',
      time: at,
      data: { meter: 'data', quantity: String(megabytes), country: 'DE' },
    },
  ]);
};
const at = (now: string) => ({ ...world.ctx, now });

test('a day far out of a product’s own history is told once, in its account’s calendar', async () => {
  // Eight Tuesdays between 900 and 1,400 MB, in two events each; sent late, so that arrival says nothing about the day.
  const tuesdays = [900, 1_400, 1_100, 1_000, 1_200, 1_300, 1_000, 1_100];
  for (const [index, quantity] of tuesdays.entries()) {
    const day = new Date(Date.parse(TUESDAY) - (index + 1) * 7 * 86_400_000).toISOString().slice(0, 10);
    for (const part of [0.25, 0.75]) {
      const answer = await use(`${day}T10:00:00Z`, quantity * part, '2026-03-16T08:00:00Z');
      expect(answer.accepted, JSON.stringify(answer.results)).toBe(1);
    }
  }
  expect((await watchUsage(at('2026-03-16T09:00:00Z'))).alerts).toBe(0);

  await use('2026-03-17T10:00:00Z', 1_500, '2026-03-17T10:05:00Z');
  // 23:30 in Warsaw is still Tuesday there.
  await use('2026-03-17T22:30:00Z', 2_700, '2026-03-17T22:40:00Z');
  expect(await watchUsage(at('2026-03-17T22:41:00Z'))).toEqual({ watched: 1, alerts: 0 });
  const looks = await Promise.all([1, 2, 3].map(() => watchUsage(at('2026-03-18T00:10:00Z'))));
  expect(looks.reduce((sum, { alerts }) => sum + alerts, 0)).toBe(1);
  const { data } = await listAlerts(world.acme.ctx, ALL);
  expect(data).toHaveLength(1);
  expect(data[0]).toMatchObject({
    kind: 'unusual_usage',
    product: { reference: 'alpha-sim' },
    details: {
      meter: 'Data',
      unit: 'MB',
      day: TUESDAY,
      quantity: '4200',
      comparedWith: 'weekday',
      count: '8',
      lowest: '900',
      highest: '1400',
      direction: 'high',
    },
  });
});

test('looking at one account answers what is unusual, and tells nothing twice', async () => {
  const findings = await checkAccountUsage({ ...world.acme.ctx, now: '2026-03-18T10:00:00Z' }, 'ACC-1');
  expect(findings).toMatchObject([{ isNew: false, details: { day: TUESDAY, quantity: '4200' } }]);
  await expect(checkAccountUsage(world.alpha.ctx, 'ACC-1')).rejects.toMatchObject({ code: 'forbidden' });
});
