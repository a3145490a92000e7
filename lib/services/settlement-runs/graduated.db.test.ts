import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { lockTermTotals, saveTermTotals } from '@/lib/db/cumulative-terms';
import { newId } from '@/lib/db/id';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf, systemActor } from '@/lib/domain/access/actor';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { buildBillingWorld, NOW, worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { getBill } from '@/lib/services/bills/get-bill';
import { advanceSettlementRun } from '@/lib/services/settlement-runs/advance-settlement-run';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
});

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

/** 0 % up to 100,000, then 4, 3, 2 and 1 %, on the cycle's cumulative net. */
const TERMS = {
  tiers: [
    { upTo: '100000.00', ratePercent: '0' },
    { upTo: '200000.00', ratePercent: '4' },
    { upTo: '500000.00', ratePercent: '3' },
    { upTo: '800000.00', ratePercent: '2' },
    { upTo: null, ratePercent: '1' },
  ],
};

const TEN_AND_TWENTY = {
  tiers: [
    { upTo: '1000.00', ratePercent: '10' },
    { upTo: null, ratePercent: '20' },
  ],
};

/** A cycle in which SkyMesh's usage costs so much in all, on so many bills of the same size. */
async function soldWorld(name: string, total: number, accounts: number) {
  const world = await buildBillingWorld(database.ownerUrl, { name, accounts, partnerLines: 0 });
  const of = [world.operatorId];
  await owner.query('set session_replication_role = replica');
  await owner.query('update settlement_term set terms = $2 where id = $1', [
    worldId(`${name}:term:skymesh`),
    JSON.stringify(TERMS),
  ]);
  await owner.query('delete from account_discount where operator_id = $1', of);
  await owner.query(`update product_offering_price set plan = $2 where id = $1`, [
    worldId(`${name}:price:data`),
    JSON.stringify({ key: 'data', kind: 'usage', meter: 'mb', model: 'per_unit', unitPrice: '1' }),
  ]);
  await owner.query('update usage_total set quantity = $2, maximum = $2 where operator_id = $1', [
    ...of,
    total / accounts,
  ]);
  await owner.query('reset session_replication_role');
  const ctx = { actor: systemActor(world.operatorId), now: NOW };
  const { id } = await startBillRun(ctx, { cycleId: world.cycleId });
  await advanceBillRun(ctx, id);
  await approveBillRun(ctx, id);
  await issueBillRun(ctx, id);
  return ctx;
}

test.each([
  [150_000, 1, '2000.00'],
  [350_000, 100, '8500.00'],
  [1_000_000, 1, '21000.00'],
  [1_000_000, 100, '21000.00'],
])('%d sold on %d bills is paid out with %s', async (total, accounts, expected) => {
  const name = `sold-${total}-${accounts}`;
  const ctx = await soldWorld(name, total, accounts);
  const { id } = await startSettlementRun(ctx, { through: NOW.slice(0, 10) });
  await advanceSettlementRun(ctx, id);
  const { rows } = await owner.query<{ amount: string; entries: string }>(
    `select round(p.amount_minor / 100.0, 2)::text as amount, (select round(sum(e.amount_minor) / 100.0, 2)::text from payable_entry e
       where e.payout_id = p.id) as entries
     from payout p where p.run_id = $1 and p.party_id = $2`,
    [id, worldId(`${name}:party:skymesh`)],
  );
  expect(rows).toEqual([{ amount: expected, entries: expected }]);
});

