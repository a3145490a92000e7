import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { suspenseOf, totalsOf, usageEventOf } from '@/lib/services/usage/usage-facts.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: SmallWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await createSmallWorld('crash');
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});

type Ended = { by: NodeJS.Signals | number | null; answers: unknown[] };

/** Sends all batches to a process of its own; answers what it heard, and how the process ended. */
function takeInChild(batches: readonly unknown[][], failpoint: string): Promise<Ended> {
  const script = path.join(import.meta.dirname, 'ingest-in-child.fixture.ts');
  const args = [database.appUrl, JSON.stringify(world.alpha.ctx), JSON.stringify(batches)];
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    env: {
      ...process.env,
      VITEST: '',
      LOG_LEVEL: 'fatal',
      NODE_ENV: 'test',
      TRIBUTARY_FAILPOINTS: failpoint,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let heard = '';
  child.stdout.on('data', (bytes) => {
    heard += bytes;
  });
  const answers = () => heard.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  return new Promise((resolve) =>
    child.once('close', (code, signal) => resolve({ by: signal ?? code, answers: answers() })),
  );
}

const TAKEN = { accepted: 9, duplicate: 0, rejected: 1 };
const TAKEN_BEFORE = { accepted: 0, duplicate: 9, rejected: 1 };

test('usage sent again to the heir of a process killed by -9 before and after a commit counts once', async () => {
  const quantity = (n: number) => `${n % 7}.${String(n + 1).padStart(15, '0')}`;
  const events = Array.from({ length: 30 }, (_, n) =>
    // One of ten waits for a product.
    usageEventOf({ subject: n % 10 === 4 ? 'nobody' : 'alpha-sim' }, { quantity: quantity(n) }),
  );
  const batches = [events.slice(0, 10), events.slice(10, 20), events.slice(20)];

  const before = await takeInChild(batches, 'usage.ingest.before-commit:2');
  expect(before).toEqual({ by: 'SIGKILL', answers: [TAKEN] });
  expect((await totalsOf(world.ctx))[0]).toMatchObject({ count: 9n });
  const after = await takeInChild(batches, 'usage.ingest.after-commit:2');
  expect(after).toEqual({ by: 'SIGKILL', answers: [TAKEN_BEFORE] });
  expect((await totalsOf(world.ctx))[0]).toMatchObject({ count: 18n });
  const last = await takeInChild(batches, '');
  expect(last).toEqual({ by: 0, answers: [TAKEN_BEFORE, TAKEN_BEFORE, TAKEN] });

  const counted = events.filter(({ subject }) => subject === 'alpha-sim');
  const units = counted.reduce((sum, { data }) => sum + BigInt(data.quantity.replace('.', '')), 0n);
  const digits = String(units).padStart(16, '0');
  const sum = `${digits.slice(0, -15)}.${digits.slice(-15)}`.replace(/0+$/, '');
  expect(await totalsOf(world.ctx)).toEqual([expect.objectContaining({ count: 27n, quantity: sum })]);
  const waits = (await suspenseOf(world.ctx)).map(({ id, outcome }) => ({ id, outcome }));
  const unknown = events.filter(({ subject }) => subject === 'nobody');
  expect(waits).toEqual(
    unknown.map(({ id }) => ({ id, outcome: null })).sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
});
