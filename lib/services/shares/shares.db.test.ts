import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import type { AppError } from '@/lib/errors';
import { focusColumns, focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { createTaxRate } from '@/lib/services/catalogue/create-tax-rate';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';
import { listCycleShares } from '@/lib/services/shares/list-cycle-shares';
import { listShareLines } from '@/lib/services/shares/list-share-lines';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: Client;
let world: CloudWorld;
let billId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.workerUrl);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set row_security = off');
  world = await cloudWorld('shares');
  await createTaxRate(world.operator, {
    country: 'PL',
    taxClass: 'standard',
    category: 'S',
    ratePpm: 230_000n,
    validFrom: '2024-01-01',
  });
  await map('sub-1', 'ACC-USD-1');
});

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

const map = (externalAccount: string, billingAccount: string) =>
  setAccountMappings(world.operator, {
    partner: 'cumulus',
    mappings: [{ level: 'sub_account', externalAccount, billingAccount }],
  });

async function runCycle(): Promise<string> {
  const { id } = await startBillRun(world.operator, { cycleId: world.cycle });
  await advanceBillRun(world.operator, id);
  return id;
}

/** What the bills of an account have of the partner's bill, before rounding, by SQL of its own. */
const billedExact = async (account: string) =>
  (
    await owner.query<{ exact: string | null }>(
      `select trim_scale(sum(l.exact))::text as exact from bill_line l
       where l.billing_account_id = $1 and l.partner_bill_id = $2`,
      [account, billId],
    )
  ).rows[0]!.exact;

const shares = async (ctx = world.partner) =>
  (await listCycleShares(ctx, null, wholeList)).data.map(({ id: _, cycle, ...row }) => ({
    cycle: cycle.id,
    ...row,
  }));

test('a bill is sent, billed, moved by a mapping, and issued: charges and shares follow each step', async () => {
  const { bill } = await receivePartnerBill(world.partner, {
    partner: null,
    cycle: world.cycle,
    externalId: 'OCT',
    format: 'focus-1.0',
    fileName: null,
    bytes: focusFile(
      [
        { Id: '1', BilledCost: '100.00000080000' },
        { Id: '2', BilledCost: '-10', ChargeCategory: 'Credit' },
        { Id: '3', BilledCost: '50.004', SubAccountId: 'sub-2' },
      ],
      [...focusColumns, 'Id'],
    ),
  });
  billId = bill.id;
  expect(bill.lines).toMatchObject({ accepted: 2, rejected: 1 });

  await runCycle();
  expect(await billedExact(world.accounts.usd)).toBe('90.0000008');
  expect(await shares()).toEqual([
    {
      cycle: world.cycle,
      currency: 'USD',
      lineCount: 2,
      accountCount: 1,
      charges: '90.00',
      share: '81.00',
      kept: '9.00',
      issued: 'none',
    },
  ]);

  await map('sub-2', 'ACC-USD-1');
  await map('sub-1', 'ACC-USD-2');
  expect((await getPartnerBill(world.partner, billId)).lines).toMatchObject({ accepted: 3, rejected: 0 });
  const run = await runCycle();
  expect(await billedExact(world.accounts.usd)).toBe('50.004');
  expect(await billedExact(world.accounts.usd2)).toBe('90.0000008');

  await approveBillRun(world.operator, run);
  await issueBillRun(world.operator, run);
  expect(await shares()).toMatchObject([
    { accountCount: 2, charges: '140.00', share: '126.00', issued: 'all' },
  ]);

  const { cycle, data } = await listShareLines(world.partner, null, world.cycle, wholeList);
  expect(cycle).toMatchObject({ from: '2026-10-01', to: '2026-11-01' });
  expect(
    data.map(({ account, amount, share, billState }) => [account.number, amount, share, billState]),
  ).toEqual([
    ['ACC-USD-2', '100.00', '90.00', 'issued'],
    ['ACC-USD-1', '50.00', '45.00', 'issued'],
    ['ACC-USD-2', '-10.00', '-9.00', 'issued'],
  ]);

  await map('sub-1', 'ACC-USD-1');
  expect(await billedExact(world.accounts.usd2)).toBe('90.0000008');
  expect((await getPartnerBill(world.partner, billId)).lines).toMatchObject({ accepted: 3 });
});

test('another partner sees none of it; the operator asks for each by name', async () => {
  expect(await shares(world.otherPartner)).toEqual([]);
  expect((await listShareLines(world.otherPartner, null, world.cycle, wholeList)).data).toEqual([]);
  const foreign = await listCycleShares(world.otherPartner, 'cumulus', wholeList).catch(
    (error: AppError) => error,
  );
  expect(foreign).toMatchObject({ code: 'not_found' });
  expect((await listCycleShares(world.operator, 'cumulus', wholeList)).data).toHaveLength(1);
});
