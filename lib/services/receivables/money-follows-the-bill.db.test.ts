import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { type Actor, systemActor } from '@/lib/domain/access/actor';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import {
  type BillingWorld,
  buildBillingWorld,
  NOW,
  worldId,
} from '@/lib/services/bill-runs/billing-world.fixture';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import type { ServiceContext } from '@/lib/services/context';
import { answerDispute } from '@/lib/services/disputes/answer-dispute';
import { decideDispute } from '@/lib/services/disputes/decide-dispute';
import { raiseDispute } from '@/lib/services/disputes/raise-dispute';
import { recordPayment } from '@/lib/services/payments/record-payment';
import { requestRefund } from '@/lib/services/refunds/request-refund';
import { settleRefund } from '@/lib/services/refunds/settle-refund';
import { advanceSettlementRun } from '@/lib/services/settlement-runs/advance-settlement-run';
import { approveSettlementRun } from '@/lib/services/settlement-runs/approve-settlement-run';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';
import { writeOffBill } from '@/lib/services/write-offs/write-off-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { agreementChecks } from '@/scripts/verify/agreement-checks';
import { runCheck } from '@/scripts/verify/check';

// One bill through everything that can happen to it, by the services that people use. The chain of its largest line is a tree: the operator
// pays Aegis 70 % when it is billed and Vantage 20 % when the customer has paid, and Aegis pays Sentinel 33.3333 % of its part when the
// customer has paid. What each of them must have is worked out by hand below, and once more by SQL over what is stored, which shares no
// line with the engine.

let database: TestDatabase;
let owner: pg.Client;
let world: BillingWorld;
let bill: { id: string; lineId: string };
let paymentId: string;
let disputeId: string;

const name = 'path';
const id = (of: string) => worldId(`${name}:${of}`);
const as = (audience: Actor['audience'], slug: string, now: string): ServiceContext => ({
  actor: {
    ...systemActor(world.operatorId),
    ...{
      kind: 'user',
      id: slug,
      name: slug,
      audience,
      partyId: audience === 'operator' ? null : id(`party:${slug}`),
    },
  },
  now,
});
const ewa = () => as('operator', 'ewa', '2026-04-20T08:00:00.000Z');

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  world = await buildBillingWorld(database.ownerUrl, { accounts: 2, partnerLines: 3, name });
  // 300 seats for the whole of March, and none of them on the other account.
  await owner.query(`update product set quantity = 300, started_on = '2026-03-01' where id = $1`, [
    id('guard:2'),
  ]);
  await owner.query(`update product set ended_on = '2026-03-11' where id = $1`, [id('guard:1')]);
  await owner.query(`update settlement_term set basis = 'collected' where id = $1`, [id('term:sentinel')]);
  await addVantage();
  const ctx = { actor: systemActor(world.operatorId), now: NOW };
  const run = await startBillRun(ctx, { cycleId: world.cycleId });
  await advanceBillRun(ctx, run.id, {});
  await approveBillRun(ctx, run.id);
  await issueBillRun(ctx, run.id, {});
}, 120_000);

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

/** A second partner whom the operator itself pays of the guard's seats. */
async function addVantage(): Promise<void> {
  const ids = [world.operatorId, id('party:vantage'), id('agreement:vantage'), id('term:vantage')];
  const insert = (table: string, of: string, ...values: unknown[]) =>
    owner.query(`insert into ${table} ${of}`, values);
  await insert(
    'party (operator_id, id, kind, slug, name, legal_name, country, vat_id, address, rating_mode)',
    `values ($1, $2, 'partner', 'vantage', 'Vantage', 'Vantage S.A.', 'PL', 'PL6', '{"street": "Main 1", "town": "Town", "postcode": "00-001"}', 'hub')`,
    ...ids.slice(0, 2),
  );
  await insert(
    'agreement (operator_id, id, payer_id, partner_id, version, role, currency, valid_from, late_policy, signed_at)',
    `select operator_id, $3, payer_id, $2, 1, role, currency, valid_from, late_policy, signed_at from agreement where operator_id = $1 and id = $4`,
    ...[...ids.slice(0, 3), id('agreement:aegis')],
  );
  await insert(
    'settlement_term (operator_id, id, agreement_id, kind, basis, terms)',
    `values ($1, $2, $3, 'percentage', 'collected', '{"ratePercent": "20"}')`,
    ...[ids[0], ids[3], ids[2]],
  );
  await insert(
    'offering_chain_link (operator_id, offering_id, valid_from, position, agreement_id)',
    `values ($1, $2, '2020-01-01', 3, $3)`,
    ...[ids[0], id('offering:guard'), ids[2]],
  );
}

