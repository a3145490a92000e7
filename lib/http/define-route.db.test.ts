import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { connectAs, disconnect } from '@/lib/db/client';
import { notFound } from '@/lib/errors';
import { defineRoute, type RouteHandler } from '@/lib/http/define-route';
import { countRequest } from '@/lib/http/rate-limit';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { foundOperator, type TestOperator } from '@/lib/services/identity/two-operators.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let first: TestOperator;
let second: TestOperator;
let key: string;
let otherKey: string;
let viewerKey: string;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  first = await foundOperator('first');
  second = await foundOperator('second');
  const make = async (operator: TestOperator, role: 'billing' | 'viewer') =>
    (await createApiKey(operator.ctx, { name: role, audience: 'operator', partyId: null, role })).key;
  key = await make(first, 'billing');
  otherKey = await make(second, 'billing');
  viewerKey = await make(first, 'viewer');
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

const run = vi.fn(async ({ body }: { body: { amount: string } }) => ({
  charged: body.amount,
  at: performance.now(),
}));
const charge = defineRoute({
  permission: 'bill-run.manage',
  body: z.strictObject({ amount: z.string().regex(/^\d+$/) }),
  status: 201,
  run,
});

async function send(
  route: RouteHandler,
  init: RequestInit & { headers?: Record<string, string> },
  params = {},
) {
  const request = new Request('http://localhost/api/v1/charges', { method: 'POST', ...init });
  const response = await route(request, { params: Promise.resolve(params) });
  return { response, json: (await response.json()) as Record<string, unknown> };
}

const post = (body: unknown, headers: Record<string, string> = {}) =>
  send(charge, {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
  });

