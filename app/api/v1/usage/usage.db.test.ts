import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET as getAccount } from '@/app/api/v1/billing-accounts/[id]/route';
import { GET as listAccounts } from '@/app/api/v1/billing-accounts/route';
import { GET as listPartners } from '@/app/api/v1/partners/route';
import { POST as sendUsage } from '@/app/api/v1/usage/route';
import { POST as recycle } from '@/app/api/v1/usage/suspense/recycle/route';
import { GET as listSuspense } from '@/app/api/v1/usage/suspense/route';
import { connectAs, disconnect } from '@/lib/db/client';
import {
  createKeys,
  createSmallWorld,
  type SmallWorld,
  type SmallWorldKeys,
} from '@/lib/services/operators/small-world.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: SmallWorld;
let keys: SmallWorldKeys;

beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'a secret of this test, long enough to be one';
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await createSmallWorld('routes');
  keys = await createKeys(world);
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

type Handler = typeof sendUsage;
type Call = {
  key: keyof typeof keys;
  body?: string | Buffer<ArrayBuffer>;
  type?: string;
  params?: Record<string, string>;
  query?: string;
};

async function call(
  handler: Handler,
  { key, body, type = 'application/json', params = {}, query = '' }: Call,
) {
  const request = new Request(`http://localhost/api/v1/x${query}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${keys[key]}`, 'content-type': type },
    ...(body !== undefined && { body }),
  });
  const response = await handler(request, { params: Promise.resolve(params) });
  return { status: response.status, body: await response.json() };
}

const event = (id: string, subject = 'alpha-sim') => ({
  specversion: '1.0',
  type: 'usage',
  source: '//alpha',
  id,
  time: '2026-03-10T12:00:00Z',
  subject,
  data: { meter: 'data', quantity: '2', country: 'DE' },
});

describe('POST /api/v1/usage', () => {
  test('takes one event, a batch, and answers each', async () => {
    const one = await call(sendUsage, {
      key: 'alpha',
      type: 'application/cloudevents+json; charset=utf-8',
      body: JSON.stringify(event('1')),
    });
    expect(one).toMatchObject({
      status: 200,
      body: { accepted: 1, results: [{ id: '1', status: 'accepted' }] },
    });
    const batch = await call(sendUsage, {
      key: 'alpha',
      type: 'application/cloudevents-batch+json',
      body: JSON.stringify([event('1'), event('2', 'beta-vm'), { id: '3' }]),
    });
    expect(batch.body.results).toMatchObject([
      { index: 0, status: 'duplicate' },
      { index: 1, status: 'rejected', code: 'unknown_product', path: 'subject', suspended: true },
      { index: 2, id: '3', status: 'rejected', code: 'required', path: 'specversion', suspended: false },
    ]);
  });

  test.each([
    ['JSON that is none', { body: '{' }, 400, 'malformed_json'],
    ['another media type', { body: 'a,b', type: 'text/csv' }, 415, 'unsupported_media_type'],
    ['a body too large', { body: `[${' '.repeat(5 * 1024 * 1024)}]` }, 413, 'body_too_large'],
    ['no events', { body: '[]' }, 422, 'invalid_request'],
    ['a number', { body: '5' }, 422, 'invalid_request'],
    ['1,001 events', { body: JSON.stringify(Array(1001).fill({})) }, 422, 'invalid_request'],
  ])('refuses %s', async (_, input, status, code) => {
    expect(await call(sendUsage, { key: 'alpha', ...input })).toMatchObject({ status, body: { code } });
  });

  test('says where the JSON ends to be JSON', async () => {
    const answer = await call(sendUsage, { key: 'alpha', body: '[{"specversion": "1.0"},\n {"id": }]' });
    expect(answer).toMatchObject({
      status: 400,
      body: { issues: [{ code: 'malformed_json', path: '2:9' }] },
    });
  });

  test('whatever bytes come, each answer is one that is meant', async () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((raw) => Buffer.from(raw));
    const mutated = fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 4 })).map(([at, junk]) => {
      const sound = Buffer.from(JSON.stringify([event(`fuzz-${at}`), event('fuzz')]));
      const from = at % sound.length;
      return Buffer.concat([sound.subarray(0, from), junk, sound.subarray(from + junk.length)]);
    });
    const values = fc
      .tuple(fc.constantFrom(...Object.keys(event('x'))), fc.jsonValue())
      .map(([name, value]) => Buffer.from(JSON.stringify([{ ...event('fuzz'), [name]: value }])));
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, mutated, values), async (body) => {
        const { status, body: answer } = await call(sendUsage, { key: 'alpha', body });
        expect([200, 400, 422]).toContain(status);
        if (status !== 200) return;
        const { accepted, duplicate, conflict, rejected, results } = answer;
        expect(accepted + duplicate + conflict + rejected).toBe(results.length);
        for (const { status: own, code } of results) expect(own === 'accepted' || code !== null).toBe(true);
      }),
      { numRuns: 120 },
    );
  }, 30_000);

  test('a customer may not send', async () => {
    expect((await call(sendUsage, { key: 'acme', body: '{}' })).status).toBe(403);
  });
});

test('a partner sees and tries again what it sent itself', async () => {
  await call(sendUsage, { key: 'alpha', body: JSON.stringify(event('late', 'no-such-sim')) });
  const seen = async (key: Call['key']) =>
    (await call(listSuspense, { key })).body.data.map((row: { subject: string }) => row.subject);
  expect(await seen('alpha')).toContain('no-such-sim');
  expect(await seen('operator')).toContain('no-such-sim');
  expect(await seen('beta')).toEqual([]);
  expect((await call(recycle, { key: 'beta', body: '{}' })).body).toMatchObject({ tried: 0 });
  const tried = await call(recycle, { key: 'alpha', body: '{"reason":"unknown_product"}' });
  expect(tried.body).toMatchObject({ accepted: 0 });
  expect(tried.body.tried).toBe(tried.body.waiting);
});

describe('lists', () => {
  const slugs = async (key: Call['key'], query = '') =>
    (await call(listPartners, { key, query })).body.data.map((row: { slug: string }) => row.slug);

  test('partners: the operator sees all, a partner itself, page by page', async () => {
    expect(await slugs('operator')).toEqual(['alpha', 'beta']);
    expect(await slugs('alpha')).toEqual(['alpha']);
    const first = await call(listPartners, { key: 'operator', query: '?limit=1' });
    expect(await slugs('operator', `?limit=1&cursor=${first.body.nextCursor}`)).toEqual(['beta']);
    const forged = await call(listPartners, { key: 'operator', query: '?cursor=bm9uZQ' });
    expect(forged).toMatchObject({ status: 422, body: { code: 'invalid_cursor' } });
  });

  test("accounts: someone else's is not found", async () => {
    expect((await call(listAccounts, { key: 'acme' })).body.data).toMatchObject([
      { number: 'ACC-1', currency: 'EUR' },
    ]);
    expect((await call(getAccount, { key: 'acme', params: { id: 'ACC-1' } })).status).toBe(200);
    const other = await createSmallWorld('elsewhere');
    expect((await call(getAccount, { key: 'operator', params: { id: other.account.id } })).status).toBe(404);
    expect((await call(listAccounts, { key: 'alpha' })).status).toBe(403);
  });
});
