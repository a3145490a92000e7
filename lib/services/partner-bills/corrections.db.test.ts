import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { type FocusCells, focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { openCycle } from '@/lib/services/cycles/open-cycle';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import {
  type ReceivePartnerBillInput,
  receivePartnerBill,
} from '@/lib/services/partner-bills/receive-partner-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { verifyBooks } from '@/scripts/verify/verify-books';

let database: TestDatabase;
let owner: Client;
let world: CloudWorld;
let november: string;
let december: string;

const DECEMBER_6 = '2026-12-06T10:00:00.000Z';
const JANUARY_6 = '2027-01-06T10:00:00.000Z';

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set row_security = off');
  world = await cloudWorld('corrections');
  november = (await openCycle(world.operator, world.specId, 10)).id;
  december = (await openCycle(world.operator, world.specId, 11)).id;
  await owner.query(`update agreement set late_policy = 'carry_over'`);
  await owner.query(
    `insert into tax_rate (operator_id, id, country, tax_class, category, rate_ppm, valid_from)
     select id, gen_random_uuid(), 'PL', 'standard', 'S', 230000, '2020-01-01' from operator`,
  );
  await setAccountMappings(world.operator, {
    partner: 'cumulus',
    mappings: [
      { level: 'sub_account', externalAccount: 'one', billingAccount: 'ACC-USD-1' },
      { level: 'sub_account', externalAccount: 'two', billingAccount: 'ACC-USD-2' },
    ],
  });
});

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

type Row = [account: string, service: string, cost: string];

const cells = ([SubAccountId, ServiceName, BilledCost]: Row): FocusCells => ({
  SubAccountId,
  ServiceName,
  BilledCost,
  BillingAccountId: 'nobody',
});

async function send(externalId: string, rows: readonly Row[], input: Partial<ReceivePartnerBillInput> = {}) {
  return receivePartnerBill(world.partner, {
    partner: null,
    cycle: input.replaces ? null : world.cycle,
    externalId,
    format: 'focus-1.0',
    fileName: `${externalId}.csv`,
    bytes: focusFile(rows.map(cells)),
    ...input,
  });
}

async function run(cycleId: string, now: string) {
  const ctx = { ...world.operator, now };
  const { id } = await startBillRun(ctx, { cycleId });
  await advanceBillRun(ctx, id);
  return getBillRun(ctx, id);
}

async function issue(runId: string, now: string) {
  const ctx = { ...world.operator, now };
  await approveBillRun(ctx, runId);
  await issueBillRun(ctx, runId);
  return getBillRun(ctx, runId);
}

/** Every line of partner charges on a cycle's bills: account, service, cents. */
const linesOf = async (cycleId: string) =>
  (
    await owner.query<{ line: string }>(
      `select a.number || ' ' || l.description || ' ' || l.amount_minor as line
       from bill b join bill_line l on l.bill_id = b.id join billing_account a on a.id = b.billing_account_id
       where b.cycle_id = $1 and l.partner_bill_id is not null order by 1`,
      [cycleId],
    )
  ).rows.map(({ line }) => line);

/** Groups of the standing bill whose rounded sum is not what issued bills charged for it, and charges of no such group. */
const differences = async () =>
  (
    await owner.query(
      `with standing as (
         select l.billing_account_id as account, l.service, round(sum(l.amount) * 100) as cents
         from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id
         where b.state = 'accepted' and l.state = 'accepted' group by 1, 2),
       billed as (
         select l.billing_account_id as account, l.description as service, sum(l.amount_minor) as cents
         from bill_line l join bill b on b.id = l.bill_id
         where b.state = 'issued' and l.partner_bill_id is not null group by 1, 2)
       select * from standing full join billed using (account, service)
       where coalesce(standing.cents, 0) <> coalesce(billed.cents, 0)`,
    )
  ).rows;

