import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { systemActor } from '@/lib/domain/access/actor';
import { createDiscount } from '@/lib/services/accounts/create-discount';
import { getAccount } from '@/lib/services/accounts/get-account';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { type BillingWorld, buildBillingWorld, NOW } from '@/lib/services/bill-runs/billing-world.fixture';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { unlessGiven } from '@/lib/services/bill-runs/unless-given';
import { getBill } from '@/lib/services/bills/get-bill';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { verifyBooks } from '@/scripts/verify/verify-books';

// Each account has the operator's own plan, SkyMesh's SIM and Aegis's seats (principals, Aegis resells Sentinel), and the cloud of
// Cumulus, which the operator is an agent of.
let database: TestDatabase;
let world: BillingWorld;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  world = await buildBillingWorld(database.ownerUrl, { accounts: 3 });
  await owner.query('delete from account_discount');
  // A seller in Germany: its customer in Poland owes the tax itself.
  await owner.query(`update party set country = 'DE', vat_id = 'DE5' where slug = 'cumulus'`);
});

afterAll(async () => {
  await disconnect();
  await owner.end();
  await database.drop();
});

const ctx = () => ({ actor: systemActor(world.operatorId), now: NOW });

const rows = async <Row extends pg.QueryResultRow>(text: string): Promise<Row[]> =>
  (await owner.query<Row>(text)).rows;

const discount = (account: number, more: object) =>
  createDiscount(ctx(), {
    billingAccountId: world.accountIds[account]!,
    name: 'Loyal customer',
    validFrom: '2026-01-01',
    ...more,
  });
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    ({ code }: { code: string }) => code,
  );

async function runCycle() {
  const { id } = await startBillRun(ctx(), { cycleId: world.cycleId });
  await advanceBillRun(ctx(), id);
  return getBillRun(ctx(), id);
}