describe('defineRoute', () => {
  test('answers with data, its status, and headers that keep it out of every cache', async () => {
    const { response, json } = await post({ amount: '5' });
    expect(response.status).toBe(201);
    expect(json.charged).toBe('5');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each([
    ['no key', { authorization: undefined }, '{}', 401, 'not_signed_in'],
    ['an unknown key', { authorization: 'Bearer trb_no' }, '{}', 401, 'invalid_key'],
    ['broken JSON', {}, '{"amount": ', 400, 'malformed_json'],
    ['bytes that are no text', {}, Buffer.from([0x7b, 0xff, 0x7d]), 400, 'malformed_json'],
    ['another media type', { 'content-type': 'text/plain' }, '{}', 415, 'unsupported_media_type'],
    ['no media type', { 'content-type': '' }, Buffer.from('{}'), 415, 'unsupported_media_type'],
    ['too much', {}, JSON.stringify({ amount: '1'.repeat(1_100_000) }), 413, 'body_too_large'],
  ])('%s is a problem document, never a 500', async (_, changed, body, status, code) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...changed };
    const given = Object.fromEntries(
      Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const { response, json } = await send(charge, { body, headers: given });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(json).toMatchObject({ status, code });
  });

  test('refused keys are limited by where they come from, and hold up nobody else', async () => {
    const address = '203.0.113.9';
    for (let sent = 0; sent < 6_000; sent += 1) await countRequest({ address });
    const from = (authorization: string, ip: string) =>
      post({ amount: '5' }, { authorization, 'x-forwarded-for': ip });
    const { response, json } = await from('Bearer trb_no', address);
    expect([response.status, json.code]).toEqual([429, 'rate_limited']);
    expect((await from('Bearer trb_no', '203.0.113.10')).json.code).toBe('invalid_key');
    expect((await from(`Bearer ${key}`, address)).response.status).toBe(201);
  });

  test('a role without the permission is refused', async () => {
    const { response, json } = await post({ amount: '5' }, { authorization: `Bearer ${viewerKey}` });
    expect([response.status, json.code]).toEqual([403, 'forbidden']);
  });

  test('every fault is an issue at its path', async () => {
    const { response, json } = await post({ amount: 5, tip: '1' });
    expect(response.status).toBe(422);
    expect(json.issues).toEqual([
      expect.objectContaining({ code: 'invalid_type', path: 'amount' }),
      expect.objectContaining({ code: 'unknown_field', path: 'tip' }),
    ]);
  });

  test('an address that cannot be an id is a 404, a query it does not know a 422', async () => {
    const read = defineRoute({
      permission: 'bill.read',
      params: z.strictObject({ id: z.uuid() }),
      query: z.strictObject({ limit: z.coerce.number().int().max(200).default(50) }),
      run: async ({ params, query }) => ({ ...params, ...query }),
    });
    const headers = { authorization: `Bearer ${key}` };
    const get = async (query: string, id: string) => {
      const request = new Request(`http://localhost/api/v1/bills/${id}${query}`, { headers });
      const response = await read(request, { params: Promise.resolve({ id }) });
      return [response.status, await response.json()];
    };
    const id = '019311d5-0000-7000-8000-000000000001';
    expect(await get('', id)).toEqual([200, { id, limit: 50 }]);
    expect((await get('', "1' or 1=1--"))[0]).toBe(404);
    expect((await get('?limit=201', id))[0]).toBe(422);
    expect((await get('?page=2', id))[0]).toBe(422);
  });

  test('a failure is expected or a defect, and a defect tells nothing', async () => {
    const missing = defineRoute({ permission: 'bill.read', run: () => Promise.reject(notFound('The bill')) });
    const broken = defineRoute({
      permission: 'bill.read',
      run: () => Promise.reject(new Error('secret detail')),
    });
    const headers = { authorization: `Bearer ${key}` };
    expect((await send(missing, { headers })).json).toMatchObject({ status: 404, code: 'not_found' });
    const { response, json } = await send(broken, { headers });
    expect(response.status).toBe(500);
    expect(JSON.stringify(json)).not.toContain('secret');
    expect(json.requestId).toBe(response.headers.get('x-request-id'));
  });
});

describe('Idempotency-Key', () => {
  test('the same key and body run once and get the same answer', async () => {
    run.mockClear();
    const one = await post({ amount: '7' }, { 'idempotency-key': 'order-1' });
    const two = await post({ amount: '7' }, { 'idempotency-key': 'order-1' });
    expect(run).toHaveBeenCalledTimes(1);
    expect(two.json).toEqual(one.json);
    expect(two.response.status).toBe(201);
    expect(two.response.headers.get('idempotency-replayed')).toBe('true');
  });

  test('a secret in the answer is told once', async () => {
    run.mockResolvedValueOnce({ charged: '7', at: 1, secret: 'whsec_once' } as never);
    const one = await post({ amount: '7' }, { 'idempotency-key': 'secret-1' });
    const two = await post({ amount: '7' }, { 'idempotency-key': 'secret-1' });
    expect(one.json).toMatchObject({ secret: 'whsec_once' });
    expect(two.json).toMatchObject({ charged: '7', secret: null });
  });

  test('another body is refused', async () => {
    await post({ amount: '7' }, { 'idempotency-key': 'order-2' });
    const { response, json } = await post({ amount: '8' }, { 'idempotency-key': 'order-2' });
    expect([response.status, json.code]).toEqual([422, 'idempotency_key_reused']);
  });

  test('another tenant’s same key is another request', async () => {
    run.mockClear();
    await post({ amount: '7' }, { 'idempotency-key': 'order-3' });
    const other = await post(
      { amount: '9' },
      { 'idempotency-key': 'order-3', authorization: `Bearer ${otherKey}` },
    );
    expect(other.response.status).toBe(201);
    expect(run).toHaveBeenCalledTimes(2);
  });

  test('of ten at once, one runs', async () => {
    run.mockClear();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post({ amount: '7' }, { 'idempotency-key': 'order-4' })),
    );
    expect(run).toHaveBeenCalledTimes(1);
    for (const { response } of answers) expect([201, 409]).toContain(response.status);
  });

  test('a failed attempt leaves the key free', async () => {
    run.mockRejectedValueOnce(new Error('down'));
    const headers = { 'idempotency-key': 'order-5' };
    expect((await post({ amount: '7' }, headers)).response.status).toBe(500);
    expect((await post({ amount: '7' }, headers)).response.status).toBe(201);
  });
});
