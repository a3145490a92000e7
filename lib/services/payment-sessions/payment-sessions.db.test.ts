import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { newId } from '@/lib/db/id';
import type { Actor } from '@/lib/domain/access/actor';
import type { AppError } from '@/lib/errors';
import { signWebhook } from '@/lib/integrations/webhooks/sign-webhook';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import { listMethods, saveMethod } from '@/lib/services/payment-methods/save-method';
import { askProviders } from '@/lib/services/payment-sessions/ask-providers';
import { receiveProviderEvent } from '@/lib/services/payment-sessions/receive-event';
import { getSession, startSession } from '@/lib/services/payment-sessions/start-session';
import { getPayment } from '@/lib/services/payments/list-payments';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { requestRefund } from '@/lib/services/refunds/request-refund';
import { sendRefund } from '@/lib/services/refunds/send-refund';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { runCheck } from '@/scripts/verify/check';
import { paymentChecks } from '@/scripts/verify/payment-checks';
import { settlementChecks } from '@/scripts/verify/settlement-checks';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let database: TestDatabase;
let owner: pg.Client;
let world: IssuedWorld;
let provider: Server;
let methodId: string;
/** What the provider was asked, in order. */
/** What the provider says of a reference when it is asked; it knows no other. */
const known = new Map<string, object>();
const asked: { path: string; key: string | undefined; body: Record<string, string> }[] = [];

beforeAll(async () => {
  process.env.OUTBOUND_ALLOW_LOOPBACK = '1';
  process.env.APP_ENCRYPTION_KEY ??= Buffer.alloc(32, 1).toString('base64');
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.appUrl);
  provider = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const url = new URL(request.url!, 'http://provider');
    if (url.pathname.startsWith('/dead/')) {
      asked.push({ path: url.pathname, key: undefined, body: {} });
      request.socket.destroy();
      return;
    }
    if (request.method === 'GET') {
      const reference = url.searchParams.get('reference')!;
      asked.push({ path: url.pathname, key: undefined, body: { reference } });
      const status = known.get(reference);
      response.writeHead(status ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(status ? { reference, ...status } : {}));
      return;
    }
    const body = JSON.parse(text) as Record<string, string>;
    asked.push({ path: request.url!, key: request.headers['idempotency-key'] as string, body });
    response.writeHead(request.headers.authorization === 'Bearer key-1' ? 201 : 401, {
      'content-type': 'application/json',
    });
    response.end(JSON.stringify({ id: `cs_${asked.length}`, url: `http://127.0.0.1/pay/${asked.length}` }));
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  world = await buildIssuedWorld(database.ownerUrl, { accounts: 8, partnerLines: 2 });
  ({ id: methodId } = await saveMethod(world.ctx, method('key-1')));
}, 120_000);

afterAll(async () => {
  for (const check of [...settlementChecks, ...paymentChecks])
    expect(await runCheck(owner, check)).toMatchObject({ faults: [] });
  provider.close();
  await owner.end();
  await disconnect();
  await database.drop();
});

