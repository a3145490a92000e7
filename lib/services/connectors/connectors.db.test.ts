import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import type { AppError } from '@/lib/errors';
import type { ConnectorSettings, ConnectorTestSummary } from '@/lib/schemas/partner-connector';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { createAccount } from '@/lib/services/accounts/create-account';
import { getConnector } from '@/lib/services/connectors/get-connector';
import { listConnectors } from '@/lib/services/connectors/list-connectors';
import { pullDueBills } from '@/lib/services/connectors/pull-due-bills';
import { type SaveConnectorInput, saveConnector } from '@/lib/services/connectors/save-connector';
import { setConnectorState } from '@/lib/services/connectors/set-connector-state';
import { testConnector } from '@/lib/services/connectors/test-connector';
import { createCycleSpec } from '@/lib/services/cycles/create-cycle-spec';
import { openCycle } from '@/lib/services/cycles/open-cycle';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { text } from '@/scripts/simulate-partner/amount';
import { chargesOf } from '@/scripts/simulate-partner/book';
import { readOptions, type SimulatorOptions } from '@/scripts/simulate-partner/options';
import { serve } from '@/scripts/simulate-partner/serve';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

// The other side is the simulated partner over a real connection; October 2026 is the cycle that has ended.
const simulated = readOptions(
  ['--port', '0', '--period', '2026-10', '--currency', 'USD'],
  new Date(0),
) as SimulatorOptions;
let database: TestDatabase;
let owner: Client;
let world: CloudWorld;
let base: string;
let close: () => void;

beforeAll(async () => {
  vi.stubEnv('OUTBOUND_ALLOW_LOOPBACK', '1');
  vi.stubEnv('APP_ENCRYPTION_KEY', Buffer.alloc(32, 7).toString('base64'));
  database = await createTestDatabase();
  connectAs(database.appUrl);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set row_security = off');
  world = await cloudWorld('connecting');
  const mappings = ['tenant-1', 'tenant-2'].map((externalAccount) => ({
    level: 'sub_account' as const,
    externalAccount,
    billingAccount: 'ACC-USD-1',
  }));
  await setAccountMappings(world.operator, { partner: 'cumulus', mappings });
  const server = await serve(simulated);
  close = () => server.close();
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  close();
  vi.unstubAllEnvs();
  await owner.end();
  await disconnect();
  await database.drop();
});

const settings = (change: Partial<ConnectorSettings> = {}): ConnectorSettings =>
  ({
    kind: 'tmf678',
    baseUrl: `${base}/tmf-api/customerBillManagement/v4`,
    access: { kind: 'oauth2', tokenUrl: `${base}/oauth/token`, clientId: 'partner', scope: null },
    ...change,
  }) as ConnectorSettings;

const save = (change: Partial<SaveConnectorInput> = {}, ctx = world.partner) =>
  saveConnector(ctx, {
    id: null,
    partner: null,
    name: 'Billing',
    settings: settings(),
    secret: 'secret',
    ...change,
  });

const refusal = async (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: AppError) => error.code,
  );

test('a partner connects its system, tries it, and sees what it would bring before anything is billed', async () => {
  const { id, state, hasSecret } = await save();
  expect({ state, hasSecret }).toEqual({ state: 'draft', hasSecret: true });
  expect(await refusal(setConnectorState(world.partner, id, 'live'))).toBe('not_tested');

  const tried = await testConnector(world.partner, id);
  const charges = chargesOf(simulated);
  const summary = tried.pulls[0]!.summary as ConnectorTestSummary;
  expect(tried.pulls[0]).toMatchObject({ kind: 'test', outcome: 'done', charges: charges.length });
  expect(summary).toMatchObject({ unmapped: ['tenant-3'], unmappedCount: 1, faultCount: 0 });
  const sum = charges.reduce((total, { net }) => total + net, 0n);
  expect(summary.totals).toEqual([{ currency: 'USD', amount: text(sum), charges: charges.length }]);
  expect((await owner.query('select 1 from partner_bill')).rowCount).toBe(0);

  // A partner that comes when all is issued is tried with the last period as well.
  const states = await owner.query<{ id: string; state: string }>('select id, state from billing_cycle');
  await owner.query(`update billing_cycle set state = 'issued' where to_at <= now()`);
  expect((await testConnector(world.partner, id)).pulls[0]).toMatchObject({
    kind: 'test',
    outcome: 'done',
    charges: charges.length,
  });
  for (const { id: cycle, state: before } of states.rows)
    await owner.query('update billing_cycle set state = $2 where id = $1', [cycle, before]);
});

test('live, it is asked for what the partner owes, once; and what it tells is the partner’s bill, exactly', async () => {
  const [connector] = await listConnectors(world.partner, null);
  await setConnectorState(world.partner, connector!.id, 'live');
  expect(await pullDueBills(world.operator)).toBe(1);
  const { pulls } = await getConnector(world.operator, connector!.id);
  expect(pulls[0]).toMatchObject({ kind: 'pull', outcome: 'done' });
  const bill = await getPartnerBill(world.operator, pulls[0]!.partnerBillId!);
  const charges = chargesOf(simulated);
  const known = charges.filter(({ account }) => account !== 'tenant-3');
  expect(bill).toMatchObject({
    state: 'accepted',
    format: 'tmf678',
    lines: {
      received: charges.length,
      accepted: known.length,
      rejected: charges.length - known.length,
      duplicate: 0,
    },
    totals: [{ currency: 'USD', accepted: text(known.reduce((total, { net }) => total + net, 0n)) }],
  });
  expect(await pullDueBills(world.operator)).toBe(0);
});