/** Somebody begins the bills' numbers anew while bills are being issued, which have foretold theirs, and is done when they ask for them. */
async function withSeriesInOtherHands(party: string, prefix: string, issue: () => Promise<unknown>) {
  const other = new pg.Client({ connectionString: database.ownerUrl });
  await other.connect();
  await other.query('begin');
  await other.query(
    `insert into number_series (operator_id, party_id, series, prefix, last_number)
     select operator_id, id, 'bill', $2, 0 from party where slug = $1`,
    [party, prefix],
  );
  const issued = issue();
  const waiting = () =>
    rows(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
  await expect.poll(waiting, { timeout: 20_000 }).toHaveLength(1);
  await other.query('commit');
  await other.end();
  await issued;
}

test('who bears a discount is agreed for all of it, or not taken', async () => {
  const bearers = (...parts: [string, string][]) => ({
    ...{ amount: '6.00', borneBy: 'agreed' },
    bearers: parts.map(([party, percent]) => ({ party, percent })),
  });
  const refusals: [object, string][] = [
    [bearers(['aegis', '50'], ['cumulus', '30']), 'bearers_not_whole'],
    [bearers(['aegis', '50'], ['nobody', '50']), 'unknown_bearer'],
    [bearers(['aegis', '50'], ['aegis', '50']), 'repeated_bearer'],
    [bearers(['aegis', '120'], ['operator', '-20']), 'invalid_percent'],
    [bearers(['aegis', '33.33333'], ['operator', '66.66667']), 'invalid_percent'],
    [bearers(), 'bearers_not_whole'],
    [{ ...bearers(['aegis', '100']), borneBy: 'operator' }, 'bearers_not_asked'],
    [{ percent: '10', supplierId: 'nobody' }, 'unknown_supplier'],
    [{ percent: '10', validTo: '2026-01-01' }, 'invalid_period'],
  ];
  for (const [more, code] of refusals) expect(await codeOf(discount(0, more))).toBe(code);

  await discount(0, bearers(['aegis', '50'], ['cumulus', '30'], ['operator', '20']));
  await discount(1, { percent: '10', borneBy: 'operator' });
  await discount(2, { percent: '10' });
  const { discounts } = await getAccount(ctx(), world.accountIds[0]!);
  expect(discounts).toMatchObject([
    {
      amount: '6.00',
      bearing: {
        borneBy: 'agreed',
        bearers: [
          { name: 'Aegis Security', percent: '50' },
          { name: 'Cumulus Cloud', percent: '30' },
          { name: 'Meridian Telecom', percent: '20' },
        ],
      },
    },
  ]);
});

test('principals, an agent and the operator are on one bill with one total and an invoice of each seller', async () => {
  expect(await runCycle()).toMatchObject({ state: 'review', accounts: { total: 3, held: 0 } });
  const again = await runCycle();
  expect(again.changes).toEqual({ created: 0, updated: 0, unchanged: 3 });
  await approveBillRun(ctx(), again.id);
  await withSeriesInOtherHands('operator', 'S-', () => issueBillRun(ctx(), again.id));

  const bills = await rows<{ id: string; number: string }>('select id, number from bill order by number');
  expect(bills.map(({ number }) => number)).toEqual(['S-000001', 'S-000002', 'S-000003']);
  for (const { id } of bills) {
    const bill = await getBill(ctx(), id);
    expect(bill.sections.map(({ supplierName, role }) => [supplierName, role])).toEqual([
      ['Meridian Telecom', 'operator'],
      ['Aegis Security', 'principal'],
      ['Cumulus Cloud', 'agent'],
      ['SkyMesh IoT', 'principal'],
    ]);
    expect(bill.amountDue).toBe(bill.total);
    expect(
      bill.taxes.map(({ sellerName, category, ratePercent }) => [sellerName, category, ratePercent]),
    ).toEqual([
      ['Cumulus Cloud S.A.', 'AE', '0'],
      ['Meridian Telecom S.A.', 'S', '23'],
    ]);
  }
  // Each seller numbers its own documents, without a gap; the customer's bill has a number of its own.
  const invoices = await rows<{ slug: string; numbers: string[]; distinct: number }>(
    `select p.slug, array_agg(right(i.number, 4) order by i.number) as numbers,
       count(distinct left(i.number, -4))::int as distinct
     from invoice i join party p on p.id = i.seller_id group by 1 order by 1`,
  );
  expect(invoices.map(({ slug, numbers, distinct }) => [slug, numbers.map(Number), distinct])).toEqual([
    ['cumulus', [1, 2, 3], 1],
    ['operator', [1, 2, 3], 1],
  ]);
});

test('what was written with numbers that others gave meanwhile leaves nothing behind, and stops nobody', async () => {
  const inBooks = <T>(run: (sql: Sql) => Promise<T>) => withTenantSql(operatorWide(ctx().actor), run);
  const end = `select prefix, last_number as last from number_series where series = 'bill'`;
  await inBooks(async (sql) => {
    const meet = async () => {
      await sql.query(`update number_series set last_number = last_number + 1 where series = 'bill'`);
      return sql.query(
        `insert into number_series (operator_id, party_id, series, prefix, last_number)
         select operator_id, party_id, series, prefix, 0 from number_series`,
      );
    };
    expect(await unlessGiven(sql, meet)).toBe(null);
    expect(await unlessGiven(sql, () => sql.query(end))).toEqual([{ prefix: 'S-', last: 3n }]);
  });
  const refused = inBooks((sql) => unlessGiven(sql, () => sql.query('select 1 / 0')));
  await expect(refused).rejects.toMatchObject({ code: '22012' });
});

test('sums of their own, in SQL: seller by seller, tax by tax, share by share', async () => {
  const wrongSellers = await rows(`
    with line as (
      select bill_id, seller_id, tax_category, tax_rate_ppm, sum(amount_minor) as net from bill_line group by 1, 2, 3, 4),
    seller as (
      select bill_id, seller_id, sum(net) as net, sum(round(net * tax_rate_ppm / 1000000.0)) as tax from line group by 1, 2)
    select i.bill_id from invoice i full join seller s on s.bill_id = i.bill_id and s.seller_id = i.seller_id
    where i.net_minor is distinct from s.net or i.tax_minor is distinct from s.tax or i.total_minor is distinct from s.net + s.tax`);
  expect(wrongSellers).toEqual([]);
  const wrongBills = await rows(`
    select b.id from bill b where b.total_minor <> b.amount_due_minor
      or b.total_minor <> (select sum(total_minor) from invoice where bill_id = b.id)
      or b.total_minor <> (select sum(p.debit_minor - p.credit_minor) from posting p join journal j on j.id = p.journal_id
        where j.source_id = b.id and p.account = 'receivable')
      or b.net_minor <> (select sum(amount_minor) from line_share where bill_id = b.id)`);
  expect(wrongBills).toEqual([]);
  const wrongLines = await rows(`
    select l.line_key from bill_line l
    where l.amount_minor <> (select sum(amount_minor) from line_share s where s.line_id = l.id)`);
  expect(wrongLines).toEqual([]);
});

test('the same discounts cost each party what was agreed', async () => {
  const borne = await rows<{ n: string; slug: string; minor: string }>(`
    select right(a.number, 1) as n, p.slug, sum(s.amount_minor) as minor
    from bill_line l join line_share s on s.line_id = l.id join party p on p.id = s.party_id
    join billing_account a on a.id = l.billing_account_id
    where l.kind = 'discount' group by 1, 2 having sum(s.amount_minor) <> 0 order by 1, 2`);
  const [second] = await rows<{ minor: string }>(
    `select sum(amount_minor) as minor from bill_line l join billing_account a on a.id = l.billing_account_id
     where kind = 'discount' and right(a.number, 1) = '2'`,
  );
  expect(borne.filter(({ n }) => n !== '3')).toEqual([
    { n: '1', slug: 'aegis', minor: '-300' },
    { n: '1', slug: 'cumulus', minor: '-180' },
    { n: '1', slug: 'operator', minor: '-120' },
    { n: '2', slug: 'operator', minor: second!.minor },
  ]);
  // Pro rata, everybody in the lines' chains bears: the reseller's own partner too.
  expect(borne.filter(({ n }) => n === '3').map(({ slug }) => slug)).toEqual([
    'aegis',
    'cumulus',
    'operator',
    'sentinel',
    'skymesh',
  ]);
  // A graduated term sees the lines alone: 50 % up to 40.00 in all, 80 % beyond, whoever bears a discount on them.
  const [seen] = await rows<{ base: string; lines: string }>(`
    select t.base_minor as base, (select sum(l.amount_minor) from bill_line l join product_offering o on o.id = l.offering_id
      join billing_account a on a.id = l.billing_account_id
      where o.slug = 'iot' and (l.kind <> 'discount' or right(a.number, 1) = '3')) as lines
    from term_total t`);
  expect(seen!.base).toBe(seen!.lines);
  const why = await rows<{ code: string }>(
    `select distinct s.steps -> 0 ->> 'code' as code from line_share s join bill_line l on l.id = s.line_id
     join billing_account a on a.id = l.billing_account_id
     where l.kind = 'discount' and right(a.number, 1) <> '3' order by 1`,
  );
  expect(why.map(({ code }) => code)).toEqual(['discount_borne_agreed', 'discount_borne_operator']);
});

test('and the stored books pass every check', async () => {
  const findings = await verifyBooks(owner);
  expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
});