test.each([
  ['cap', '90.00', 'percentage', { ratePercent: '100', cap: '100.00' }, '100.00', null],
  ['tier', '800.00', 'graduated_percentage', TEN_AND_TWENTY, '220.00', 'x'],
])(
  'a %s counts over the cycle for a service sold as an offering without a chain, by the term that is closest to it',
  async (name, of, kind, terms, expected, category) => {
    const world = await buildBillingWorld(database.ownerUrl, {
      ...{ name: `mapped-${name}`, accounts: 2, partnerLines: 1 },
    });
    const [operator, id] = [[world.operatorId], (thing: string) => worldId(`mapped-${name}:${thing}`)];
    await owner.query('set session_replication_role = replica');
    await owner.query('delete from account_discount where operator_id = $1', operator);
    await owner.query('update settlement_term set kind = $2, terms = $3, category = $4 where id = $1', [
      ...[id('term:cumulus'), kind, JSON.stringify(terms), category],
    ]);
    // What is for everything else counts too, and has seen nothing.
    await owner.query(
      `insert into settlement_term (operator_id, id, agreement_id, kind, terms)
       select $1, $2, $3, 'percentage', '{"ratePercent": "1", "cap": "1.00"}' where $4::text is not null`,
      [...operator, id('term:general'), id('agreement:cumulus'), category],
    );
    await owner.query('update partner_bill_line set amount = $2 where operator_id = $1', [...operator, of]);
    await owner.query(
      'update partner_bill_total set received = 2 * $2::numeric, accepted = 2 * $2::numeric where operator_id = $1',
      [...operator, of],
    );
    await owner.query(
      `insert into product_offering (operator_id, id, slug, version, name, description, category, supplier_id, tax_class, valid_from)
     values ($1, $2, 'storage', 1, 'Storage', '', 'x', $3, 'standard', '2020-01-01')`,
      [...operator, id('offering:storage'), id('party:cumulus')],
    );
    await owner.query(
      `insert into service_mapping (operator_id, id, partner_id, external_service, offering_id, tax_class, created_by)
     values ($1, $2, $3, 'Object storage', $4, 'standard', 'test')`,
      [...operator, id('mapping'), id('party:cumulus'), id('offering:storage')],
    );
    await owner.query('reset session_replication_role');
    const ctx = { actor: systemActor(world.operatorId), now: NOW };
    const run = await startBillRun(ctx, { cycleId: world.cycleId });
    await advanceBillRun(ctx, run.id);
    await approveBillRun(ctx, run.id);
    await issueBillRun(ctx, run.id);
    const { rows } = await owner.query(
      `select round(sum(s.amount_minor) / 100.0, 2)::text as paid, count(*)::int as lines, bool_and(l.offering_id = $3) as mapped,
       (select json_agg(t.term_id) from term_total t where t.operator_id = $1 and t.term_id <> $4) as counted,
       (array_agg(s.bill_id order by s.amount_minor))[1] as bill
     from line_share s join bill_line l on l.billing_account_id = s.billing_account_id and l.id = s.line_id
     where s.operator_id = $1 and s.party_id = $2`,
      [...operator, id('party:cumulus'), id('offering:storage'), id('term:skymesh')],
    );
    expect(rows).toMatchObject([{ paid: expected, lines: 2, mapped: true, counted: [id('term:cumulus')] }]);
    const { sections } = await getBill(ctx, rows[0].bill);
    const [line] = sections.find(({ supplier }) => supplier === 'cumulus')!.lines;
    const steps = line!.shares.find(({ party }) => party === 'cumulus')!.explanation;
    expect(steps[0]).toEqual(
      category ? { code: 'share_term_category', name: 'x' } : { code: 'share_term_general' },
    );
  },
);

test('two runs of one cycle count one after the other, also before the first of them has counted anything', async () => {
  const { operatorId } = await buildBillingWorld(database.ownerUrl, {
    name: 'at-once',
    accounts: 1,
    partnerLines: 0,
  });
  const [cycleId, termId] = [newId(), newId()];
  const count = (baseMinor: bigint) =>
    withTenantSql(scopeOf(systemActor(operatorId)), async (sql) => {
      const totals = await lockTermTotals(sql, cycleId);
      const seen = totals.get(termId)?.baseMinor ?? 0n;
      // As long as the other needs to begin.
      await sql.query('select pg_sleep(0.2)');
      await saveTermTotals(
        sql,
        operatorId,
        cycleId,
        new Map([[termId, { baseMinor: seen + baseMinor, earnedMinor: 0n }]]),
      );
    });
  await Promise.all([count(70_000n), count(50_000n)]);
  const { rows } = await owner.query('select base_minor::int as base from term_total where cycle_id = $1', [
    cycleId,
  ]);
  expect(rows).toEqual([{ base: 120_000 }]);
});
