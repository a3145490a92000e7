import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { POST as fetchPeriod } from '@/app/api/v1/partner-connectors/[id]/fetch/route';
import { POST as start } from '@/app/api/v1/partner-connectors/[id]/start/route';
import { POST as tryOut } from '@/app/api/v1/partner-connectors/[id]/test/route';
import { POST as connect } from '@/app/api/v1/partner-connectors/route';
import { GET as getPartner } from '@/app/api/v1/partners/[id]/route';
import { POST as addPartner, GET as listPartners } from '@/app/api/v1/partners/route';
import { connectAs, disconnect } from '@/lib/db/client';
import type { RouteHandler } from '@/lib/http/define-route';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { readOptions, type SimulatorOptions } from '@/scripts/simulate-partner/options';
import { serve } from '@/scripts/simulate-partner/serve';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: CloudWorld;
let server: Server;
let key: string;
let partnerKey: string;

beforeAll(async () => {
  vi.stubEnv('OUTBOUND_ALLOW_LOOPBACK', '1');
  vi.stubEnv('APP_ENCRYPTION_KEY', randomBytes(32).toString('base64'));
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await cloudWorld('fetch-api');
  const make = async (audience: 'operator' | 'partner', partyId: string | null) =>
    (await createApiKey(world.operator, { name: 'test', audience, partyId, role: 'admin' })).key;
  key = await make('operator', null);
  partnerKey = await make('partner', world.partnerId);
  const args = ['--port', '0', '--period', '2026-10', '--currency', 'USD'];
  server = await serve(readOptions(args, new Date(0)) as SimulatorOptions);
});

afterAll(async () => {
  server.close();
  vi.unstubAllEnvs();
  await disconnect();
  await database.drop();
});

type Json = Record<string, unknown>;

async function call(route: RouteHandler, { body, params = {}, as = key, once }: Call = {}) {
  const headers = {
    authorization: `Bearer ${as}`,
    ...(body && { 'content-type': 'application/json' }),
    ...(once && { 'idempotency-key': once }),
  };
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
  const response = await route(new Request('http://localhost/api/v1/x', { ...init, headers }), {
    params: Promise.resolve(params),
  });
  return {
    status: response.status,
    location: response.headers.get('location'),
    json: (await response.json()) as Json,
  };
}

type Call = { body?: object; params?: Record<string, string>; as?: string; once?: string };

const ORBIT = {
  ...{ name: 'Orbit Maps', legalName: 'Orbit Maps Oy', country: 'FI', ratingMode: 'partner' },
  ...{ address: { street: 'Kaivokatu 2', town: 'Helsinki', postcode: '00100' } },
  ...{ role: 'principal', currency: 'USD', ratePercent: '75', validFrom: '2026-01-01' },
};

test('a partner is added by the operator alone, once for a key', async () => {
  expect(await call(addPartner, { body: ORBIT, as: partnerKey })).toMatchObject({ status: 403 });
  const attempts: [object, string][] = [
    [{ ...ORBIT, country: 'Finland' }, 'country'],
    [{ ...ORBIT, ratePercent: '101' }, 'ratePercent'],
    [{ ...ORBIT, address: { street: 'Kaivokatu 2' } }, 'address.town'],
    [{ ...ORBIT, colour: 'red' }, 'colour'],
  ];
  for (const [body, path] of attempts) {
    const { status, json } = await call(addPartner, { body });
    expect([status, (json.issues as { path: string }[])[0]!.path]).toEqual([422, path]);
  }
  const first = await call(addPartner, { body: ORBIT, once: 'orbit' });
  expect(first).toMatchObject({
    status: 201,
    json: { slug: 'orbit-maps', country: 'FI', ratingMode: 'partner', roles: ['principal'] },
    location: `/api/v1/partners/${first.json.id}`,
  });
  const again = await call(addPartner, { body: ORBIT, once: 'orbit' });
  expect([again.status, again.json]).toEqual([201, first.json]);
  expect(await call(addPartner, { body: ORBIT })).toMatchObject({
    status: 409,
    json: { code: 'slug_taken' },
  });
  expect(await call(getPartner, { params: { id: 'orbit-maps' } })).toMatchObject({ json: first.json });
  expect(((await call(listPartners)).json.data as Json[]).map(({ slug }) => slug)).toContain('orbit-maps');
});

test('its system is asked for a period, and the answer is the bill', async () => {
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tmf-api/customerBillManagement/v4`;
  const connector = await call(connect, {
    body: {
      ...{ partner: 'orbit-maps', name: 'Orbit billing', secret: 'secret' },
      settings: { kind: 'tmf678', baseUrl, access: { kind: 'api_key', header: 'X-Api-Key' } },
    },
  });
  const params = { id: String(connector.json.id) };
  const period = { body: { cycle: world.cycle }, params };
  expect(await call(fetchPeriod, period)).toMatchObject({ status: 409, json: { code: 'not_live' } });
  await call(tryOut, { body: {}, params });
  expect(await call(start, { body: {}, params })).toMatchObject({ json: { state: 'live' } });
  expect(await call(fetchPeriod, { ...period, as: partnerKey })).toMatchObject({ status: 404 });
  expect(await call(fetchPeriod, { ...period, body: { cycle: 'october' } })).toMatchObject({ status: 422 });

  const first = await call(fetchPeriod, period);
  expect(first).toMatchObject({
    status: 200,
    json: { partner: 'orbit-maps', cycle: world.cycle, format: 'tmf678', lines: { received: 100 } },
    location: `/api/v1/partner-bills/${first.json.id}`,
  });
  expect((await call(fetchPeriod, period)).json).toEqual(first.json);
});
