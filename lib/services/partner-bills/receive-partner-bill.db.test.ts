import { existsSync, readFileSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import type { AppError } from '@/lib/errors';
import { type FocusCells, focusColumns, focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { twoRates, type UblOptions, ublFile } from '@/lib/integrations/partner-bills/ubl/ubl.fixture';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import type { ServiceContext } from '@/lib/services/context';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { listPartnerBillLines } from '@/lib/services/partner-bills/list-partner-bill-lines';
import { listPartnerBills } from '@/lib/services/partner-bills/list-partner-bills';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import {
  type ReceivePartnerBillInput,
  receivePartnerBill,
} from '@/lib/services/partner-bills/receive-partner-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: Client;
let world: CloudWorld;
let other: CloudWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  // Sums are asked of the rows themselves, as nobody's tenant.
  await owner.query('set row_security = off');
  world = await cloudWorld('receiving');
  other = await cloudWorld('elsewhere');
  await map(world, 'payer', 'payer-1', 'ACC-USD-1');
});

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

const map = (
  of: CloudWorld,
  level: 'payer' | 'sub_account',
  externalAccount: string,
  billingAccount: string,
) =>
  setAccountMappings(of.operator, {
    partner: 'cumulus',
    mappings: [{ level, externalAccount, billingAccount }],
  });

let bills = 0;

const receive = (
  rows: readonly FocusCells[],
  input: Partial<ReceivePartnerBillInput> = {},
  ctx: ServiceContext = world.operator,
) =>
  receivePartnerBill(ctx, {
    partner: 'cumulus',
    cycle: world.cycle,
    externalId: `INV-${++bills}`,
    format: 'focus-1.0',
    fileName: 'bill.csv',
    bytes: focusFile(
      rows.map((row) => ({ ResourceId: `of bill ${bills}`, ...row })),
      [...focusColumns, 'ResourceId', 'Id'],
    ),
    ...input,
  });

async function refusal(attempt: Promise<unknown>): Promise<AppError> {
  const error = await attempt.then(
    () => null,
    (reason: AppError) => reason,
  );
  if (error === null) throw new Error('It was taken.');
  return error;
}

type Stored = { state: string; lines: string; amount: string | null };

/** Lines by state, by SQL of its own. */
const storedLines = async (id: string) =>
  (
    await owner.query<Stored>(
      `select state, count(*)::text as lines, trim_scale(sum(amount))::text as amount
       from partner_bill_line where partner_bill_id = $1 group by state order by state`,
      [id],
    )
  ).rows;

const billCount = async () =>
  Number((await owner.query<{ n: string }>('select count(*) as n from partner_bill')).rows[0]!.n);

