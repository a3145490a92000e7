import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { POST as sendUsage } from '@/app/api/v1/usage/route';
import { POST as acceptLate } from '@/app/api/v1/usage/suspense/[id]/accept-late/route';
import { POST as dismiss } from '@/app/api/v1/usage/suspense/[id]/dismiss/route';
import { POST as repair } from '@/app/api/v1/usage/suspense/[id]/repair/route';
import { POST as replace } from '@/app/api/v1/usage/suspense/[id]/replace/route';
import { GET as groups } from '@/app/api/v1/usage/suspense/groups/route';
import { POST as recycle } from '@/app/api/v1/usage/suspense/recycle/route';
import { GET as follow } from '@/app/api/v1/usage/suspense/recycles/[id]/events/route';
import { GET as getRecycle } from '@/app/api/v1/usage/suspense/recycles/[id]/route';
import { GET as list } from '@/app/api/v1/usage/suspense/route';
import { connectAs, disconnect } from '@/lib/db/client';
import {
  dismissSuspendedUsage,
  getRecycleRoute,
  groupSuspendedUsage,
  listSuspendedUsage,
  recycleSuspendedUsage,
  repairSuspendedUsage,
} from '@/lib/schemas/api/suspense';
import {
  createKeys,
  createSmallWorld,
  type SmallWorld,
  type SmallWorldKeys,
} from '@/lib/services/operators/small-world.fixture';
import { startRecycle } from '@/lib/services/suspense/start-recycle';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: SmallWorld;
let keys: SmallWorldKeys;

beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'a secret of this test, long enough to be one';
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await createSmallWorld('suspense-routes');
  keys = await createKeys(world);
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

type Call = { as: keyof typeof keys; id?: string; body?: unknown; query?: string };

const ask = (handler: typeof sendUsage, { as, id, body, query = '' }: Call) =>
  handler(
    new Request(`http://localhost/api/v1/x${query}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${keys[as]}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
    { params: Promise.resolve(id === undefined ? {} : { id }) },
  );

async function answer(handler: typeof sendUsage, call: Call) {
  const response = await ask(handler, call);
  return { status: response.status, body: await response.json() };
}

/** What the OpenAPI document promises, to the field. */
const promised = (route: { response: unknown }, body: unknown) =>
  expect((route.response as z.ZodType).safeParse(body).error?.issues ?? []).toEqual([]);

const event = (id: string, subject: string) => ({
  specversion: '1.0',
  type: 'usage',
  source: '//alpha',
  id,
  time: '2026-03-10T12:00:00Z',
  subject,
  data: { meter: 'data', quantity: '2', country: 'DE' },
});

test('what waits is listed, grouped, repaired, dismissed and tried again, by whose it is', async () => {
  await ask(sendUsage, { as: 'alpha', body: ['1', '2', '3'].map((id) => event(id, 'lost')) });
  const listed = await answer(list, {
    as: 'operator',
    query: `?reason=unknown_product&sender=${world.alpha.id}&q=lost`,
  });
  promised(listSuspendedUsage, listed.body);
  expect(listed.body.data).toHaveLength(3);
  const grouped = await answer(groups, { as: 'alpha' });
  promised(groupSuspendedUsage, grouped.body);
  expect(grouped.body).toMatchObject({ events: 3, atStake: [{ amount: '0.06', currency: 'EUR' }] });
  expect((await answer(groups, { as: 'beta' })).body.events).toBe(0);
  expect((await answer(groups, { as: 'acme' })).status).toBe(403);

  const [one, two] = listed.body.data as { id: string }[];
  expect((await answer(repair, { as: 'beta', id: one!.id, body: { subject: 'beta-vm' } })).status).toBe(404);
  expect((await answer(dismiss, { as: 'beta', id: one!.id, body: { note: 'x' } })).status).toBe(409);
  expect((await answer(replace, { as: 'alpha', id: one!.id, body: { note: 'x' } })).body.code).toBe(
    'not_a_conflict',
  );
  const late = { id: one!.id, body: { note: 'x' } };
  expect((await answer(acceptLate, { as: 'alpha', ...late })).status).toBe(403);
  expect((await answer(acceptLate, { as: 'operator', ...late })).body.code).toBe('not_waiting');
  for (const body of [
    { quantity: '-1' },
    { quantity: '1e99' },
    { subject: '' },
    { meter: 'a\u0000' },
    { other: 1 },
  ]) {
    expect((await answer(repair, { as: 'alpha', id: one!.id, body })).status).toBe(422);
  }
  expect((await answer(repair, { as: 'alpha', id: one!.id, body: {} })).body.code).toBe('nothing_changed');

  const repaired = await answer(repair, {
    as: 'alpha',
    id: one!.id,
    body: { subject: 'alpha-sim', note: 'swapped' },
  });
  promised(repairSuspendedUsage, repaired.body);
  expect(repaired.body).toMatchObject({ repaired: 1, accepted: 1, job: null });
  const dismissed = await answer(dismiss, { as: 'alpha', id: two!.id, body: { note: 'a test' } });
  promised(dismissSuspendedUsage, dismissed.body);
  const tried = await answer(recycle, { as: 'alpha', body: { all: true } });
  promised(recycleSuspendedUsage, tried.body);
  expect(tried.body).toMatchObject({ tried: 1, waiting: 1, job: null });
});

test('a recycle that is a job is read and followed by whose it is', async () => {
  await ask(sendUsage, { as: 'alpha', body: event('job', 'lost') });
  const job = await startRecycle(world.alpha.ctx, { sender: [world.alpha.id] }, { above: 0 });
  const read = await answer(getRecycle, { as: 'alpha', id: job!.id });
  promised(getRecycleRoute, read.body);
  expect(read.body).toMatchObject({ state: 'waiting', tried: 0 });
  expect((await answer(getRecycle, { as: 'beta', id: job!.id })).status).toBe(404);
  expect((await answer(follow, { as: 'beta', id: job!.id })).status).toBe(404);
  const stream = await ask(follow, { as: 'operator', id: job!.id });
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  const reader = stream.body!.getReader();
  const text = new TextDecoder().decode((await reader.read()).value);
  await reader.cancel();
  expect(text).toContain('event: recycle\n');
  expect(text).toContain(job!.id);
});
