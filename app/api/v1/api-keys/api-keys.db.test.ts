import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as revoke } from '@/app/api/v1/api-keys/[id]/revoke/route';
import { POST as rotate } from '@/app/api/v1/api-keys/[id]/rotate/route';
import { GET as read } from '@/app/api/v1/api-keys/[id]/route';
import { POST as create, GET as list } from '@/app/api/v1/api-keys/route';
import { connectAs, disconnect } from '@/lib/db/client';
import { withTenantSql } from '@/lib/db/tenant';
import type { RouteHandler } from '@/lib/http/define-route';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { foundOperator, type TestOperator } from '@/lib/services/identity/two-operators.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let operator: TestOperator;
const keys: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  operator = await foundOperator('keys');
  const { partnerId, customerId, ctx } = operator;
  const grants = { operator: null, partner: partnerId, customer: customerId } as const;
  for (const audience of ['operator', 'partner', 'customer'] as const) {
    const grant = { name: 'first', audience, partyId: grants[audience], role: 'admin' } as const;
    keys[audience] = (await createApiKey(ctx, grant)).key;
  }
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

type Answer = { status: number; json: Record<string, unknown> & { id: string; secret: string } };

async function call(
  route: RouteHandler,
  key: string,
  body?: object | null,
  id = '',
  headers = {},
): Promise<Answer> {
  const sent = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers };
  const init = body === undefined ? {} : { method: 'POST', ...(body && { body: JSON.stringify(body) }) };
  const request = new Request(`http://localhost/api/v1/api-keys/${id}`, { ...init, headers: sent });
  const response = await route(request, { params: Promise.resolve({ id }) });
  return { status: response.status, json: (await response.json()) as Answer['json'] };
}

test('a partner makes a key that may send usage alone, exchanges it and ends it', async () => {
  const asked = {
    name: 'Import',
    role: 'billing',
    permissions: ['usage.send'],
    expiresAt: '2029-01-01T00:00:00Z',
  };
  const made = await call(create, keys.partner!, asked);
  expect(made).toMatchObject({
    status: 201,
    json: {
      ...asked,
      expiresAt: '2029-01-01T00:00:00.000Z',
      audience: 'partner',
      party: { id: operator.partnerId },
    },
  });
  const { id, secret } = made.json;
  expect(secret).toMatch(/^trb_/);
  expect(Object.keys(made.json)).not.toContain('key');
  expect((await call(list, secret)).status).toBe(403);
  const next = await call(rotate, keys.partner!, { overlapHours: 1 }, id);
  expect(next).toMatchObject({ status: 201, json: { name: 'Import', permissions: ['usage.send'] } });
  expect((await call(read, keys.partner!, undefined, id)).json).toMatchObject({
    ...{ state: 'live', replacedById: next.json.id },
  });
  expect((await call(list, secret)).status).toBe(403);
  expect((await call(revoke, keys.partner!, null, id)).json).toMatchObject({ state: 'revoked' });
  expect(await call(list, secret)).toMatchObject({
    status: 401,
    json: { code: 'key_revoked', title: 'Not signed in' },
  });
  const listed = (await call(list, keys.partner!)).json.data as { id: string }[];
  expect(listed.map((key) => key.id).slice(0, 2)).toEqual([next.json.id, id]);
  expect(JSON.stringify(listed)).not.toContain(next.json.secret);
});

test('the operator makes one for a party, which sees it; others neither see nor end it', async () => {
  const { customerId, partnerId } = operator;
  const grant = { name: 'For you', role: 'viewer', audience: 'customer' };
  const made = await call(create, keys.operator!, { ...grant, party: customerId });
  expect(made.json).toMatchObject({ createdBy: 'first', party: { id: customerId } });
  expect((await call(read, keys.customer!, undefined, made.json.id)).json).toMatchObject({
    createdBy: 'Operator keys',
  });
  for (const [route, body] of [
    [revoke, null],
    [rotate, {}],
    [read, undefined],
  ] as const) {
    expect((await call(route, keys.partner!, body, made.json.id)).status).toBe(404);
  }
  for (const party of [partnerId, undefined]) {
    expect((await call(create, keys.operator!, { ...grant, party })).json).toMatchObject({
      ...{ code: 'party_mismatch', issues: [{ path: 'party' }] },
    });
  }
  expect((await call(create, keys.partner!, { ...grant, party: customerId })).status).toBe(403);
});

test('a request that is sent again has the key no second time, and it is nowhere in the database', async () => {
  const headers = { 'idempotency-key': 'once' };
  const asked = { name: 'Once', role: 'viewer' };
  const one = await call(create, keys.customer!, asked, '', headers);
  const two = await call(create, keys.customer!, asked, '', headers);
  expect(two).toEqual({ status: 201, json: { ...one.json, secret: null } });
  const again = await call(rotate, keys.customer!, {}, one.json.id, headers);
  expect(again.json.secret).toMatch(/^trb_/);
  const { operatorId } = operator;
  const kept = await withTenantSql({ operatorId, partnerId: null, customerId: null }, (sql) =>
    sql.query<{ words: string }>(
      `select response::text as words from idempotency_key union all select after::text from audit_entry
       union all select k::text from api_key k`,
    ),
  );
  const words = kept.map((row) => row.words).join();
  expect(words).toContain(one.json.id);
  for (const { json } of [one, again]) expect(words).not.toContain(json.secret.slice(12));
});