describe('a corrected bill', () => {
  test('before issue takes the place of the first, and the draft simply changes', async () => {
    const first = await send('INV-1', [
      ['one', 'Compute', '12.0011'],
      ['one', 'Storage', '5.005'],
      ['one', 'Support', '3'],
      ['two', 'Compute', '7.5'],
    ]);
    await run(world.cycle, world.operator.now);
    const { bill, created } = await send(
      'INV-1a',
      [
        ['one', 'Compute', '12.0011'],
        ['one', 'Storage', '4.995'],
        ['one', 'Support', '3'],
        ['two', 'Compute', '7.5'],
        ['lost', 'Compute', '1.004'],
      ],
      { replaces: 'INV-1' },
    );
    expect(created).toBe(true);
    expect(bill).toMatchObject({
      state: 'accepted',
      replaces: { id: first.bill.id, externalId: 'INV-1' },
      replacedBy: null,
      lines: { received: 5, accepted: 4, rejected: 1, duplicate: 0 },
    });
    expect(await getPartnerBill(world.partner, first.bill.id)).toMatchObject({
      state: 'replaced',
      replacedBy: { id: bill.id },
    });
    const again = await run(world.cycle, world.operator.now);
    expect(again.changes).toMatchObject({ updated: 2 });
    expect(await linesOf(world.cycle)).toEqual([
      'ACC-USD-1 Compute 1200',
      'ACC-USD-1 Storage 500',
      'ACC-USD-1 Support 300',
      'ACC-USD-2 Compute 750',
    ]);
    expect((await run(world.cycle, world.operator.now)).changes).toMatchObject({ created: 0, updated: 0 });
  });

  test('that comes while a draft waits for issue holds it, and the next run has it right', async () => {
    const drafted = await run(world.cycle, world.operator.now);
    await send(
      'INV-1b',
      [
        ['one', 'Compute', '12.0011'],
        ['one', 'Storage', '4.995'],
        ['one', 'Support', '3'],
        ['two', 'Compute', '7.51'],
        ['lost', 'Compute', '1.004'],
      ],
      { replaces: 'INV-1a' },
    );
    const stale = await issue(drafted.id, world.operator.now);
    expect(stale.accounts).toMatchObject({ held: 2 });
    expect(stale.issues.map(({ code }) => code)).toEqual(['stale_draft', 'stale_draft']);
    const { id } = await run(world.cycle, world.operator.now);
    expect((await issue(id, world.operator.now)).accounts).toMatchObject({ held: 0 });
    expect(await linesOf(world.cycle)).toContain('ACC-USD-2 Compute 751');
    expect(await differences()).toEqual([]);
  });

  test('after issue is credit and extra lines on the next bill, with the account that it leaves out, and late mapping goes on', async () => {
    const { bill } = await send(
      'INV-1c',
      [
        ['one', 'Compute', '12.004'],
        ['one', 'Storage', '6.2049'],
        ['lost', 'Compute', '1.004'],
      ],
      { replaces: 'INV-1b' },
    );
    expect(bill.state).toBe('accepted');
    const mapping = { level: 'sub_account' as const, externalAccount: 'lost', billingAccount: 'ACC-USD-1' };
    await setAccountMappings(world.operator, { partner: 'cumulus', mappings: [mapping] });

    const { id } = await run(november, DECEMBER_6);
    // Compute: 12.004 + 1.004 = 13.008 is 13.01, of which 12.00 is charged.
    expect(await linesOf(november)).toEqual([
      'ACC-USD-1 Compute 101',
      'ACC-USD-1 Storage 120',
      'ACC-USD-1 Support -300',
      'ACC-USD-2 Compute -751',
    ]);
    const [support] = (
      await owner.query(
        `select kind, steps->-1 as step from bill_line where description = 'Support' and amount_minor < 0`,
      )
    ).rows;
    expect(support).toMatchObject({
      kind: 'adjustment',
      step: {
        ...{ code: 'partner_correction', bill: 'INV-1c', replaces: 'INV-1b' },
        ...{ now: '0.00', before: '3.00', bills: 'B-000001', result: '-3.00' },
      },
    });
    expect((await run(november, DECEMBER_6)).changes).toMatchObject({ created: 0, updated: 0 });
    expect(id).not.toBe('');
    const again = await run(november, DECEMBER_6);
    await issue(again.id, DECEMBER_6);
    expect(await differences()).toEqual([]);
  });

  test('that is the same to the cent says nothing to the customer, and mapping moves nothing that was charged', async () => {
    await send(
      'INV-1d',
      [
        ['one', 'Compute', '12.0041'],
        ['one', 'Storage', '6.2048'],
        ['lost', 'Compute', '1.004'],
      ],
      { replaces: 'INV-1c' },
    );
    const mapping = { level: 'sub_account' as const, externalAccount: 'one', billingAccount: 'ACC-USD-2' };
    const { bills } = await setAccountMappings(world.operator, { partner: 'cumulus', mappings: [mapping] });
    expect(bills.map(({ changedLines }) => changedLines)).toEqual([0]);
    const { id } = await run(december, JANUARY_6);
    expect(await linesOf(december)).toEqual([]);
    await issue(id, JANUARY_6);
    expect(await differences()).toEqual([]);
    expect(
      (await owner.query(`select external_id, state from partner_bill order by external_id`)).rows,
    ).toEqual(
      ['INV-1', 'INV-1a', 'INV-1b', 'INV-1c', 'INV-1d'].map((external_id) => ({
        external_id,
        state: external_id === 'INV-1d' ? 'accepted' : 'replaced',
      })),
    );
  });

  test('goes back to what a replaced one said, once', async () => {
    const old: Row[] = [
      ['one', 'Compute', '12.004'],
      ['one', 'Storage', '6.2049'],
      ['lost', 'Compute', '1.004'],
    ];
    expect(await send('LATE-AGAIN', old)).toMatchObject({ created: false, bill: { externalId: 'INV-1c' } });
    const back = await send('INV-1e', old, { replaces: 'INV-1d' });
    expect(back).toMatchObject({ created: true, bill: { state: 'accepted' } });
    expect(await send('INV-1e', old, { replaces: 'INV-1d' })).toMatchObject({
      created: false,
      bill: { id: back.bill.id },
    });
  });
});