const rows = async <Row extends pg.QueryResultRow>(text: string, params: unknown[] = []): Promise<Row[]> =>
  (await owner.query<Row>(text, params)).rows;

/** What the books say a partner has of the bill: due, waiting for the customer, held. */
async function booked(slug: string): Promise<Standing> {
  const [row] = await rows<{ due: string; pending: string; held: string }>(
    `select ${['payable', 'pending', 'held']
      .map(
        (account, index) =>
          `to_char(coalesce(sum(g.credit_minor - g.debit_minor) filter (where g.account = 'partner_${account}'), 0) / 100.0, 'FM9990.00') as ${['due', 'pending', 'held'][index]}`,
      )
      .join(', ')}
     from journal j join posting g on g.billing_account_id = j.billing_account_id and g.journal_id = j.id
     where j.bill_id = $1 and g.party_id = $2`,
    [bill.id, id(`party:${slug}`)],
  );
  return [row!.due, row!.pending, row!.held];
}

/**
 * The same from what was shared and what became of it, in SQL of its own: numeric arithmetic, `round` (half away from zero), no positions.
 * `left` is a share after credits; of a share on what is collected that part is due which the customer has paid of what is left to pay.
 */
const EXPECTED = `
  with item as (
    select total_minor - credited_minor as collectible, collected_minor as collected, written_off_minor as lost from open_item where bill_id = $1),
  part as (
    select s.party_id, coalesce(t.basis, 'billed') as basis, s.amount_minor::numeric as share, l.amount_minor::numeric as line,
      coalesce(c.credited_minor, 0)::numeric as credited, coalesce(c.disputed_minor, 0)::numeric as disputed
    from line_share s
    join bill_line l on l.billing_account_id = s.billing_account_id and l.id = s.line_id
    left join settlement_term t on t.id = s.term_id
    left join bill_line_state c on c.billing_account_id = s.billing_account_id and c.line_id = s.line_id
    where s.bill_id = $1),
  remaining as (
    select party_id, basis, share - coalesce(round(share * credited / nullif(line, 0)), 0) as left_of_it,
      coalesce(round(share * (credited + disputed) / nullif(line, 0)) - round(share * credited / nullif(line, 0)), 0) as held
    from part),
  party_sum as (
    select party_id, coalesce(sum(left_of_it) filter (where basis = 'billed'), 0) as billed,
      coalesce(sum(held) filter (where basis = 'billed'), 0) as billed_held,
      coalesce(sum(left_of_it) filter (where basis = 'collected'), 0) as collectable,
      coalesce(sum(held) filter (where basis = 'collected'), 0) as collectable_held
    from remaining group by 1)
  select p.slug,
    billed - billed_held + round(collectable * collected / collectible) - round(collectable_held * collected / collectible) as due,
    collectable - round(collectable * (collected + lost) / collectible) as pending,
    billed_held + round(collectable_held * collected / collectible) as held
  from party_sum s join party p on p.id = s.party_id, item
  where p.kind = 'partner' order by 1`;

type Standing = [due: string, pending: string, held: string];

/** Every partner of the bill, by the books and by SQL; then the three of the chain in words. */
async function agreed(aegis: Standing, sentinel: Standing, vantage: Standing): Promise<void> {
  for (const { slug, ...expected } of await rows(EXPECTED, [bill.id])) {
    const parts = [expected.due, expected.pending, expected.held].map((minor) =>
      (Number(minor) / 100).toFixed(2),
    );
    expect([slug, ...(await booked(slug))]).toEqual([slug, ...parts]);
  }
  const found = { aegis: await booked('aegis'), sentinel: await booked('sentinel') };
  expect({ ...found, vantage: await booked('vantage') }).toEqual({ aegis, sentinel, vantage });
}

