import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POST } from '@/app/api/v1/partner-connectors/[id]/events/route';
import { connectAs, disconnect } from '@/lib/db/client';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { getConnector } from '@/lib/services/connectors/get-connector';
import { saveConnector } from '@/lib/services/connectors/save-connector';
import { setConnectorState } from '@/lib/services/connectors/set-connector-state';
import { testConnector } from '@/lib/services/connectors/test-connector';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: CloudWorld;
let id: string;
const secret = `whsec_${randomBytes(32).toString('base64')}`;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  process.env.APP_ENCRYPTION_KEY = randomBytes(32).toString('base64');
  world = await cloudWorld('pushing');
  await setAccountMappings(world.operator, {
    partner: 'cumulus',
    mappings: [{ level: 'sub_account', externalAccount: 'K-1', billingAccount: 'ACC-USD-1' }],
  });
  const input = { id: null, partner: null, name: 'Own billing', settings: { kind: 'push' } as const };
  ({ id } = await saveConnector(world.partner, { ...input, secret }));
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

const rate = (change: object = {}) => ({
  id: 'r-1',
  type: 'usage',
  billingAccount: { id: 'K-1' },
  product: { name: 'Storage' },
  periodCoverage: { startDateTime: '2026-10-01T00:00:00Z', endDateTime: '2026-11-01T00:00:00Z' },
  taxExcludedAmount: { unit: 'USD', value: '12.50' },
  ...change,
});
const billEvent = (number: string, rates: unknown, change: object = {}) => ({
  eventType: 'CustomerBillCreateEvent',
  event: { customerBill: { billNo: number, ...change }, appliedCustomerBillingRate: rates },
});

let messages = 0;
function push(
  body: unknown,
  change: { key?: string; at?: Date; webhookId?: string; to?: string; tampered?: string } = {},
) {
  messages += 1;
  const { key = secret, at = new Date(), webhookId = `msg_${messages}`, to = id } = change;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': webhookId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(key).sign(webhookId, at, text),
  };
  const url = `http://localhost/api/v1/partner-connectors/${to}/events`;
  const request = new Request(url, { method: 'POST', headers, body: change.tampered ?? text });
  return POST(request, { params: Promise.resolve({ id: to }) }).then(async (response) => ({
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
  }));
}

const pulls = async () => (await getConnector(world.partner, id)).pulls;

describe('only what is signed right is read', () => {
  test.each([
    ['another secret', { key: `whsec_${randomBytes(32).toString('base64')}` }],
    ['another body', { tampered: JSON.stringify(billEvent('X-1', [rate({ id: 'r-9' })])) }],
    ['an old time', { at: new Date(Date.now() - 6 * 60_000) }],
    ['a time to come', { at: new Date(Date.now() + 6 * 60_000) }],
    ['an address that nobody has', { to: '019399a0-0000-7000-8000-000000000000' }],
  ])('%s', async (_, change) => {
    expect(await push(billEvent('X-1', [rate()]), change)).toMatchObject({
      status: 401,
      body: { code: 'bad_signature' },
    });
    expect(await pulls()).toEqual([]);
  });

  test('headers that are missing, and a connector that is asked instead', async () => {
    const bare = new Request(`http://localhost/api/v1/partner-connectors/${id}/events`, {
      method: 'POST',
      body: '{"eventType":',
    });
    expect((await POST(bare, { params: Promise.resolve({ id }) })).status).toBe(401);
  });

  test('5 MB are too much', async () => {
    expect(await push('x'.repeat(5_000_001))).toMatchObject({ status: 413 });
  });
});

test('a draft’s first event is the test; live, an event is a bill, once', async () => {
  await expect(testConnector(world.partner, id)).rejects.toMatchObject({ code: 'tested_by_event' });
  expect(await push(billEvent('B-1', [rate()]))).toEqual({
    status: 200,
    body: { status: 'test', charges: 1, partnerBill: null },
  });
  await setConnectorState(world.partner, id, 'live');
  const total = { taxExcludedAmount: { unit: 'USD', value: 20 } };
  const event = billEvent(
    'B-1',
    [rate(), rate({ id: 'r-2', taxExcludedAmount: { unit: 'USD', value: '7.50' } })],
    total,
  );
  const first = await push(event, { webhookId: 'msg_bill' });
  expect(first).toMatchObject({ status: 200, body: { status: 'taken', charges: 2 } });
  expect(await push(event, { webhookId: 'msg_bill' })).toEqual(first);
  expect(await push(event)).toEqual(first);
  const bill = await getPartnerBill(world.partner, String(first.body.partnerBill));
  expect(bill).toMatchObject({
    state: 'accepted',
    externalId: 'B-1',
    format: 'tmf678',
    cycle: { id: world.cycle },
    totals: [{ currency: 'USD', stated: '20', received: '20', accepted: '20' }],
  });
  expect((await pulls()).map(({ kind, outcome }) => `${kind} ${outcome}`)).toContain('pull done');
});

test('rates alone are a bill of the message; other events are answered and left', async () => {
  const alone = {
    eventType: 'AppliedCustomerBillingRateCreateEvent',
    event: { appliedCustomerBillingRate: rate({ id: 'r-5' }) },
  };
  const taken = await push(alone, { webhookId: 'msg_alone' });
  const bill = await getPartnerBill(world.partner, String(taken.body.partnerBill));
  expect(bill.externalId).toBe('Own billing msg_alone');
  const moved = {
    eventType: 'CustomerBillStateChangeEvent',
    event: { customerBill: { id: '1', state: 'sent' } },
  };
  expect((await push(moved)).body).toMatchObject({ status: 'ignored' });
});

test.each([
  ['no JSON', '{"eventType":', 400, 'malformed_json'],
  ['no event', { hello: 'there' }, 422, 'not_an_event'],
  [
    'a bill without rates',
    { eventType: 'CustomerBillCreateEvent', event: { customerBill: { id: '1' } } },
    422,
    'no_rates',
  ],
  [
    'days that no cycle has',
    billEvent('B-7', [rate({ periodCoverage: { startDateTime: '2019-01-01T00:00:00Z' } })]),
    422,
    'no_cycle',
  ],
  [
    'another bill under the same number',
    billEvent('B-1', [rate({ id: 'r-77' })]),
    409,
    'external_id_conflict',
  ],
])('%s is refused with what to do, and is on record', async (_, body, status, code) => {
  expect(await push(body)).toMatchObject({ status, body: { code } });
  expect((await pulls())[0]).toMatchObject({ outcome: 'failed', code });
});

test('a connector that rests takes nothing, and a weak secret is refused', async () => {
  await setConnectorState(world.partner, id, 'paused');
  expect(await push(billEvent('B-9', [rate({ id: 'r-9' })]))).toMatchObject({
    status: 409,
    body: { code: 'connector_paused' },
  });
  const input = { id, partner: null, name: 'Own billing', settings: { kind: 'push' } as const };
  await expect(saveConnector(world.partner, { ...input, secret: 'password' })).rejects.toMatchObject({
    code: 'bad_secret',
  });
});
