import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { newId } from '@/lib/db/id';
import { appendEvent } from '@/lib/db/outbox';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { ServiceContext } from '@/lib/services/context';
import { foundOperator, type TestOperator } from '@/lib/services/identity/two-operators.fixture';
import { decryptSecret, encryptSecret } from '@/lib/services/secrets/encrypt-secret';
import {
  changeEndpoint,
  removeEndpoint,
  rotateSecret,
  sendTestEvent,
} from '@/lib/services/webhooks/change-endpoint';
import { createEndpoint } from '@/lib/services/webhooks/create-endpoint';
import { dispatchWebhooks } from '@/lib/services/webhooks/dispatch-webhooks';
import {
  getDelivery,
  getEndpoint,
  listDeliveries,
  listEndpoints,
  replayDelivery,
} from '@/lib/services/webhooks/list-webhooks';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const ALL = { q: '', sort: null, filters: {}, after: null, pageSize: 100 };

type Received = { path: string; headers: http.IncomingHttpHeaders; body: string };

let database: TestDatabase;
let owner: pg.Client;
let operator: TestOperator;
let other: TestOperator;
let server: http.Server;
let base: string;
let nowMs = Date.now();
const received: Received[] = [];
/** What the receiver answers, by path; 200 unless said otherwise. */
const answers = new Map<string, { status: number; headers?: Record<string, string> }>();

beforeAll(async () => {
  process.env.APP_ENCRYPTION_KEY = randomBytes(32).toString('base64');
  process.env.OUTBOUND_ALLOW_LOOPBACK = '1';
  database = await createTestDatabase();
  connectAs(database.workerUrl);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  [operator, other] = await Promise.all([foundOperator('hooks'), foundOperator('elsewhere')]);
  server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ path: request.url!, headers: request.headers, body: Buffer.concat(chunks).toString() });
    const { status, headers } = answers.get(request.url!) ?? { status: 200 };
    response.writeHead(status, headers).end('noted');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  delete process.env.OUTBOUND_ALLOW_LOOPBACK;
  await disconnect();
  await owner.end();
  await database.drop();
});

beforeEach(async () => {
  for (const { id } of await listEndpoints(ctx())) await removeEndpoint(ctx(), id);
  for (const { id } of await listEndpoints(customer())) await removeEndpoint(customer(), id);
  received.length = 0;
  answers.clear();
});

const now = () => new Date(nowMs).toISOString();
const ctx = (): ServiceContext => ({ ...operator.ctx, now: now() });
const customer = (of = operator): ServiceContext => ({
  actor: { ...of.ctx.actor, kind: 'key', audience: 'customer', partyId: of.customerId },
  now: now(),
});
const hook = (path: string, eventTypes: string[] = []) => ({
  url: `${base}${path}`,
  description: '',
  eventTypes,
});
const happen = (entityId: string, payload: object = {}, partyIds: string[] = [], type = 'bill.issued') =>
  withTenantSql(scopeOf(operator.ctx.actor), (sql) =>
    appendEvent(sql, operator.operatorId, { type, entityType: 'bill', entityId, payload, partyIds }),
  );
const dispatchNow = () => dispatchWebhooks(ctx(), { clock: now, chance: () => 0.5 });
/** Events wait for older transactions of the whole cluster, and other test files have some: these end within moments. */
const settled = () =>
  vi.waitFor(
    async () => {
      const { rows } = await owner.query<{ settled: boolean }>(
        `select not exists (
           select from outbox_event where tx_id >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint) as settled`,
      );
      expect(rows[0]!.settled).toBe(true);
    },
    { timeout: 30_000, interval: 20 },
  );
const dispatch = async () => {
  await settled();
  return dispatchNow();
};
const pass = (ms: number) => {
  nowMs += ms;
};

test('events go out signed as Standard Webhooks has it, to whom they concern', async () => {
  const own = await createEndpoint(ctx(), hook('/operator'));
  const theirs = await createEndpoint(customer(), hook('/customer', ['bill.issued']));
  await happen(newId(), { number: 'B-1' }, [operator.customerId]);
  await happen(newId(), { cycleId: newId() }, [], 'bill-run.review');
  await happen(newId(), {}, [operator.customerId], 'of-our-own');
  expect(await dispatch()).toBe(true);

  expect(received.map(({ path }) => path).sort()).toEqual(['/customer', '/operator', '/operator']);
  const told = received.find(({ path }) => path === '/customer')!;
  const verified = new Webhook(theirs.secret).verify(told.body, told.headers as Record<string, string>);
  expect(verified).toMatchObject({ type: 'bill.issued', data: { number: 'B-1' } });
  expect(() => new Webhook(own.secret).verify(told.body, told.headers as Record<string, string>)).toThrow();

  received.length = 0;
  await dispatch();
  expect(received).toEqual([]);
  expect((await listDeliveries(customer(), ALL)).data).toMatchObject([{ state: 'delivered', attempts: 1 }]);
});

test('nobody listens: nothing is written', async () => {
  await happen(newId());
  expect(await dispatch()).toBe(false);
  const { rows } = await owner.query(
    `select count(*)::int as n from webhook_delivery where state = 'waiting'`,
  );
  expect(rows[0].n).toBe(0);
});

test('an endpoint hears of what is committed after it was made, however early it began', async () => {
  await happen(newId(), { early: true });
  await settled();
  const slow = new pg.Client({ connectionString: database.ownerUrl });
  await slow.connect();
  await slow.query('begin');
  await slow.query(
    `insert into outbox_event (operator_id, id, type, entity_type, entity_id, payload)
     values ($1, $2, 'bill.issued', 'bill', $2, '{"slow": true}')`,
    [operator.operatorId, newId()],
  );
  await createEndpoint(ctx(), hook('/late'));
  await happen(newId(), { quick: true });
  await dispatchNow();
  // The slow one might still come before the quick one: it is waited for.
  expect(received).toEqual([]);
  await slow.query('commit');
  await slow.end();
  await dispatch();
  expect(received.map(({ body }) => Object.keys(JSON.parse(body).data)[0])).toEqual(['slow', 'quick']);
});