test('and the stored books pass every check', async () => {
  const findings = await verifyBooks(owner);
  expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
});

describe('what a correction names', () => {
  const rows: Row[] = [['two', 'Backup', '2']];

  test('must be a bill of the partner, for the same cycle, that nothing has corrected', async () => {
    await send('B-1', rows);
    await expect(send('B-2', [['two', 'Backup', '3']], { replaces: 'B-0' })).rejects.toMatchObject({
      code: 'unknown_bill',
    });
    const elsewhere = { replaces: 'B-1', cycle: november };
    await expect(send('B-2', [['two', 'Backup', '3']], elsewhere)).rejects.toMatchObject({
      code: 'other_cycle',
    });
    const stranger = { ...world.otherPartner };
    await expect(
      receivePartnerBill(stranger, {
        ...{ partner: null, cycle: null, externalId: 'B-2', format: 'focus-1.0', fileName: null },
        ...{ bytes: focusFile([{ BilledCost: '9' }]), replaces: 'B-1' },
      }),
    ).rejects.toMatchObject({ code: 'unknown_bill' });
  });

  test('of two that come at once one wins, and the other is told which', async () => {
    const attempts = await Promise.allSettled([
      send('B-2', [['two', 'Backup', '3']], { replaces: 'B-1' }),
      send('B-3', [['two', 'Backup', '4']], { replaces: 'B-1' }),
    ]);
    const lost = attempts.filter((attempt) => attempt.status === 'rejected');
    expect(lost).toHaveLength(1);
    expect(lost[0]!.reason).toMatchObject({
      code: 'replaced_already',
      message: expect.stringMatching(/"B-1" was corrected by "B-[23]" already/),
    });
  });

  test('may be a correction that was rejected: then it is the place of the bill before', async () => {
    const { bill: standing } = await send('C-1', [['two', 'Archive', '2']]);
    const stated = { statedTotals: [{ currency: 'USD', amount: '99' }] };
    const { bill: wrong } = await send('C-2', [['two', 'Archive', '3']], { replaces: 'C-1', ...stated });
    expect(wrong.state).toBe('rejected');
    expect(await getPartnerBill(world.partner, standing.id)).toMatchObject({ state: 'accepted' });
    const { bill: right } = await send('C-3', [['two', 'Archive', '3.5']], { replaces: 'C-2' });
    expect(right).toMatchObject({ state: 'accepted', replaces: { externalId: 'C-1' } });
    expect(await getPartnerBill(world.partner, standing.id)).toMatchObject({
      state: 'replaced',
      replacedBy: { externalId: 'C-3' },
    });
  });

  test('needs no naming by a system that is read again', async () => {
    const read = (cost: string) => send('Pulled 2026-10', [['two', 'Pull', cost]], { isReading: true });
    const { bill: first } = await read('1');
    expect((await read('1')).created).toBe(false);
    const { bill: second } = await read('2');
    expect(second).toMatchObject({ externalId: 'Pulled 2026-10 (2)', replaces: { id: first.id } });
    expect((await read('1')).bill).toMatchObject({ externalId: 'Pulled 2026-10 (3)', state: 'accepted' });
  });
});