test('bill: 1,265.92', async () => {
  // 24.95 + 300 × 3.333 + 2.35 of data are the operator's to sell, 2.00 of storage are Cumulus's: 1,027.20 × 23 % = 236.26 and 0.46.
  const [issued] = await rows<{ id: string; total: string }>(
    'select id, total_minor as total from bill where billing_account_id = $1',
    [id('account:2')],
  );
  const [line] = await rows<{ id: string; amount: string }>(
    `select id, amount_minor as amount from bill_line where bill_id = $1 and product_id = $2`,
    [issued!.id, id('guard:2')],
  );
  bill = { id: issued!.id, lineId: line!.id };
  expect([issued!.total, line!.amount]).toEqual(['126592', '99990']);
  // 70 % of 999.90 are 699.93, and 20 % are Vantage's; 33.3333 % of 699.93 are 233.31 for Sentinel, and 466.62 stay with Aegis.
  await agreed(['466.62', '0.00', '0.00'], ['0.00', '233.31', '0.00'], ['0.00', '199.98', '0.00']);
});

test('part payment: half of it', async () => {
  const payment = await recordPayment(ewa(), {
    billingAccountId: id('account:2'),
    ...{ currency: 'EUR', amountMinor: 63_296n, receivedOn: '2026-04-20', method: 'bank_transfer' },
    ...{ reference: '', payer: null, source: 'hand', sourceKey: 'path-1' },
    allocations: [{ billId: bill.id, amountMinor: 63_296n }],
  });
  paymentId = payment.id;
  // Half of 233.31 is 116.655: half away from zero. Aegis is paid for what is billed, whoever pays.
  await agreed(['466.62', '0.00', '0.00'], ['116.66', '116.65', '0.00'], ['99.99', '99.99', '0.00']);
});

test('dispute of one line: 300.00 of it', async () => {
  const dispute = await raiseDispute(as('customer', 'acme', '2026-04-21T08:00:00.000Z'), {
    ...{
      billId: bill.id,
      lineId: bill.lineId,
      amount: '300.00',
      reason: 'wrong_quantity',
      words: 'We have 210 seats.',
    },
  });
  disputeId = dispute.id;
  // 466.62 × 300 / 999.90 = 140.00 of Aegis; 70.00 of Sentinel, of which half is paid and so held.
  await agreed(['326.62', '0.00', '140.00'], ['81.66', '116.65', '35.00'], ['69.99', '99.99', '30.00']);
});

test('part acceptance: 120.00', async () => {
  const part = { amount: '120.00' };
  await answerDispute(as('partner', 'aegis', '2026-04-22T08:00:00.000Z'), disputeId, {
    ...{ ...part, answer: 'accept_part', words: 'Forty seats were closed on the 1st.' },
  });
  // What the partner says moves nothing yet.
  await agreed(['326.62', '0.00', '140.00'], ['81.66', '116.65', '35.00'], ['69.99', '99.99', '30.00']);
  await decideDispute(as('operator', 'ewa', '2026-04-22T09:00:00.000Z'), disputeId, {
    ...{ ...part, decision: 'accept_part', reason: 'As Aegis says.' },
  });
  // 120.00 and 27.60 of tax are credited: 1,118.32 are left to pay, 632.96 of them paid. Aegis gives back 56.00.
  // Sentinel gives back 28.00: 205.31 × 632.96 / 1,118.32 = 116.20, and 89.11 wait. Vantage gives back 24.00 of 199.98.
  await agreed(['410.62', '0.00', '0.00'], ['116.20', '89.11', '0.00'], ['99.60', '76.38', '0.00']);
});

test('refund: 100.00 of what was paid', async () => {
  const refund = await requestRefund(as('operator', 'ewa', '2026-04-23T08:00:00.000Z'), {
    ...{ paymentId, billingAccountId: null, currency: 'EUR', amountMinor: 10_000n, takeFromBills: true },
    ...{ reason: 'Paid by mistake', method: 'bank_transfer' },
  });
  // 205.31 × 532.96 / 1,118.32 = 97.84 (97.8449…).
  await agreed(['410.62', '0.00', '0.00'], ['97.84', '107.47', '0.00'], ['83.87', '92.11', '0.00']);
  await settleRefund(as('operator', 'ewa', '2026-04-24T08:00:00.000Z'), refund.id, {
    state: 'paid',
    on: '2026-04-24',
  });
  await agreed(['410.62', '0.00', '0.00'], ['97.84', '107.47', '0.00'], ['83.87', '92.11', '0.00']);
});

