import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { type FocusCells, focusColumns, focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { currentBill } from '@/lib/services/bills/current-bill';
import { changeBilledBy } from '@/lib/services/catalogue/change-billed-by';
import { createMeter } from '@/lib/services/catalogue/create-meter';
import { createOffering } from '@/lib/services/catalogue/create-offering';
import { createTaxRate } from '@/lib/services/catalogue/create-tax-rate';
import { listDifferences } from '@/lib/services/differences/list-differences';
import { sweepDifferences } from '@/lib/services/differences/sweep-differences';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';
import { createProduct } from '@/lib/services/products/create-product';
import { setServiceMappings } from '@/lib/services/service-mappings/set-service-mappings';
import { ingestUsage } from '@/lib/services/usage/ingest-usage';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: Client;
let world: CloudWorld;
let worlds = 0;
let events = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set row_security = off');
});

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

/** Cumulus bills its queues itself, at 0.50 a request by the price the hub has too; two accounts have a queue. */
async function found(): Promise<void> {
  world = await cloudWorld(`difference-${++worlds}`);
  const { operator, partnerId, accounts } = world;
  await createTaxRate(operator, {
    country: 'PL',
    taxClass: 'standard',
    category: 'S',
    ratePpm: 230_000n,
    validFrom: '2020-01-01',
  });
  await createMeter(operator, {
    key: 'requests',
    name: 'Requests',
    unit: 'Requests',
    aggregation: 'sum',
    dimensions: [],
  });
  const agreements = await owner.query<{ id: string }>('select id from agreement where partner_id = $1', [
    partnerId,
  ]);
  const { id: offeringId } = await createOffering(operator, {
    slug: 'queues',
    name: 'Message queues',
    description: '',
    category: 'cloud',
    supplierId: partnerId,
    taxClass: 'standard',
    validFrom: '2024-01-01',
    prices: [
      {
        name: 'Requests',
        currency: 'USD',
        plan: { key: 'requests', kind: 'usage', model: 'per_unit', meter: 'requests', unitPrice: '0.5' },
      },
    ],
    chain: [agreements.rows[0]!.id],
  });
  await changeBilledBy(operator, 'queues', 'partner');
  for (const [billingAccountId, reference] of [
    [accounts.usd, 'q-1'],
    [accounts.usd2, 'q-2'],
  ] as const) {
    await createProduct(operator, { billingAccountId, offeringId, reference, startedOn: '2026-01-01' });
  }
  await setAccountMappings(operator, {
    partner: 'cumulus',
    mappings: [
      { level: 'sub_account', externalAccount: 'sub-1', billingAccount: 'ACC-USD-1' },
      { level: 'sub_account', externalAccount: 'sub-2', billingAccount: 'ACC-USD-2' },
    ],
  });
  await setServiceMappings(operator, {
    partner: 'cumulus',
    mappings: [{ externalService: 'Queues', to: { offering: 'queues', description: null, taxClass: null } }],
  });
}

async function use(subject: string, quantity: string): Promise<void> {
  events += 1;
  const event = {
    specversion: '1.0',
    type: 'usage',
    source: '//queues',
    id: `e-${events}`,
    time: '2026-10-09T10:00:00Z',
    subject,
    data: { meter: 'requests', quantity },
  };
  const { results } = await ingestUsage(world.operator, [event]);
  expect(results).toMatchObject([{ status: 'accepted' }]);
}

const receive = async (rows: readonly FocusCells[], externalId = 'INV-1') =>
  (
    await receivePartnerBill(world.operator, {
      partner: 'cumulus',
      cycle: world.cycle,
      externalId,
      format: 'focus-1.0',
      fileName: null,
      bytes: focusFile(rows, [...focusColumns, 'Id']),
    })
  ).bill;

const row = (SubAccountId: string, PricingQuantity: string, BilledCost: string): FocusCells => ({
  SubAccountId,
  PricingQuantity,
  BilledCost,
});

