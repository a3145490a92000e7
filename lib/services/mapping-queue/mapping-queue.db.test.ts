import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { type FocusCells, focusColumns, focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { currentBill } from '@/lib/services/bills/current-bill';
import { createOffering } from '@/lib/services/catalogue/create-offering';
import { createTaxRate } from '@/lib/services/catalogue/create-tax-rate';
import { listQueue, sumQueueMoney } from '@/lib/services/mapping-queue/list-queue';
import { resolveQueue } from '@/lib/services/mapping-queue/resolve-queue';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';
import { setServiceMappings } from '@/lib/services/service-mappings/set-service-mappings';
import { setTaxMappings } from '@/lib/services/tax-mappings/set-tax-mappings';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: Client;
let world: CloudWorld;
let worlds = 0;

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

/** A world with two tax classes, an offering of the partner with a chain of its own, and the given policy on services. */
async function found(policy: 'any' | 'mapped'): Promise<void> {
  world = await cloudWorld(`queue-${++worlds}`);
  const { operator, partnerId } = world;
  for (const [taxClass, rate] of [
    ['standard', 230_000n],
    ['reduced', 80_000n],
  ] as const) {
    await createTaxRate(operator, {
      country: 'PL',
      taxClass,
      category: 'S',
      ratePpm: rate,
      validFrom: '2020-01-01',
    });
  }
  await owner.query('update agreement set service_policy = $1 where operator_id = $2', [
    policy,
    operator.actor.operatorId,
  ]);
  await createOffering(operator, {
    slug: 'queues',
    name: 'Message queues',
    description: '',
    category: 'cloud',
    supplierId: partnerId,
    taxClass: 'reduced',
    validFrom: '2024-01-01',
    prices: [],
  });
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

const mapAccount = (externalAccount = 'sub-1', billingAccount: string | null = 'ACC-USD-1') =>
  setAccountMappings(world.operator, {
    partner: 'cumulus',
    mappings: [{ level: 'sub_account', externalAccount, billingAccount }],
  });

const mapService = (externalService: string, taxClass: string | null, offering: string | null = null) =>
  setServiceMappings(world.operator, {
    partner: 'cumulus',
    mappings: [{ externalService, to: { offering, description: null, taxClass } }],
  });

/** What the account's bill has of the partner now, from the code that bills. */
const billed = async () => {
  const bill = await currentBill(world.operator, 'ACC-USD-1');
  const lines = bill.sections.flatMap(({ lines }) => lines);
  return lines.map(
    ({ description, amount, taxRatePercent }) => `${description} ${amount} at ${taxRatePercent} %`,
  );
};

describe('what a service and a tax code are here', () => {
  test('names, taxes and shares the bill’s lines; two classes in one group are two lines', async () => {
    await found('any');
    await mapAccount();
    const bill = await receive([{ BilledCost: '1' }, { BilledCost: '2' }, { BilledCost: '4' }]);
    expect(await billed()).toEqual(['Queues 7.00 at 23 %']);
    await mapService('Queues', null, 'queues');
    expect(await billed()).toEqual(['Message queues 7.00 at 8 %']);
    await owner.query(
      `update partner_bill_line set tax_code = 'FULL' where partner_bill_id = $1 and line_no = 2`,
      [bill.id],
    );
    await setTaxMappings(world.operator, {
      partner: 'cumulus',
      mappings: [{ externalCode: 'FULL', taxClass: 'standard' }],
    });
    expect(await billed()).toEqual(['Message queues 2.00 at 23 %', 'Message queues 5.00 at 8 %']);
    await setServiceMappings(world.operator, {
      partner: 'cumulus',
      mappings: [{ externalService: 'Queues', to: null }],
    });
    expect(await billed()).toEqual(['Queues 7.00 at 23 %']);
  });

  test('waits where the agreement asks for a mapping, and is accepted once there is one', async () => {
    await found('mapped');
    await mapAccount();
    const bill = await receive([{ BilledCost: '1.5' }, { BilledCost: '2', ServiceName: 'Compute' }]);
    expect(bill).toMatchObject({ state: 'validated', lines: { accepted: 0, rejected: 2 } });
    expect(bill.issues).toMatchObject([
      { code: 'unknown_product', amountAtStake: '1.5' },
      { code: 'unknown_product', amountAtStake: '2' },
    ]);
    expect(await mapService('Queues', 'reduced')).toMatchObject({
      bills: [{ changedLines: 1, state: 'accepted' }],
    });
    expect(await getPartnerBill(world.operator, bill.id)).toMatchObject({
      lines: { accepted: 1, rejected: 1 },
    });
    expect(await billed()).toEqual(['Queues 1.50 at 8 %']);
  });
});

describe('the queue', () => {
  test('says how much money waits for what, and what it may be; accepting it lets the money go', async () => {
    await found('mapped');
    await mapAccount();
    await receive([
      { BilledCost: '0.000004', SubAccountId: 'ACC USD 1', SubAccountName: 'Whoever' },
      { BilledCost: '7', SubAccountId: 'small', SubAccountName: 'ACC-USD-2' },
      { BilledCost: '-9', ServiceName: 'Message queue' },
      { BilledCost: '20', ServiceName: 'Message queue' },
    ]);
    await receive(
      [{ BilledCost: '5', SubAccountId: 'small', SubAccountName: 'ACC-USD-2', ChargeDescription: 'More' }],
      'INV-2',
    );
    const { data } = await listQueue(world.operator, null, { ...wholeList, filters: { state: ['waiting'] } });
    const first = data.map((entry) => ({ ...entry, suggestions: entry.suggestions.slice(0, 1) }));
    expect(first).toMatchObject([
      {
        partner: { slug: 'cumulus' },
        kind: 'sub_account',
        name: 'small',
        label: expect.any(String),
        waits: true,
        money: [{ currency: 'USD', amount: '12' }],
        lineCount: 2,
        billCount: 2,
        suggestions: [{ billingAccount: 'ACC-USD-2', reason: expect.stringContaining('Same name') }],
      },
      {
        kind: 'service',
        name: 'Message queue',
        money: [{ amount: '11' }],
        lineCount: 2,
        suggestions: [
          { service: { offering: 'queues', taxClass: 'reduced' }, reason: expect.stringContaining('% like') },
        ],
      },
      {
        name: 'ACC USD 1',
        money: [{ amount: '0.000004' }],
        suggestions: [{ billingAccount: 'ACC-USD-1', reason: 'Same number, ACC-USD-1.' }],
      },
    ]);
    // Named by lines that wait for their account alone: nothing waits for it yet.
    const asIs = await listQueue(world.operator, null, { ...wholeList, filters: { state: ['billed'] } });
    expect(asIs.data).toMatchObject([{ kind: 'service', name: 'Queues', money: [{ amount: '12.000004' }] }]);
    expect(await sumQueueMoney(world.operator, null)).toMatchObject([
      { currency: 'USD', amount: '23.000004', lineCount: 5, entryCount: 3 },
    ]);

    const answers = data.map(({ partner, kind, name, label, suggestions }) => ({
      partner: partner.id,
      kind,
      name,
      ...suggestions[0]!,
      label,
    }));
    expect(await resolveQueue(world.operator, answers)).toMatchObject({ mappings: 3, changedLines: 5 });
    const after = await listQueue(world.operator, 'cumulus', wholeList);
    expect(after.data).toMatchObject([
      { kind: 'service', name: 'Queues', waits: true, money: [{ amount: '12.000004' }] },
    ]);
  });

  test('shows a partner its own, without what other partners have; nobody else anything', async () => {
    await found('any');
    await setAccountMappings(world.operator, {
      partner: 'nimbus',
      mappings: [{ level: 'sub_account', externalAccount: 'sub-1', billingAccount: 'ACC-USD-2' }],
    });
    await receive([{ BilledCost: '3' }]);
    const reasonFor = async (ctx: typeof world.operator) =>
      (await listQueue(ctx, null, { ...wholeList, filters: { kind: ['sub_account'] } })).data[0]!
        .suggestions[0]?.reason;
    expect(await reasonFor(world.operator)).toBe('Nimbus maps the same id to this account.');
    expect(await reasonFor(world.partner)).toBeUndefined();
    expect((await listQueue(world.otherPartner, null, wholeList)).data).toEqual([]);
    await expect(listQueue(world.otherPartner, 'cumulus', wholeList)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('refuses a foreign offering and an unknown tax class, all or nothing', async () => {
    await found('any');
    const attempt = setServiceMappings(world.operator, {
      partner: 'nimbus',
      mappings: [
        { externalService: 'a', to: { offering: 'queues', description: null, taxClass: null } },
        { externalService: 'b', to: { offering: null, description: null, taxClass: 'luxury' } },
        { externalService: 'b', to: null },
      ],
    });
    await expect(attempt).rejects.toMatchObject({
      issues: [{ code: 'unknown_offering' }, { code: 'unknown_tax_class' }, { code: 'repeated_mapping' }],
    });
  });
});