test('write-off: the rest', async () => {
  const written = await writeOffBill(as('operator', 'ewa', '2026-04-27T08:00:00.000Z'), {
    ...{ billId: bill.id, reason: 'Insolvent' },
  });
  expect(written.state).toBe('booked');
  // Nothing is owed any more; what waited for it is forgone, and is no loss of the operator's: 585.36 less 107.47 and 92.11.
  await agreed(['410.62', '0.00', '0.00'], ['97.84', '0.00', '0.00'], ['83.87', '0.00', '0.00']);
  const [item] = await rows('select open_minor, written_off_minor from open_item where bill_id = $1', [
    bill.id,
  ]);
  expect(item).toEqual({ open_minor: '0', written_off_minor: '58536' });
  const [loss] = await rows(
    `select sum(g.debit_minor - g.credit_minor) as loss from posting g join journal j on j.id = g.journal_id
     where g.account = 'write_off' and j.bill_id = $1`,
    [bill.id],
  );
  expect(loss).toEqual({ loss: '38578' });
  // The bill's books as a whole: what came in, was credited or was lost is what was billed.
  const [unbalanced] = await rows(
    `select count(*)::int as n from (select from posting g join journal j on j.id = g.journal_id where j.bill_id = $1
     group by g.journal_id having sum(g.debit_minor) <> sum(g.credit_minor)) x`,
    [bill.id],
  );
  expect(unbalanced).toEqual({ n: 0 });
});

test('payouts: what is due, row by row', async () => {
  const run = await startSettlementRun(as('operator', 'ewa', '2026-05-05T08:00:00.000Z'), {
    through: '2026-04-30',
  });
  const machine = { actor: systemActor(world.operatorId), now: '2026-05-05T08:00:00.000Z' };
  await advanceSettlementRun(machine, run.id);
  await approveSettlementRun(as('operator', 'marek', '2026-05-05T09:00:00.000Z'), run.id);
  await advanceSettlementRun({ ...machine, now: '2026-05-05T09:00:00.000Z' }, run.id);
  const paid = await rows<{ slug: string; balance: string; rows: string; amount: string; causes: string }>(
    `select p.slug, o.balance_minor as balance, o.amount_minor as amount, sum(e.payout_minor) as rows,
       string_agg(e.amount_minor::text || ' ' || e.event, ', ' order by e.booked_on, e.journal_id) filter (where e.bill_id = $1) as causes
     from payout o join party p on p.id = o.party_id join payable_entry e on e.payout_id = o.id
     where p.slug in ('aegis', 'sentinel', 'vantage') group by 1, 2, 3 order by 1`,
    [bill.id],
  );
  expect(paid.map(({ slug, balance }) => [slug, balance])).toEqual([
    ['aegis', '41062'],
    ['sentinel', '9784'],
    ['vantage', '8387'],
  ]);
  for (const { rows: ofPayout, amount } of paid) expect(ofPayout).toBe(amount);
  expect(paid.map(({ causes }) => causes)).toEqual([
    '46662 bill.issued, -14000 dispute.raised, 8400 credit-note.issued',
    '11666 payment.allocated, -3500 dispute.raised, 3454 credit-note.issued, -1836 payment.allocated',
    '9999 payment.allocated, -3000 dispute.raised, 2961 credit-note.issued, -1573 payment.allocated',
  ]);
});

test('the books are checked by what was agreed: the tree, and each percentage of what its payer received', async () => {
  for (const check of agreementChecks) expect(await runCheck(owner, check)).toMatchObject({ faults: [] });
  const shares = agreementChecks.find(({ id: of }) => of === 'share.percentages')!;
  const { checked } = await runCheck(owner, shares);
  expect(checked).toBeGreaterThanOrEqual(5);
  await owner.query('set session_replication_role = replica');
  await owner.query('begin');
  // A cent more for Sentinel out of Aegis's: the line still sums, and the books too.
  await owner.query(
    `update line_share s set amount_minor = amount_minor + case when party_id = $2 then 1 else -1 end
     where line_id = $1 and party_id in ($2, $3)`,
    [bill.lineId, id('party:sentinel'), id('party:aegis')],
  );
  expect((await runCheck(owner, shares)).faults).toHaveLength(1);
  await owner.query('rollback');
  await owner.query('reset session_replication_role');
});