describe('a bill', () => {
  test('is stored to the last place, and its counts and totals are those of its rows', async () => {
    const { bill, created } = await receive([
      { BilledCost: '0.00000080000' },
      { BilledCost: '-2.61370000000', ChargeCategory: 'Credit' },
      { BilledCost: '1e-15', ChargeCategory: 'Adjustment' },
    ]);
    expect(created).toBe(true);
    expect(bill).toMatchObject({
      partner: { slug: 'cumulus' },
      cycle: { id: world.cycle, from: '2026-10-01', to: '2026-11-01' },
      state: 'accepted',
      lines: { received: 3, accepted: 3, rejected: 0, duplicate: 0 },
      totals: [
        { currency: 'USD', stated: null, received: '-2.613699199999999', accepted: '-2.613699199999999' },
      ],
      issues: [],
    });
    expect(await storedLines(bill.id)).toEqual([
      { state: 'accepted', lines: '3', amount: '-2.613699199999999' },
    ]);
  });

  test('keeps every row: lines in = accepted + rejected + duplicate, each with its reason and content', async () => {
    const { bill } = await receive([
      { BilledCost: '10', Id: '1' },
      { BilledCost: '10', Id: '1' },
      { BilledCost: 'ten', Id: '3' },
      { BilledCost: '5', Id: '4', BillingAccountId: 'stranger', SubAccountId: 'stranger-1' },
      { BilledCost: '2', Id: '5', ChargeCategory: 'Tax' },
      { BilledCost: '3', Id: '6', ChargePeriodStart: '2023-10-31 22:00:00' },
      { BilledCost: '4', Id: '7', BillingCurrency: 'EURO' },
      { BilledCost: '6', Id: '8', BillingCurrency: 'EUR' },
    ]);
    expect(bill.state).toBe('accepted');
    expect(bill.lines).toEqual({ received: 8, accepted: 1, rejected: 6, duplicate: 1 });
    expect(bill.totals).toEqual([
      { currency: 'EUR', stated: null, received: '6', accepted: '0' },
      { currency: 'USD', stated: null, received: '30', accepted: '10' },
    ]);
    expect(bill.issues.map(({ code, path, amountAtStake }) => [code, path, amountAtStake])).toEqual([
      ['duplicate_line', 'lines.2.Id', '10'],
      ['unknown_account', 'lines.4.SubAccountId', '5'],
      ['tax_line', 'lines.5.ChargeCategory', '2'],
      ['period_outside_window', 'lines.6.ChargePeriodStart', '3'],
      ['unknown_currency', 'lines.7.BillingCurrency', '4'],
      ['currency_mismatch', 'lines.8.BillingCurrency', '6'],
      ['bad_number', 'lines.3.BilledCost', null],
    ]);
    const { data } = await listPartnerBillLines(world.operator, bill.id, {
      ...wholeList,
      filters: { state: ['rejected'] },
    });
    expect(data.map(({ lineNo, issueCode }) => `${lineNo} ${issueCode}`)).toEqual([
      '3 unreadable_line',
      '4 unknown_account',
      '5 tax_line',
      '6 period_outside_window',
      '7 unknown_currency',
      '8 currency_mismatch',
    ]);
    expect(data[0]).toMatchObject({
      source: { BilledCost: 'ten', ServiceName: 'Queues' },
      problems: [{ code: 'bad_number' }],
    });
  });

  test('of which no line can be billed waits when a mapping would free some, and is rejected when nothing would', async () => {
    const stranger = { BillingAccountId: 'nobody', SubAccountId: 'nobody-1' };
    expect((await receive([stranger])).bill.state).toBe('validated');
    expect((await receive([{ ChargeCategory: 'Tax' }])).bill.state).toBe('rejected');
  });

  test('that does not come to its stated total is rejected whole, and its correction under a new number is not a duplicate', async () => {
    const rows = [
      { BilledCost: '0.125', ResourceId: 'stated' },
      { BilledCost: '0.25', ResourceId: 'stated' },
    ];
    const { bill } = await receive(rows, { statedTotals: [{ currency: 'USD', amount: '0.5' }] });
    expect(bill).toMatchObject({
      state: 'rejected',
      lines: { received: 2, accepted: 0, rejected: 2, duplicate: 0 },
      totals: [{ stated: '0.5', received: '0.375', accepted: '0' }],
      issues: [{ code: 'total_mismatch', amountAtStake: '0.125' }],
    });
    expect(await storedLines(bill.id)).toEqual([{ state: 'rejected', lines: '2', amount: '0.375' }]);
    const again = await receive([...rows, { BilledCost: '0.125', ResourceId: 'third' }], {
      statedTotals: [{ currency: 'USD', amount: '0.5' }],
    });
    expect(again.bill).toMatchObject({ state: 'accepted', lines: { accepted: 3 } });
  });
});

describe('an invoice in UBL', () => {
  const receiveUbl = (options: Partial<UblOptions> & { number: string }) =>
    receive([], { format: 'ubl', fileName: 'invoice.xml', bytes: ublFile({ ...twoRates, ...options }) });

  test('comes in with its lines, its allowance, its totals and its tax by rate', async () => {
    const { bill } = await receiveUbl({ number: 'UBL-1' });
    expect(bill).toMatchObject({
      state: 'accepted',
      lines: { received: 3, accepted: 3, rejected: 0, duplicate: 0 },
      totals: [{ currency: 'USD', stated: '140', received: '140', accepted: '140' }],
      statement: {
        number: 'UBL-1',
        gross: '160.6',
        taxes: [
          { category: 'S', ratePpm: '190000', base: '90', tax: '17.1' },
          { category: 'S', ratePpm: '70000', base: '50', tax: '3.5' },
        ],
      },
      issues: [],
    });
  });

  test('a credit note takes its lines back', async () => {
    const { bill } = await receiveUbl({ number: 'UBL-2', isCredit: true });
    expect(bill).toMatchObject({ state: 'accepted', totals: [{ stated: '-140', accepted: '-140' }] });
  });

  test('that does not hold together is rejected whole, and still is when the mapping changes', async () => {
    const { bill } = await receiveUbl({
      number: 'UBL-3',
      buyer: 'later',
      tax: '20.61',
      totals: { ...twoRates.totals, gross: '160.61', payable: '160.61' },
    });
    const found = { state: 'rejected', lines: { accepted: 0, rejected: 3 } };
    expect(bill).toMatchObject(found);
    expect(bill.issues.map(({ code }) => code)).toContain('tax_sum_mismatch');
    await map(world, 'payer', 'later', 'ACC-USD-1');
    const again = await getPartnerBill(world.operator, bill.id);
    expect(again).toMatchObject(found);
    expect(again.issues.map(({ code }) => code)).toContain('tax_sum_mismatch');
  });
});