const method = (apiKey: string) => ({
  id: null,
  kind: 'card' as const,
  name: 'Card',
  instructions: '',
  provider: {
    baseUrl: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/pay`,
    apiKey,
    signingSecret: SECRET,
  },
});
const customer = (party = 'acme') => {
  const actor: Actor = {
    ...world.ctx.actor,
    kind: 'key',
    audience: 'customer',
    partyId: worldId(`meridian:party:${party}`),
  };
  return { ...world.ctx, actor };
};
const rows = async <Row extends pg.QueryResultRow>(text: string, params: unknown[] = []): Promise<Row[]> =>
  (await owner.query<Row>(text, params)).rows;
async function billOf(account: number) {
  const [bill] = await rows<{ id: string; open: string }>(
    'select bill_id as id, open_minor as open from open_item where billing_account_id = $1',
    [world.accountIds[account]],
  );
  return { id: bill!.id, open: Number(bill!.open) };
}
const start = async (account: number, amount: string | null = null) =>
  startSession(customer(), {
    billingAccount: world.accountIds[account]!,
    billId: (await billOf(account)).id,
    methodId,
    amount,
  });
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: AppError) => error.code,
  );
/** Tells the hub an event, as the provider would: signed now, or as said. */
function tell(type: string, data: object, more: { id?: string; secret?: string; at?: string } = {}) {
  const at = more.at ?? new Date().toISOString();
  const body = JSON.stringify({ type, occurredAt: '2026-04-05T09:00:00Z', data });
  const headers = signWebhook({ id: more.id ?? newId(), at, body }, [more.secret ?? SECRET]);
  return receiveProviderEvent(
    methodId,
    { headers: new Headers(headers), body: Buffer.from(body) },
    world.ctx.now,
  );
}
const text = (minor: number) => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;

test('a customer pays the rest of a bill on the provider’s page, however often and late that is told', async () => {
  const { open } = await billOf(0);
  const session = await start(0);
  expect(session).toMatchObject({
    state: 'open',
    amount: text(open),
    pageUrl: expect.stringContaining('/pay/'),
  });
  expect(asked.at(-1)).toMatchObject({
    path: '/pay/sessions',
    key: session.id,
    body: { amount: text(open), currency: 'EUR' },
  });
  expect((await start(0)).id).toBe(session.id);
  const data = { reference: session.id, amount: text(open), currency: 'EUR' };
  const id = newId();
  const answers = await Promise.all([1, 2, 3].map(() => tell('session.succeeded', data, { id })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['done']));
  expect(await tell('session.succeeded', data)).toEqual({ status: 'ignored' });
  expect(await tell('session.failed', { reference: session.id, reason: 'late' })).toEqual({
    status: 'ignored',
  });
  expect(await billOf(0)).toMatchObject({ open: 0 });
  expect(await rows('select count(*)::int as payments from payment')).toEqual([{ payments: 1 }]);
  expect(await codeOf(start(0))).toBe('nothing_open');
});

test('a chargeback that is told before its payment counts once both are here', async () => {
  const { open } = await billOf(1);
  const { id: reference } = await start(1, '5.00');
  const money = { reference, amount: '5.00', currency: 'EUR' };
  expect(await tell('payment.charged_back', { ...money, amount: '2.00' })).toEqual({ status: 'waiting' });
  expect(await tell('session.failed', { reference })).toEqual({ status: 'done' });
  expect(await tell('session.succeeded', money)).toEqual({ status: 'done' });
  expect((await billOf(1)).open).toBe(open - 300);
  expect(await codeOf(tell('payment.charged_back', { ...money, currency: 'JPY' }))).toBe('amount_mismatch');
  expect((await billOf(1)).open).toBe(open - 300);
  expect(
    await rows('select outcome from payment_provider_event where session_id = $1 order by id', [reference]),
  ).toEqual(['done', 'done', 'done', 'refused'].map((outcome) => ({ outcome })));
});

test('a refund goes by the provider, and is paid when it says so; one made there is taken off its bill', async () => {
  const { open } = await billOf(2);
  const { id: reference } = await start(2);
  await tell('session.succeeded', { reference, amount: text(open), currency: 'EUR' });
  const [session] = await rows<{ payment_id: string }>(
    'select payment_id from payment_session where id = $1',
    [reference],
  );
  const refund = await requestRefund(world.ctx, {
    ...{ paymentId: session!.payment_id, billingAccountId: null, currency: 'EUR', amountMinor: 300n },
    ...{ reason: 'goodwill', method: 'card', takeFromBills: true },
  });
  await sendRefund(world.ctx, refund.id);
  expect(asked.at(-1)).toMatchObject({
    path: '/pay/refunds',
    key: refund.id,
    body: { amount: '3.00', reference: refund.id },
  });
  const told = { reference, currency: 'EUR', refund: refund.id };
  expect(await codeOf(tell('payment.refunded', { ...told, amount: '4.00' }))).toBe('amount_mismatch');
  expect(await tell('payment.refunded', { ...told, amount: '3.00' })).toEqual({ status: 'done' });
  expect(await tell('payment.refunded', { reference, currency: 'EUR', amount: '1.00' })).toEqual({
    status: 'done',
  });
  expect(await getPayment(world.ctx, session!.payment_id)).toMatchObject({
    refunded: '4.00',
    credit: '0.00',
  });
  expect((await billOf(2)).open).toBe(400);
  expect(await rows(`select state, amount_minor::int as amount from refund order by amount_minor`)).toEqual([
    { state: 'paid', amount: 100 },
    { state: 'paid', amount: 300 },
  ]);
});

test('an amount that is not the session’s, and a signature that is not the provider’s, move nothing', async () => {
  const { open } = await billOf(3);
  const { id: reference } = await start(3);
  const data = { reference, amount: text(open), currency: 'EUR' };
  expect(await codeOf(tell('session.succeeded', { ...data, amount: '0.01' }))).toBe('amount_mismatch');
  expect(await codeOf(tell('session.succeeded', { ...data, currency: 'USD' }))).toBe('amount_mismatch');
  const other = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
  expect(await codeOf(tell('session.succeeded', data, { secret: other }))).toBe('bad_signature');
  const old = new Date(Date.now() - 6 * 60_000).toISOString();
  expect(await codeOf(tell('session.succeeded', data, { at: old }))).toBe('bad_signature');
  const headers = new Headers(signWebhook({ id: 'x', at: new Date().toISOString(), body: '{}' }, [SECRET]));
  let admitted = 0;
  const admit = async () => {
    admitted += 1;
  };
  const unknown = receiveProviderEvent(newId(), { headers, body: Buffer.from('{}') }, world.ctx.now, admit);
  expect(await codeOf(unknown)).toBe('bad_signature');
  // Who cannot sign uses up nothing of what the provider may send.
  expect(admitted).toBe(0);
  expect(await codeOf(tell('session.succeeded', { ...data, reference: newId() }))).toBe('unknown_session');
  expect(await codeOf(tell('session.succeeded', { reference }))).toBe('bad_event');
  expect(await tell('customer.created', {})).toEqual({ status: 'ignored' });
  expect((await billOf(3)).open).toBe(open);
  expect(await tell('session.succeeded', data)).toEqual({ status: 'done' });
  expect((await billOf(3)).open).toBe(0);
});

test('a customer pays its own bills and no more than is open; a provider that refuses leaves words', async () => {
  const { id: billId, open } = await billOf(4);
  expect(await codeOf(start(4, text(open + 1)))).toBe('above_open');
  expect(await codeOf(start(4, '0.001'))).toBe('too_many_decimals');
  const asStranger = startSession(customer('stranger'), {
    billingAccount: world.accountIds[4]!,
    billId,
    methodId,
    amount: null,
  });
  expect(await codeOf(asStranger)).toBe('not_found');
  const { id: wrong } = await saveMethod(world.ctx, method('key-2'));
  const refused = startSession(customer(), {
    billingAccount: world.accountIds[4]!,
    billId,
    methodId: wrong,
    amount: null,
  });
  expect(await codeOf(refused)).toBe('provider_failed');
  const methods = await listMethods(customer());
  expect(methods).toHaveLength(2);
  expect(JSON.stringify(methods)).not.toContain('key-1');
  expect(
    (await rows<{ secrets: Buffer }>('select secrets from payment_method'))[0]!.secrets.toString(),
  ).not.toContain('key-1');
});

const later = (minutes: number) => ({
  ...world.ctx,
  now: new Date(Date.parse(world.ctx.now) + minutes * 60_000).toISOString(),
});
const paymentOf = async (sessionId: string) =>
  (await rows<{ id: string }>('select payment_id as id from payment_session where id = $1', [sessionId]))[0]!
    .id;

test('a provider that tells nothing is asked, ever more seldom, and a callback that comes late changes nothing', async () => {
  await askProviders(later(30));
  await owner.query(`update payment_session set state = 'failed' where state in ('opening', 'open')`);
  await owner.query(`update refund set state = 'failed' where state = 'requested'`);
  const { open } = await billOf(6);
  const [paid, lapsed, unknown, waits] = [
    await start(6, text(open)),
    await start(6, '0.02'),
    await start(6, '0.03'),
    await start(6, '0.04'),
  ].map(({ id }) => id) as [string, string, string, string];
  const money = { amount: text(open), currency: 'EUR' };
  known.set(paid, { state: 'succeeded', ...money });
  known.set(lapsed, { state: 'expired' });
  known.set(waits, { state: 'open' });
  expect(await askProviders(later(9))).toBe(0);
  expect(await Promise.all([askProviders(later(11)), askProviders(later(11))])).toContain(4);
  expect(await billOf(6)).toMatchObject({ open: 0 });
  expect(await getSession(customer(), lapsed)).toMatchObject({ state: 'expired' });
  expect(await getSession(customer(), unknown)).toMatchObject({
    state: 'failed',
    failure: expect.stringContaining('does not know'),
  });
  expect(await tell('session.succeeded', { reference: paid, ...money })).toEqual({ status: 'ignored' });
  expect(await tell('session.expired', { reference: paid })).toEqual({ status: 'ignored' });
  expect(await askProviders(later(15))).toBe(0);
  known.set(waits, { state: 'succeeded', amount: '0.05', currency: 'EUR' });
  expect(await askProviders(later(60))).toBe(1);
  expect(
    await rows('select outcome, code from payment_provider_event where session_id = $1', [waits]),
  ).toEqual([{ outcome: 'refused', code: 'amount_mismatch' }]);
  await owner.query(`update payment_session set state = 'expired' where id = $1`, [waits]);

  const paymentId = await paymentOf(paid);
  const ask = (amountMinor: bigint) =>
    requestRefund(world.ctx, {
      ...{ paymentId, billingAccountId: null, currency: 'EUR', amountMinor, reason: 'double' },
      ...{ method: 'card', takeFromBills: true },
    });
  const [told, lost] = [await ask(100n), await ask(200n)];
  known.set(told.id, { state: 'succeeded', amount: '1.00', currency: 'EUR' });
  expect(await askProviders(later(71))).toBe(2);
  expect(asked.at(-1)).toMatchObject({ path: '/pay/refunds', key: lost.id });
  expect(
    await tell('payment.refunded', { reference: paid, refund: told.id, amount: '1.00', currency: 'EUR' }),
  ).toEqual({
    status: 'done',
  });
  known.set(lost.id, { state: 'failed', reason: 'card closed' });
  await askProviders(later(200));
  const ends = await rows(
    `select state, amount_minor::int as amount from refund where payment_id = $1 order by 2`,
    [paymentId],
  );
  expect(ends).toEqual([
    { state: 'paid', amount: 100 },
    { state: 'failed', amount: 200 },
  ]);
  expect(await getPayment(world.ctx, paymentId)).toMatchObject({ refunded: '1.00', credit: '2.00' });
});

test('a method that cannot be opened, and a provider that does not answer, keep no other from being asked', async () => {
  await owner.query(`update payment_session set state = 'failed' where state in ('opening', 'open')`);
  const { id: billId } = await billOf(5);
  const startAt = async (methodOf: string, amount: string) =>
    (
      await startSession(customer(), {
        ...{ billingAccount: world.accountIds[5]!, billId, methodId: methodOf, amount },
      })
    ).id;
  const [{ id: broken }, { id: dead }] = [
    await saveMethod(world.ctx, method('key-1')),
    await saveMethod(world.ctx, method('key-1')),
  ];
  const first = await startAt(broken, '0.11');
  for (const amount of ['0.12', '0.13', '0.14']) await startAt(dead, amount);
  const last = await startAt(methodId, '0.15');
  await owner.query(`update payment_method set secrets = '\\x00' where id = $1`, [broken]);
  await owner.query(`update payment_method set base_url = replace(base_url, '/pay', '/dead') where id = $1`, [
    dead,
  ]);
  known.set(last, { state: 'expired' });
  const before = asked.length;
  expect(await askProviders(later(11))).toBe(5);
  expect(asked.slice(before).map(({ path }) => path)).toEqual(['/dead/sessions', '/pay/sessions']);
  expect(await getSession(customer(), last)).toMatchObject({ state: 'expired' });
  expect(await getSession(customer(), first)).toMatchObject({ state: 'open' });
  // All four wait for their next time; none is at the head of every pass.
  expect(await askProviders(later(12))).toBe(0);
  await owner.query(`update payment_session set state = 'failed' where state = 'open'`);
});

test('a chargeback that is won comes back once, in whatever order and however often that is told', async () => {
  const { open } = await billOf(7);
  const { id: reference } = await start(7);
  const money = { reference, amount: text(open), currency: 'EUR' };
  const part = { ...money, amount: '4.00', chargeback: 'dp_1' };
  expect(await tell('payment.chargeback_won', part)).toEqual({ status: 'waiting' });
  expect(await tell('payment.charged_back', part)).toEqual({ status: 'waiting' });
  expect(await tell('session.succeeded', money)).toEqual({ status: 'done' });
  expect(await billOf(7)).toMatchObject({ open: 0 });
  const before = await rows('select outcome from payment_provider_event where session_id = $1', [reference]);
  expect(before).toEqual([{ outcome: 'done' }, { outcome: 'done' }, { outcome: 'done' }]);
  // Under other events, as providers tell what they are not sure to have told.
  expect(await tell('payment.charged_back', part)).toEqual({ status: 'done' });
  expect(await tell('payment.chargeback_won', part)).toEqual({ status: 'done' });
  expect(await codeOf(tell('payment.chargeback_won', { ...part, amount: '5.00' }))).toBe(
    'source_key_conflict',
  );
  expect(await billOf(7)).toMatchObject({ open: 0 });
  expect(await tell('payment.charged_back', { ...part, chargeback: 'dp_2' })).toEqual({ status: 'done' });
  expect(await billOf(7)).toMatchObject({ open: 400 });
  expect(await getPayment(world.ctx, await paymentOf(reference))).toMatchObject({
    reversed: '4.00',
    debt: '0.00',
  });
});