test('what one endpoint hears of one thing comes in order, with one id over all attempts', async () => {
  const endpoint = await createEndpoint(ctx(), hook('/order'));
  const bill = newId();
  for (const n of [1, 2, 3]) await happen(bill, { n });
  answers.set('/order', { status: 500 });
  await dispatch();
  expect(received).toHaveLength(1);
  expect((await getEndpoint(ctx(), endpoint.id)).pausedUntil).not.toBeNull();

  // The endpoint is left alone for ten seconds.
  pass(6_000);
  await dispatch();
  expect(received).toHaveLength(1);
  pass(6_000);
  answers.clear();
  await dispatch();
  expect(received.map(({ body }) => JSON.parse(body).data.n)).toEqual([1, 1, 2, 3]);
  expect(received[0]!.headers['webhook-id']).toBe(received[1]!.headers['webhook-id']);
  expect(await getEndpoint(ctx(), endpoint.id)).toMatchObject({ failures: 0, pausedUntil: null });
});

test('429 is honoured, 4xx is tried for days and given up, 410 turns the endpoint off', async () => {
  const endpoint = await createEndpoint(ctx(), hook('/slow'));
  answers.set('/slow', { status: 429, headers: { 'retry-after': '120' } });
  await happen(newId());
  await dispatch();
  pass(119_000);
  await dispatch();
  expect(received).toHaveLength(1);
  answers.set('/slow', { status: 404 });
  pass(2_000);
  let rounds = 0;
  for (; rounds < 20; rounds += 1) {
    await dispatch();
    const [delivery] = (await listDeliveries(ctx(), { ...ALL, pageSize: 1 })).data;
    if (delivery!.state === 'failed') break;
    pass(24 * 3_600_000);
  }
  expect(received).toHaveLength(10);
  expect((await getEndpoint(ctx(), endpoint.id)).state).toBe('active');

  answers.set('/slow', { status: 410 });
  await happen(newId());
  await happen(newId());
  await dispatch();
  expect(received).toHaveLength(11);
  expect(await getEndpoint(ctx(), endpoint.id)).toMatchObject({
    state: 'disabled',
    disabledReason: 'gone',
    waiting: 0,
  });
});

test('a delivery is sent again on request, and a test event goes to one endpoint alone', async () => {
  const endpoint = await createEndpoint(ctx(), hook('/again'));
  await createEndpoint(ctx(), hook('/not-this-one'));
  const { deliveryId } = await sendTestEvent(ctx(), endpoint.id);
  await dispatch();
  expect(received.map(({ path }) => path)).toEqual(['/again']);
  expect(await getDelivery(ctx(), deliveryId)).toMatchObject({
    state: 'delivered',
    eventType: 'webhook.test',
    responseStatus: 200,
    responseBody: 'noted',
  });
  await replayDelivery(ctx(), deliveryId);
  await dispatch();
  expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([deliveryId, deliveryId]);
});

test('a secret is exchanged without a gap, and is never stored as it is', async () => {
  // The verifier takes the time of the machine.
  nowMs = Date.now();
  const endpoint = await createEndpoint(ctx(), hook('/rotating'));
  const { secret } = await rotateSecret(ctx(), endpoint.id);
  await sendTestEvent(ctx(), endpoint.id);
  await dispatch();
  const [told] = received;
  for (const known of [endpoint.secret, secret]) {
    expect(new Webhook(known).verify(told!.body, told!.headers as Record<string, string>)).toBeTruthy();
  }
  pass(25 * 3_600_000);
  await sendTestEvent(ctx(), endpoint.id);
  await dispatch();
  expect(String(received[1]!.headers['webhook-signature']).split(' ')).toHaveLength(1);

  const { rows } = await owner.query(
    'select secret_encrypted as sealed from webhook_endpoint where id = $1',
    [endpoint.id],
  );
  expect(rows[0].sealed.toString('latin1')).not.toContain(secret.slice(6));
  const sealed = encryptSecret('a secret', 'webhook:a:b');
  expect(decryptSecret(sealed, 'webhook:a:b')).toBe('a secret');
  expect(() => decryptSecret(sealed, 'webhook:a:c')).toThrow();
});

test('endpoints and deliveries are their owner’s alone', async () => {
  const { id } = await createEndpoint(ctx(), hook('/mine'));
  const { deliveryId } = await sendTestEvent(ctx(), id);
  for (const stranger of [customer(), { ...other.ctx, now: now() }, customer(other)]) {
    expect(await listEndpoints(stranger)).toEqual([]);
    expect((await listDeliveries(stranger, { ...ALL, filters: { endpoint: [id] } })).data).toEqual([]);
    for (const attempt of [
      () => getEndpoint(stranger, id),
      () => getDelivery(stranger, deliveryId),
      () => replayDelivery(stranger, deliveryId),
      () => rotateSecret(stranger, id),
      () => removeEndpoint(stranger, id),
      () => changeEndpoint(stranger, id, { ...hook('/theirs'), state: 'active' }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
    }
  }
  await expect(createEndpoint(ctx(), { ...hook('/x'), url: 'https://10.0.0.1/' })).rejects.toMatchObject({
    code: 'address_not_public',
  });
  await expect(createEndpoint(customer(), hook('/x', ['bill-run.review']))).rejects.toMatchObject({
    code: 'unknown_event_type',
  });
});