describe('the same again', () => {
  test('the same bytes, under any number, answer the bill that is there and add nothing', async () => {
    const first = await receive([{ BilledCost: '7' }], { externalId: 'SAME-1' });
    const bytes = focusFile(
      [{ BilledCost: '7', ResourceId: `of bill ${bills}` }],
      [...focusColumns, 'ResourceId', 'Id'],
    );
    const before = await billCount();
    for (const externalId of ['SAME-1', 'SAME-2']) {
      const again = await receive([], { externalId, bytes });
      expect(again).toMatchObject({ created: false, bill: { id: first.bill.id, externalId: 'SAME-1' } });
    }
    expect(await billCount()).toBe(before);
  });

  test('the same number with other bytes is refused', async () => {
    await receive([{ BilledCost: '8' }], { externalId: 'NUMBER-1' });
    const error = await refusal(receive([{ BilledCost: '9' }], { externalId: 'NUMBER-1' }));
    expect(error).toMatchObject({ kind: 'conflict', code: 'external_id_conflict' });
  });

  test('sent five times at once it is one bill', async () => {
    const bytes = focusFile([{ BilledCost: '11', ChargeDescription: 'at once' }]);
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => receive([], { externalId: `ONCE-${n}`, bytes })),
    );
    expect(new Set(answers.map(({ bill }) => bill.id)).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(await storedLines(answers[0]!.bill.id)).toEqual([{ state: 'accepted', lines: '1', amount: '11' }]);
  });

  test('lines that an earlier bill has are duplicates, also of a file that comes at the same time', async () => {
    const shared = Array.from({ length: 20 }, (_, i) => ({ Id: `shared-${i}`, BilledCost: '1' }));
    const [a, b] = await Promise.all([
      receive([...shared, { Id: 'only-a' }]),
      receive([...shared, { Id: 'only-b' }]),
    ]);
    expect(a.bill.lines.accepted + b.bill.lines.accepted).toBe(22);
    expect(a.bill.lines.duplicate + b.bill.lines.duplicate).toBe(20);
  });
});

describe('what is refused leaves nothing', () => {
  test.each<[string, Partial<ReceivePartnerBillInput>, string]>([
    ['a format nobody knows', { format: 'pdf' }, 'unknown_format'],
    ['a format from the prototype', { format: 'constructor' }, 'unknown_format'],
    ['a format not read yet', { format: 'csv' }, 'mapping_required'],
    ['no number', { externalId: ' ' }, 'external_id_required'],
    ['no partner', { partner: null }, 'partner_required'],
    ['an unknown partner', { partner: 'nobody' }, 'not_found'],
    ['an unknown cycle', { cycle: '0193a000-0000-7000-8000-000000000000' }, 'not_found'],
    ['a cycle that is no id', { cycle: 'october' }, 'not_found'],
    ['an empty file', { bytes: Buffer.alloc(0) }, 'empty_file'],
  ])('%s', async (_, input, code) => {
    const before = await billCount();
    expect(await refusal(receive([{}], input))).toMatchObject({ code });
    expect(await billCount()).toBe(before);
  });

  test('no cycle is refused with those there are', async () => {
    const error = await refusal(receive([{}], { cycle: null }));
    expect(error.issues).toEqual([
      expect.objectContaining({
        code: 'cycle_required',
        path: 'cycle',
        message: expect.stringContaining(world.cycle),
      }),
    ]);
  });

  test('a file that breaks after thousands of good rows leaves none of them, and can be sent again', async () => {
    const rows = Array.from({ length: 2500 }, (_, i) => ({ ResourceId: `broken ${i}` }));
    const good = focusFile(rows, [...focusColumns, 'ResourceId']);
    const before = await owner.query('select count(*) from partner_bill_line');
    const broken = Buffer.concat([good, Buffer.from('1,"x"y\n')]);
    expect(await refusal(receive([], { externalId: 'BROKEN', bytes: broken }))).toMatchObject({
      code: 'broken_quotes',
    });
    expect((await owner.query('select count(*) from partner_bill_line')).rows).toEqual(before.rows);
    const { bill, created } = await receive([], { externalId: 'BROKEN', bytes: good });
    expect(created).toBe(true);
    expect(bill.lines.accepted).toBe(2500);
  });

  test('a sender who stops half way leaves nothing', async () => {
    const before = await billCount();
    async function* stopping() {
      yield focusFile([{}]);
      throw new Error('connection reset');
    }
    expect((await refusal(receive([], { bytes: stopping() }))).message).toBe('connection reset');
    expect(await billCount()).toBe(before);
  });
});