describe('a partner’s bill beside the hub’s own rating', () => {
  test('line by line with the cause; what is beyond the tolerance is a finding, for both sides', async () => {
    await found();
    await use('q-1', '100');
    await use('q-2', '40');
    const bill = await receive([row('sub-1', '120', '60'), row('sub-2', '40', '20')]);
    const { data, totals, comparison } = await listDifferences(world.partner, bill.id, wholeList);
    expect(data).toMatchObject([
      {
        account: { number: 'ACC-USD-1' },
        offering: { name: 'Message queues' },
        hubAmount: '50',
        partnerAmount: '60',
        difference: '10',
        cause: 'missing_usage',
        withinTolerance: false,
        causes: [{ fits: true, words: expect.stringContaining('20 Requests have not come in here') }],
        hub: [{ quantity: '100', amount: '50' }],
        partner: [{ service: 'Queues', quantity: '120', amount: '60', lineCount: 1 }],
      },
      { account: { number: 'ACC-USD-2' }, difference: '0', cause: 'same', withinTolerance: true },
    ]);
    expect(comparison).toMatchObject({ tolerancePercent: '1' });
    expect(totals).toMatchObject([
      { hub: '70', partner: '80', difference: '10', beyondCount: 1, mainCause: 'missing_usage' },
    ]);
    expect(bill.state).toBe('accepted');
    expect(bill.issues).toMatchObject([
      { code: 'usage_difference', severity: 'warning', amountAtStake: '10', currency: 'USD' },
    ]);
    await expect(listDifferences(world.otherPartner, bill.id, wholeList)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('is made anew when usage comes in, and when the bill is another', async () => {
    await found();
    await use('q-1', '100');
    await use('q-2', '40');
    const bill = await receive([row('sub-1', '120', '60')]);
    const causes = async (id = bill.id) =>
      (await listDifferences(world.operator, id, wholeList)).data.map(
        ({ account, cause }) => `${account!.number} ${cause}`,
      );
    expect(await causes()).toEqual(['ACC-USD-2 not_on_bill', 'ACC-USD-1 missing_usage']);
    await use('q-1', '20');
    expect(await causes()).toEqual(['ACC-USD-2 not_on_bill', 'ACC-USD-1 same']);
    expect((await getPartnerBill(world.operator, bill.id)).issues).toMatchObject([{ amountAtStake: '-20' }]);
    const second = await receive([row('sub-2', '40', '20')], 'INV-2');
    expect(await causes(second.id)).toEqual(expect.arrayContaining(['ACC-USD-1 same', 'ACC-USD-2 same']));
    expect(await causes()).toEqual([]);
    expect((await getPartnerBill(world.operator, bill.id)).issues).toEqual([]);
    expect(second.issues).toEqual([]);
  });

  test('is made anew in the background when usage comes late, and only then', async () => {
    await found();
    await use('q-1', '100');
    const bill = await receive([row('sub-1', '120', '60')]);
    const findings = async () =>
      (await getPartnerBill(world.operator, bill.id)).issues.map(({ code, amountAtStake }) => [
        code,
        amountAtStake,
      ]);
    expect(await findings()).toEqual([['usage_difference', '10']]);
    expect(await sweepDifferences(world.operator)).toEqual({ compared: 0 });
    await use('q-1', '19');
    await use('q-1', '1');
    expect(await sweepDifferences(world.operator)).toEqual({ compared: 1 });
    expect(await findings()).toEqual([]);
    await use('q-2', '8');
    expect(await sweepDifferences(world.operator)).toEqual({ compared: 1 });
    expect(await findings()).toEqual([['usage_difference', '-4']]);
    expect(await sweepDifferences(world.operator)).toEqual({ compared: 0 });

    // Usage of a cycle that is older than the agreement takes changes nothing any more.
    await use('q-1', '5');
    expect(await sweepDifferences({ ...world.operator, now: '2029-11-02T00:00:00Z' })).toEqual({
      compared: 0,
    });
    await expect(sweepDifferences(world.partner)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('comes to be when the hub gets the product after the bill', async () => {
    await found();
    await changeBilledBy(world.operator, 'queues', 'hub');
    const bill = await receive([row('sub-1', '120', '60')]);
    await changeBilledBy(world.operator, 'queues', 'partner');
    expect(await sweepDifferences(world.operator)).toEqual({ compared: 0 });
    await use('q-1', '100');
    expect(await sweepDifferences(world.operator)).toEqual({ compared: 1 });
    expect((await listDifferences(world.operator, bill.id, wholeList)).data).toMatchObject([
      { cause: 'missing_usage', difference: '10' },
      { cause: 'same', difference: '0' },
    ]);
  });

  test('no run charges what the partner bills; back with the hub it does', async () => {
    await found();
    const event = {
      specversion: '1.0',
      type: 'usage',
      source: '//queues',
      id: 'now',
      time: '2026-11-09T10:00:00Z',
      subject: 'q-1',
    };
    await ingestUsage(world.operator, [{ ...event, data: { meter: 'requests', quantity: '10' } }]);
    const net = async () => (await currentBill(world.operator, 'ACC-USD-1')).net;
    expect(await net()).toBe('0.00');
    await changeBilledBy(world.operator, 'queues', 'hub');
    expect(await net()).toBe('5.00');
  });
});
