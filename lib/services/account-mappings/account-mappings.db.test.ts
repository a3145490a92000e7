import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { newId } from '@/lib/db/id';
import { wholeList } from '@/lib/db/keyset';
import type { AppError } from '@/lib/errors';
import { type FocusCells, focusColumns, focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { listAccountMappings } from '@/lib/services/account-mappings/list-account-mappings';
import {
  type AccountMappingInput,
  setAccountMappings,
} from '@/lib/services/account-mappings/set-account-mappings';
import type { ServiceContext } from '@/lib/services/context';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';
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

const found = async () => {
  world = await cloudWorld(`mapping-${++worlds}`);
};

const map = (mappings: AccountMappingInput[], ctx: ServiceContext = world.operator, partner = 'cumulus') =>
  setAccountMappings(ctx, { partner, mappings });

const subAccount = (externalAccount: string, billingAccount: string | null): AccountMappingInput => ({
  level: 'sub_account',
  externalAccount,
  billingAccount,
});

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

async function refusal(attempt: Promise<unknown>): Promise<AppError> {
  const error = await attempt.then(
    () => null,
    (reason: AppError) => reason,
  );
  if (error === null) throw new Error('It was taken.');
  return error;
}

/** Where the lines are, by SQL of its own. */
const places = async (id: string) =>
  (
    await owner.query<{ place: string }>(
      `select l.line_no || ' ' || l.state || ' ' || coalesce(a.number, '-') || coalesce(' ' || l.issue_code, '')
         || coalesce(' on ' || l.bill_line_key, '') as place
       from partner_bill_line l left join billing_account a on a.id = l.billing_account_id
       where l.partner_bill_id = $1 order by l.line_no`,
      [id],
    )
  ).rows.map(({ place }) => place);

/** A bill with one line made of `lineNos`, as a bill run leaves it. */
async function putOnBill(
  partnerBillId: string,
  account: string,
  state: 'draft' | 'issued',
  lineNos: number[],
) {
  const { operatorId } = world.operator.actor;
  const billId = newId();
  const key = `pb:${partnerBillId}:${world.cycle}:Queues:usage:2026-10:${state}`;
  await owner.query(
    `insert into bill (operator_id, billing_account_id, id, cycle_id, run_id, kind, state, period_from, period_to, currency,
       net_minor, tax_minor, total_minor, amount_due_minor, draft_hash, shares_hash, parties)
     values ($1, $2, $3, $4, $3, $5, 'draft', '2026-10-01', '2026-11-01', 'USD', 100, 0, 100, 100, '\\x00', '\\x00', '{}')`,
    [operatorId, account, billId, world.cycle, state],
  );
  await owner.query(
    `insert into bill_line (operator_id, billing_account_id, id, bill_id, position, line_key, supplier_id, supplier_role,
       seller_id, partner_bill_id, kind, source_mode, description, period_from, period_to, exact, amount_minor, tax_class,
       tax_category, tax_rate_ppm, steps)
     values ($1, $2, $3, $4, 1, $5, $6, 'agent', $6, $7, 'usage', 'file', 'Queues', '2026-10-01', '2026-11-01', 1, 100,
       'standard', 'S', 0, '[]')`,
    [operatorId, account, newId(), billId, key, world.partnerId, partnerBillId],
  );
  await owner.query(
    'update partner_bill_line set bill_line_key = $1 where partner_bill_id = $2 and line_no = any($3)',
    [key, partnerBillId, lineNos],
  );
  if (state === 'issued') {
    await owner.query(
      `update bill set state = 'issued', number = '1', content_hash = '\\x00', issued_on = '2026-11-02', due_on = '2026-11-16'
       where id = $1`,
      [billId],
    );
  }
}

describe('a mapping', () => {
  test('accepts the lines that waited for it, and counts, totals, findings and state follow', async () => {
    await found();
    const bill = await receive([
      { BilledCost: '1.5', SubAccountId: 'a' },
      { BilledCost: '0.00000080000', SubAccountId: 'b' },
      { BilledCost: 'x', SubAccountId: 'b' },
      { BilledCost: '4', SubAccountId: 'b', ChargeCategory: 'Tax' },
    ]);
    expect(bill).toMatchObject({ state: 'validated', lines: { received: 4, accepted: 0, rejected: 4 } });

    const answer = await map([subAccount('b', 'ACC-USD-2')]);
    expect(answer).toEqual({ mappings: 1, bills: [{ id: bill.id, state: 'accepted', changedLines: 2 }] });
    const after = await getPartnerBill(world.operator, bill.id);
    expect(after).toMatchObject({
      state: 'accepted',
      lines: { received: 4, accepted: 1, rejected: 3, duplicate: 0 },
      totals: [{ currency: 'USD', received: '5.5000008', accepted: '0.0000008' }],
    });
    expect(after.issues.map(({ code, message }) => [code, message])).toEqual([
      ['unknown_account', expect.stringContaining('"a"')],
      ['tax_line', expect.any(String)],
      [
        'bad_number',
        'Row 3, BilledCost: "x" is not a number. Write 1234.50 with a point, and without thousands separators or a currency.',
      ],
    ]);
    expect(await places(bill.id)).toEqual([
      '1 rejected - unknown_account',
      '2 accepted ACC-USD-2',
      '3 rejected - unreadable_line',
      '4 rejected ACC-USD-2 tax_line',
    ]);
  });

  test('of a sub-account goes before its payer’s; taking it away gives the line back to the payer', async () => {
    await found();
    await map([{ level: 'payer', externalAccount: 'payer-1', billingAccount: world.accounts.usd }]);
    const bill = await receive([{ SubAccountId: 'a' }, { SubAccountId: 'b' }]);
    await map([subAccount('a', 'ACC-USD-2')]);
    expect(await places(bill.id)).toEqual(['1 accepted ACC-USD-2', '2 accepted ACC-USD-1']);
    await map([subAccount('a', null)]);
    expect(await places(bill.id)).toEqual(['1 accepted ACC-USD-1', '2 accepted ACC-USD-1']);
    await map([{ level: 'payer', externalAccount: 'payer-1', billingAccount: null }]);
    expect(await places(bill.id)).toEqual(['1 rejected - unknown_account', '2 rejected - unknown_account']);
  });

  test('to an account in another currency holds the lines in the open, with the account they are for', async () => {
    await found();
    const bill = await receive([{ BilledCost: '3' }]);
    await map([subAccount('sub-1', 'ACC-EUR-1')]);
    expect(await places(bill.id)).toEqual(['1 rejected ACC-EUR-1 currency_mismatch']);
    expect((await getPartnerBill(world.operator, bill.id)).issues).toMatchObject([
      { code: 'currency_mismatch', amountAtStake: '3', currency: 'USD' },
    ]);
  });

  test('moves lines off a draft, and never off an issued bill', async () => {
    await found();
    await map([subAccount('sub-1', 'ACC-USD-1')]);
    const bill = await receive([{ BilledCost: '1' }, { BilledCost: '2' }, { BilledCost: '4' }]);
    await putOnBill(bill.id, world.accounts.usd, 'issued', [1]);
    await putOnBill(bill.id, world.accounts.usd, 'draft', [2]);
    await map([subAccount('sub-1', 'ACC-USD-2')]);
    expect(await places(bill.id)).toEqual([
      `1 accepted ACC-USD-1 on pb:${bill.id}:${world.cycle}:Queues:usage:2026-10:issued`,
      '2 accepted ACC-USD-2',
      '3 accepted ACC-USD-2',
    ]);
    await map([subAccount('sub-1', 'ACC-EUR-1')]);
    expect(await getPartnerBill(world.operator, bill.id)).toMatchObject({
      state: 'accepted',
      lines: { accepted: 1, rejected: 2 },
      totals: [{ received: '7', accepted: '1' }],
    });
  });

  test('waits for a bill that is being issued, and then leaves its lines alone', async () => {
    await found();
    await map([subAccount('sub-1', 'ACC-USD-1')]);
    const bill = await receive([{ BilledCost: '1' }]);
    await putOnBill(bill.id, world.accounts.usd, 'draft', [1]);
    const issuing = new Client({ connectionString: database.ownerUrl });
    await issuing.connect();
    await issuing.query('begin');
    await issuing.query(
      `update bill set state = 'issued', number = '9', content_hash = '\\x00', issued_on = '2026-11-02', due_on = '2026-11-16'
       where billing_account_id = $1`,
      [world.accounts.usd],
    );
    const moving = map([subAccount('sub-1', 'ACC-USD-2')]);
    const first = await Promise.race([
      moving.then(() => 'moved'),
      new Promise((done) => setTimeout(done, 300, 'waits')),
    ]);
    expect(first).toBe('waits');
    await issuing.query('commit');
    await issuing.end();
    await moving;
    expect(await places(bill.id)).toEqual([expect.stringMatching(/^1 accepted ACC-USD-1 on pb:/)]);
  });

  test('set again changes nothing', async () => {
    await found();
    const bill = await receive([{ BilledCost: '1' }]);
    await map([subAccount('sub-1', 'ACC-USD-1')]);
    const before = await getPartnerBill(world.operator, bill.id);
    expect(await map([subAccount('sub-1', 'ACC-USD-1')])).toMatchObject({ bills: [{ changedLines: 0 }] });
    expect(await getPartnerBill(world.operator, bill.id)).toEqual(before);
  });

  test('judges an older bill without taking a newer one’s copies for the originals', async () => {
    await found();
    const first = await receive([{ BilledCost: '1', Id: '1' }], 'FIRST');
    const second = await receive(
      [
        { BilledCost: '1', Id: '1' },
        { BilledCost: '2', Id: '2' },
      ],
      'SECOND',
    );
    expect(second.lines).toMatchObject({ rejected: 1, duplicate: 1 });
    await map([subAccount('sub-1', 'ACC-USD-1')]);
    expect(await places(first.id)).toEqual(['1 accepted ACC-USD-1']);
    expect(await places(second.id)).toEqual(['1 duplicate - duplicate_line', '2 accepted ACC-USD-1']);
  });

  test('of many accounts is one change; one mistake among them and none is made', async () => {
    await found();
    const bill = await receive(Array.from({ length: 60 }, (_, i) => ({ SubAccountId: `s-${i}` })));
    const error = await refusal(
      map([subAccount('s-0', 'ACC-USD-1'), subAccount('s-1', 'ACC-NONE'), subAccount('s-0', 'ACC-USD-1')]),
    );
    expect(error.issues.map(({ code, path }) => [code, path])).toEqual([
      ['unknown_billing_account', 'mappings.1.billingAccount'],
      ['repeated_mapping', 'mappings.2.externalAccount'],
    ]);
    expect((await getPartnerBill(world.operator, bill.id)).lines.accepted).toBe(0);
    await map(Array.from({ length: 60 }, (_, i) => subAccount(`s-${i}`, i % 2 ? 'ACC-USD-1' : 'ACC-USD-2')));
    expect((await getPartnerBill(world.operator, bill.id)).lines.accepted).toBe(60);
  });
});

describe('who may', () => {
  test('a partner maps to an account it serves already, and does not learn of others', async () => {
    await found();
    await map([subAccount('known', 'ACC-USD-1')]);
    const bill = await receive([{ SubAccountId: 'sub-1' }]);
    const error = await refusal(map([subAccount('sub-1', 'ACC-USD-2')], world.partner));
    expect(error.issues).toMatchObject([{ code: 'unknown_billing_account' }]);
    await map([subAccount('sub-1', 'ACC-USD-1')], world.partner);
    expect(await places(bill.id)).toEqual(['1 accepted ACC-USD-1']);
  });

  test('nobody maps for another partner or another operator', async () => {
    await found();
    const mine = world;
    expect(await refusal(map([subAccount('a', null)], mine.otherPartner))).toMatchObject({
      code: 'not_found',
    });
    await found();
    const foreign = await refusal(
      setAccountMappings(world.operator, {
        partner: mine.partnerId,
        mappings: [subAccount('a', 'ACC-USD-1')],
      }),
    );
    expect(foreign).toMatchObject({ code: 'not_found' });
    const account = await refusal(map([subAccount('a', mine.accounts.usd)]));
    expect(account.issues).toMatchObject([{ code: 'unknown_billing_account' }]);
  });
});

describe('the list', () => {
  test('names every account with its money and mapping, the most that waits first', async () => {
    await found();
    await map([
      subAccount('mapped', 'ACC-USD-1'),
      { ...subAccount('not seen yet', 'ACC-USD-2'), externalName: 'Planned' },
    ]);
    await receive([
      { BilledCost: '1.5', SubAccountId: 'mapped' },
      { BilledCost: '0.5', SubAccountId: 'small', SubAccountName: 'Small' },
      { BilledCost: '-9', SubAccountId: 'large', ChargeCategory: 'Credit' },
      { BilledCost: '2', SubAccountId: 'large', BillingCurrency: 'EUR' },
    ]);
    const { data } = await listAccountMappings(world.partner, null, {
      ...wholeList,
      filters: { level: ['sub_account'] },
    });
    // Of accounts without money waiting the order is by an id that means nothing.
    const settled = data.slice(2).toSorted((a, b) => (a.externalAccount < b.externalAccount ? -1 : 1));
    expect([...data.slice(0, 2), ...settled]).toMatchObject([
      {
        externalAccount: 'large',
        externalPayer: 'payer-1',
        lineCount: 2,
        waitingLines: 2,
        money: [
          { currency: 'EUR', amount: '2', waiting: '2' },
          { currency: 'USD', amount: '-9', waiting: '-9' },
        ],
        mapping: null,
      },
      { externalAccount: 'small', externalName: 'Small', waitingLines: 1, mapping: null },
      {
        externalAccount: 'mapped',
        money: [{ amount: '1.5', waiting: '0' }],
        mapping: { billingAccount: { number: 'ACC-USD-1' } },
      },
      {
        externalAccount: 'not seen yet',
        externalName: 'Planned',
        lineCount: 0,
        mapping: { billingAccount: { number: 'ACC-USD-2' } },
      },
    ]);
    const unmapped = await listAccountMappings(world.operator, 'cumulus', {
      ...wholeList,
      filters: { state: ['unmapped'] },
    });
    expect(
      unmapped.data.map(({ level, externalAccount }) => `${level} ${externalAccount}`).toSorted(),
    ).toEqual(['payer payer-1', 'sub_account large', 'sub_account small']);
  });

  test('shows a sub-account under the mapping of its payer', async () => {
    await found();
    await receive([{ SubAccountId: 'below' }]);
    await map([{ level: 'payer', externalAccount: 'payer-1', billingAccount: 'ACC-USD-1' }]);
    const { data } = await listAccountMappings(world.operator, 'cumulus', wholeList);
    expect(
      data
        .map(({ externalAccount, mapping }) => [
          externalAccount,
          mapping?.level,
          mapping?.billingAccount.number,
        ])
        .toSorted(),
    ).toEqual([
      ['below', 'payer', 'ACC-USD-1'],
      ['payer-1', 'payer', 'ACC-USD-1'],
    ]);
  });
});
