import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as create, GET as list } from '@/app/api/v1/billing-accounts/[id]/discounts/route';
import { connectAs, disconnect } from '@/lib/db/client';
import type { RouteHandler } from '@/lib/http/define-route';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: CloudWorld;
const keys: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await cloudWorld('discounts');
  const parties = { operator: null, partner: world.partnerId, customer: world.customerId } as const;
  for (const [audience, partyId] of Object.entries(parties)) {
    const asked = {
      name: 'test',
      audience: audience as keyof typeof parties,
      partyId,
      role: 'admin' as const,
    };
    keys[audience] = (await createApiKey(world.operator, asked)).key;
  }
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

async function call(route: RouteHandler, as: keyof typeof keys, body?: object, id = 'ACC-USD-1') {
  const headers = { authorization: `Bearer ${keys[as]}`, 'content-type': 'application/json' };
  const init = body ? { method: 'POST', body: JSON.stringify(body), headers } : { headers };
  const request = new Request(`http://localhost/api/v1/billing-accounts/${id}/discounts`, init);
  const response = await route(request, { params: Promise.resolve({ id }) });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

const agreed = {
  ...{ name: 'Two of us', amount: '12.50', validFrom: '2026-11-01', borneBy: 'agreed' },
  bearers: [
    { party: 'cumulus', percent: '66.6667' },
    { party: 'operator', percent: '33.3333' },
  ],
};

test('a discount is given with who bears it, which the customer does not see, and a partner sees none', async () => {
  const given = await call(create, 'operator', agreed);
  expect(given).toMatchObject({
    status: 201,
    json: {
      ...{ name: 'Two of us', percent: null, amount: '12.50', supplierId: null, validTo: null },
      bearing: {
        borneBy: 'agreed',
        bearers: [
          { partyId: world.partnerId, name: 'Cumulus', percent: '66.6667' },
          { name: 'discounts', percent: '33.3333' },
        ],
      },
    },
  });
  expect(await call(list, 'operator')).toEqual({ status: 200, json: { data: [given.json] } });
  expect(await call(list, 'customer')).toEqual({
    status: 200,
    json: { data: [{ ...given.json, bearing: null }] },
  });
  for (const as of ['partner', 'customer'] as const)
    expect(await call(create, as, agreed)).toMatchObject({ status: 403 });
  expect(await call(list, 'partner')).toMatchObject({
    json: expect.not.objectContaining({ data: [given.json] }),
  });
});

test('what does not go together is said at its field', async () => {
  const { amount: _, ...valueless } = agreed;
  const attempts: [object, string][] = [
    [valueless, 'percent'],
    [{ ...agreed, percent: '5' }, 'percent'],
    [{ ...agreed, bearers: agreed.bearers.slice(1) }, 'bearers'],
    [{ ...agreed, bearers: [{ party: 'nobody', percent: '100' }] }, 'bearers.0.party'],
    [{ ...agreed, name: ' ' }, 'name'],
    [{ ...agreed, validTo: '2026-11-01' }, 'validTo'],
  ];
  for (const [body, path] of attempts) {
    const { status, json } = await call(create, 'operator', body);
    expect([status, (json.issues as { path: string }[])[0]!.path]).toEqual([422, path]);
  }
  expect(await call(create, 'operator', agreed, 'NOBODY')).toMatchObject({ status: 404 });
});
