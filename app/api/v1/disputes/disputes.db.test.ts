import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as answer } from '@/app/api/v1/disputes/[id]/answer/route';
import { POST as decide } from '@/app/api/v1/disputes/[id]/decide/route';
import { GET as readFile } from '@/app/api/v1/disputes/[id]/evidence/[evidence]/route';
import { POST as addFile } from '@/app/api/v1/disputes/[id]/evidence/route';
import { POST as write } from '@/app/api/v1/disputes/[id]/messages/route';
import { GET as preview } from '@/app/api/v1/disputes/[id]/preview/route';
import { GET as get } from '@/app/api/v1/disputes/[id]/route';
import { GET as list, POST as raise } from '@/app/api/v1/disputes/route';
import { connectAs, disconnect } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { AccountStory } from '@/lib/services/bill-runs/account-story.fixture';
import {
  type BillingWorld,
  buildBillingWorld,
  worldId,
} from '@/lib/services/bill-runs/billing-world.fixture';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: pg.Client;
let world: BillingWorld;
let keys: Record<'operator' | 'acme' | 'aegis' | 'cumulus', string>;

beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'a secret of this test, long enough to be one';
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  world = await buildBillingWorld(database.ownerUrl, { accounts: 2 });
  const story = new AccountStory(owner, world, 2);
  await story.issue('2026-04-05T08:00:00Z', await story.review('2026-04-05T08:00:00Z'));
  const ctx = { actor: systemActor(world.operatorId), now: '2026-04-06T08:00:00Z' };
  const keyOf = async (audience: 'operator' | 'partner' | 'customer', party: string | null) => {
    const partyId = party && worldId(`meridian:party:${party}`);
    return (await createApiKey(ctx, { name: audience, audience, partyId, role: 'billing' })).key;
  };
  keys = {
    operator: await keyOf('operator', null),
    acme: await keyOf('customer', 'acme'),
    aegis: await keyOf('partner', 'aegis'),
    cumulus: await keyOf('partner', 'cumulus'),
  };
});

afterAll(async () => {
  await disconnect();
  await owner.end();
  await database.drop();
});

type Given = {
  body?: object | FormData;
  params?: Record<string, string>;
  query?: string;
  idempotencyKey?: string;
};

async function call(handler: typeof get, key: keyof typeof keys, given: Given = {}): Promise<Response> {
  const { body, params = {}, query = '', idempotencyKey } = given;
  const isForm = body instanceof FormData;
  const request = new Request(`http://localhost/api/v1/x${query}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${keys[key]}`,
      ...(body && !isForm && { 'content-type': 'application/json' }),
      ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
    },
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
  });
  return handler(request, { params: Promise.resolve(params) });
}

test('a dispute from its line to its decision, each side with its own key', async () => {
  const { rows } = await owner.query<{ bill: string; line: string }>(
    `select bill_id as bill, id as line from bill_line where billing_account_id = $1 and line_key like '%:seat:%' and kind <> 'discount'`,
    [world.accountIds[1]],
  );
  const body = { ...rows[0]!, reason: 'not_delivered', words: 'Never installed.', amount: '2.00' };
  const raised = await call(raise, 'acme', { body, idempotencyKey: 'one' });
  expect(raised.status).toBe(201);
  const dispute = await raised.json();
  const again = await call(raise, 'acme', { body, idempotencyKey: 'one' });
  expect((await again.json()).id).toBe(dispute.id);
  expect((await (await call(list, 'acme')).json()).data).toHaveLength(1);
  const above = await call(raise, 'acme', { body: { ...body, amount: '999.00' } });
  expect([above.status, (await above.json()).code]).toEqual([409, 'above_line']);

  const params = { id: dispute.number as string };
  expect((await call(get, 'cumulus', { params })).status).toBe(404);
  expect((await (await call(list, 'cumulus')).json()).data).toEqual([]);
  const form = new FormData();
  form.append('file', new File(['<b>no</b>'], 'page.html', { type: 'text/html' }));
  const page = await call(addFile, 'acme', { params, body: form });
  expect([page.status, (await page.json()).code]).toEqual([422, 'unsupported_evidence']);
  form.set('file', new File(['2 <b>seats</b>'], '../seats.txt', { type: 'text/html' }));
  const added = await (await call(addFile, 'acme', { params, body: form })).json();
  const file = { id: dispute.id as string, evidence: added.id as string };
  const sent = await call(readFile, 'aegis', { params: file });
  // What came as a page does not go out as one.
  expect(sent.headers.get('content-type')).toBe('text/plain');
  expect(sent.headers.get('content-disposition')).toContain('attachment');
  expect(sent.headers.get('content-disposition')).toContain("''seats.txt");
  expect(await sent.text()).toBe('2 <b>seats</b>');
  expect((await call(readFile, 'cumulus', { params: file })).status).toBe(404);

  expect((await call(write, 'aegis', { params, body: { words: 'We look.' } })).status).toBe(201);
  const said = { answer: 'accept_part', amount: '1.00', words: 'Half of it.' };
  expect(await (await call(answer, 'aegis', { params, body: said })).json()).toMatchObject({
    state: 'answered',
    answered: '1.00',
  });
  expect((await call(decide, 'aegis', { params, body: { decision: 'accept', reason: 'x' } })).status).toBe(
    403,
  );
  const shown = await call(preview, 'operator', { params, query: '?decision=accept_part&amount=1.00' });
  expect((await shown.json()).credit).toEqual({ net: '1.00', tax: '0.23', gross: '1.23' });
  const decision = { decision: 'accept_part', amount: '1.00', reason: 'Agreed.' };
  expect(await (await call(decide, 'operator', { params, body: decision })).json()).toMatchObject({
    state: 'part_accepted',
    accepted: '1.00',
  });
  const twice = await call(decide, 'operator', { params, body: decision });
  expect([twice.status, (await twice.json()).code]).toEqual([409, 'already_decided']);
  const detail = await (await call(get, 'aegis', { params })).json();
  expect(detail.stakes).toMatchObject([{ partyName: 'Aegis Security' }]);
  expect((await (await call(get, 'acme', { params })).json()).stakes).toBeNull();
});