test('a partner with accounts in two rhythms that begin on one day is asked once for each, and no charge is in both', async () => {
  const two = await cloudWorld('rhythms');
  const { id: specId } = await createCycleSpec(two.operator, {
    name: 'Also on the 1st',
    anchorOn: '2026-01-01',
    frequency: 'monthly',
    timeZone: 'Europe/Warsaw',
    cutOffDays: 5,
  });
  await openCycle(two.operator, specId, 9);
  const account = { number: 'ACC-USD-9', name: 'Nine', currency: 'USD', openedOn: '2024-01-01' };
  await createAccount(two.operator, { ...account, customerId: two.customerId, cycleSpecId: specId });
  const map = (externalAccount: string, billingAccount: string) => ({
    ...{ level: 'sub_account' as const, externalAccount, billingAccount },
  });
  const mappings = [map('tenant-1', 'ACC-USD-1'), map('tenant-2', 'ACC-USD-9')];
  await setAccountMappings(two.operator, { partner: 'cumulus', mappings });
  const { id } = await save({}, two.partner);
  await testConnector(two.partner, id);
  await setConnectorState(two.partner, id, 'live');

  expect(await pullDueBills(two.operator)).toBe(2);
  expect(await pullDueBills(two.operator)).toBe(0);
  const { rows } = await owner.query<{ account: string; amount: string; bills: string }>(
    `select l.external_account as account, sum(l.amount) as amount, count(distinct b.cycle_id) as bills
     from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id
     where b.partner_id = $1 and b.state = 'accepted' and l.state = 'accepted' group by 1 order by 1`,
    [two.partnerId],
  );
  const charges = chargesOf(simulated);
  expect(rows.map(({ bills, ...row }) => ({ ...row, amount: Number(row.amount), bills }))).toEqual(
    ['tenant-1', 'tenant-2'].map((name) => {
      const own = charges.filter((charge) => charge.account === name);
      const amount = Number(text(own.reduce((total, { net }) => total + net, 0n)));
      return { account: name, amount, bills: '1' };
    }),
  );
});

describe('what goes wrong', () => {
  test('a wrong secret, a wrong place and a system that is not ready are told with the connector, and it stays a draft', async () => {
    const wrong = await save({ name: 'Wrong', secret: 'guess' });
    expect((await testConnector(world.partner, wrong.id)).pulls[0]).toMatchObject({
      outcome: 'failed',
      code: 'access_refused',
    });
    const elsewhere = await save({
      id: wrong.id,
      name: 'Wrong',
      settings: settings({ baseUrl: `${base}/nowhere` }),
      secret: 'secret',
    });
    expect(elsewhere.state).toBe('draft');
    expect((await testConnector(world.partner, wrong.id)).pulls[0]).toMatchObject({
      code: 'unexpected_answer',
    });
    simulated.moods.add('late');
    await save({ id: wrong.id, name: 'Wrong' });
    expect((await testConnector(world.partner, wrong.id)).pulls[0]).toMatchObject({ code: 'not_ready' });
    simulated.moods.clear();
    expect((await getConnector(world.partner, wrong.id)).testedAt).toBeNull();
  });

  test('an address into a private network, a taken name and a missing secret are refused at their fields', async () => {
    expect(
      await refusal(save({ name: 'Inside', settings: settings({ baseUrl: 'https://10.1.2.3/api' }) })),
    ).toBe('address_not_public');
    expect(
      await refusal(save({ name: 'Plain', settings: settings({ baseUrl: 'http://example.com/api' }) })),
    ).toBe('not_https');
    expect(await refusal(save({ name: 'Billing' }))).toBe('name_taken');
    expect(
      await refusal(
        saveConnector(world.partner, { id: null, partner: null, name: 'Open', settings: settings() }),
      ),
    ).toBe('secret_required');
  });

  test('another partner neither sees nor changes it, and its secret is in no answer and in no row', async () => {
    const [connector] = await listConnectors(world.partner, null);
    expect(await listConnectors(world.otherPartner, null)).toEqual([]);
    expect(await refusal(getConnector(world.otherPartner, connector!.id))).toBe('not_found');
    expect(await refusal(save({ id: connector!.id }, world.otherPartner))).toBe('not_found');
    expect(JSON.stringify(await getConnector(world.operator, connector!.id))).not.toContain('"secret"');
    const { rows } = await owner.query<{ bytes: Buffer }>(
      'select secret_encrypted as bytes from partner_connector',
    );
    for (const { bytes } of rows) expect(bytes.includes('secret')).toBe(false);
    const { rows: trail } = await owner.query<{ text: string }>(
      `select coalesce(after::text, '') as text from audit_entry`,
    );
    for (const entry of trail) expect(entry.text).not.toMatch(/"secret":/);
  });
});