describe('who may', () => {
  test('a partner sends and sees its own bills, and no other partner’s', async () => {
    const { bill } = await receive([{ BilledCost: '12' }], { partner: null }, world.partner);
    expect(bill.partner.slug).toBe('cumulus');
    expect(await refusal(receive([{}], { partner: 'cumulus' }, world.otherPartner))).toMatchObject({
      code: 'not_found',
    });
    expect(await refusal(getPartnerBill(world.otherPartner, bill.id))).toMatchObject({ code: 'not_found' });
    expect(await refusal(listPartnerBillLines(world.otherPartner, bill.id, wholeList))).toMatchObject({
      code: 'not_found',
    });
    expect((await listPartnerBills(world.otherPartner, wholeList)).data).toEqual([]);
    expect((await listPartnerBills(world.partner, wholeList)).data.map(({ id }) => id)).toContain(bill.id);
  });

  test('another operator sees nothing, not even that it is there', async () => {
    const { bill } = await receive([{ BilledCost: '13' }]);
    expect(await refusal(getPartnerBill(other.operator, bill.id))).toMatchObject({ code: 'not_found' });
    expect((await listPartnerBills(other.operator, wholeList)).data).toEqual([]);
    expect(await refusal(receive([{}], { cycle: world.cycle }, other.operator))).toMatchObject({
      code: 'not_found',
    });
  });

  test('a viewer may look and not send; a customer neither', async () => {
    const viewer: ServiceContext = { ...world.partner, actor: { ...world.partner.actor, role: 'viewer' } };
    expect((await listPartnerBills(viewer, wholeList)).data.length).toBeGreaterThan(0);
    expect(await refusal(receive([{}], {}, viewer))).toMatchObject({ kind: 'forbidden' });
    const customer: ServiceContext = {
      ...world.operator,
      actor: { ...world.operator.actor, audience: 'customer', partyId: world.customerId },
    };
    expect(() => listPartnerBills(customer, wholeList)).toThrow(
      expect.objectContaining({ kind: 'forbidden' }),
    );
  });
});

test('the trail says who sent what', async () => {
  const { bill } = await receive([{ BilledCost: '14' }], {}, world.partner);
  const { rows } = await owner.query(
    `select a.actor, a.after ->> 'externalId' as "externalId", o.type from audit_entry a
     join outbox_event o on o.entity_id = a.entity_id where a.entity_id = $1`,
    [bill.id],
  );
  expect(rows).toEqual([
    { actor: `key:${world.partnerId} key`, externalId: bill.externalId, type: 'partner-bill.received' },
  ]);
});

test('lists turn their pages without losing or repeating a row', async () => {
  const { bill } = await receive(
    Array.from({ length: 45 }, (_, i) => ({ BilledCost: String(i % 7), Id: `page-${i}` })),
  );
  for (const sort of [null, { id: 'amount', descending: true }]) {
    const seen: number[] = [];
    let after: string | null = null;
    do {
      const page = await listPartnerBillLines(world.operator, bill.id, {
        ...wholeList,
        sort,
        after,
        pageSize: 10,
      });
      seen.push(...page.data.map(({ lineNo }) => lineNo));
      after = page.nextCursor;
    } while (after !== null);
    expect(seen).toHaveLength(45);
    expect(new Set(seen).size).toBe(45);
  }
});

const sample = `${import.meta.dirname}/../../../../shared/data/focus/focus_sample_1000.csv`;

test.skipIf(!existsSync(sample))(
  'the real FOCUS sample is taken whole (skipped where ../shared is not there)',
  async () => {
    for (const payer of [
      '1234567890123',
      '20209880',
      '/providers/Microsoft.Billing/billingAccounts/8611537',
    ]) {
      await map(other, 'payer', payer, 'ACC-USD-1');
    }
    const { bill } = await receive([], { cycle: other.cycle, bytes: readFileSync(sample) }, other.operator);
    expect(bill).toMatchObject({
      state: 'accepted',
      lines: { received: 1000, accepted: 1000, rejected: 0, duplicate: 0 },
      totals: [{ currency: 'USD', received: '20.52022672899', accepted: '20.52022672899' }],
      issues: [],
    });
    expect(await storedLines(bill.id)).toEqual([
      { state: 'accepted', lines: '1000', amount: '20.52022672899' },
    ]);
  },
);
