import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import type { AppError } from '@/lib/errors';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { fetchPeriod } from '@/lib/services/connectors/fetch-period';
import { saveConnector } from '@/lib/services/connectors/save-connector';
import { setConnectorState } from '@/lib/services/connectors/set-connector-state';
import { testConnector } from '@/lib/services/connectors/test-connector';
import { listPartnerExpectations } from '@/lib/services/expectations/list-expectations';
import { addPartner, type NewPartnerInput } from '@/lib/services/parties/add-partner';
import { createPartner } from '@/lib/services/parties/create-party';
import { getPartner } from '@/lib/services/parties/get-partner';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { readOptions, type SimulatorOptions } from '@/scripts/simulate-partner/options';
import { serve } from '@/scripts/simulate-partner/serve';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: CloudWorld;
let server: Server;

beforeAll(async () => {
  vi.stubEnv('OUTBOUND_ALLOW_LOOPBACK', '1');
  vi.stubEnv('APP_ENCRYPTION_KEY', randomBytes(32).toString('base64'));
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await cloudWorld('fetching');
  const args = ['--port', '0', '--period', '2026-10', '--currency', 'USD'];
  server = await serve(readOptions(args, new Date(0)) as SimulatorOptions);
});

afterAll(async () => {
  server.close();
  vi.unstubAllEnvs();
  await disconnect();
  await database.drop();
});

const ORBIT: NewPartnerInput = {
  ...{ slug: null, name: 'Orbit Mäps & Co.', legalName: 'Orbit Maps Oy', country: 'FI', vatId: null },
  ...{ address: { street: 'Kaivokatu 2', town: 'Helsinki', postcode: '00100' }, ratingMode: 'partner' },
  ...{ role: 'principal', currency: 'USD', validFrom: '2026-01-01', latePolicy: 'hold', ratePercent: '75' },
};
const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    ({ code }: AppError) => code,
  );

test('a partner is added with what is agreed, or not at all', async () => {
  expect(await refusal(addPartner(world.operator, { ...ORBIT, ratePercent: '175' }))).toBe('invalid_term');
  expect(await refusal(addPartner(world.operator, { ...ORBIT, currency: 'XXL' }))).toBe('unknown_currency');
  expect(await refusal(addPartner(world.partner, ORBIT))).toBe('forbidden');
  expect(await refusal(getPartner(world.operator, 'orbit-maps-co'))).toBe('not_found');
  expect(await addPartner(world.operator, ORBIT)).toEqual({ slug: 'orbit-maps-co' });
  expect((await getPartner(world.operator, 'orbit-maps-co')).agreements).toHaveLength(1);
  expect(await refusal(addPartner(world.operator, ORBIT))).toBe('slug_taken');
});

test('a partner whose agreement a crash has cut off is given it when it is added again', async () => {
  const half = { ...ORBIT, name: 'Half', legalName: 'Half Oy' };
  const { role: _, currency: __, validFrom: ___, latePolicy: ____, ratePercent: _____, ...party } = half;
  const { id } = await createPartner(world.operator, { ...party, slug: 'half' });
  expect(await refusal(addPartner(world.operator, { ...half, legalName: 'Other Oy' }))).toBe('slug_taken');
  expect(await addPartner(world.operator, half)).toEqual({ slug: 'half' });
  expect(await getPartner(world.operator, 'half')).toMatchObject({ id, agreements: [{ role: 'principal' }] });
  expect(await refusal(addPartner(world.operator, half))).toBe('slug_taken');
});

test('a live system is asked for a period before any account is mapped, and is owed from then on', async () => {
  const { id } = await saveConnector(world.operator, {
    ...{ id: null, partner: 'orbit-maps-co', name: 'Orbit billing', secret: 'secret' },
    settings: {
      kind: 'tmf678',
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tmf-api/customerBillManagement/v4`,
      access: { kind: 'api_key', header: 'X-Api-Key' },
    },
  });
  const period = { id, cycleId: world.cycle };
  expect(await refusal(fetchPeriod(world.operator, period))).toBe('not_live');
  await testConnector(world.operator, id);
  await setConnectorState(world.operator, id, 'live');
  expect(await refusal(fetchPeriod(world.partner, period))).toBe('not_found');
  const other = { id, cycleId: '019399a0-0000-7000-8000-000000000000' };
  expect(await refusal(fetchPeriod(world.operator, other))).toBe('not_found');

  const { partnerBillId } = await fetchPeriod(world.operator, period);
  const bill = await getPartnerBill(world.operator, partnerBillId);
  expect(bill).toMatchObject({ state: 'validated', lines: { accepted: 0 } });
  expect(await fetchPeriod(world.operator, period)).toEqual({ partnerBillId });
  expect(await listPartnerExpectations(world.operator, 'orbit-maps-co')).toEqual([]);

  const mappings = ['tenant-1', 'tenant-2'].map((externalAccount) => ({
    ...{ level: 'sub_account' as const, externalAccount, billingAccount: 'ACC-USD-1' },
  }));
  await setAccountMappings(world.operator, { partner: 'orbit-maps-co', mappings });
  const mapped = await getPartnerBill(world.operator, partnerBillId);
  expect(mapped.state).toBe('accepted');
  expect(mapped.lines.accepted).toBe(66);
});
