import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { type Actor, scopeOf } from '@/lib/domain/access/actor';
import type { AppError } from '@/lib/errors';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import type { ServiceContext } from '@/lib/services/context';
import { noteBankFeedback } from '@/lib/services/payment-files/note-bank-feedback';
import { adjustPayout } from '@/lib/services/payouts/adjust-payout';
import { approvePayout } from '@/lib/services/payouts/approve-payout';
import { cancelPayout } from '@/lib/services/payouts/cancel-payout';
import { getPayout } from '@/lib/services/payouts/get-payout';
import { listPayoutRows } from '@/lib/services/payouts/list-payout-rows';
import { listPayouts } from '@/lib/services/payouts/list-payouts';
import { recomputePayout } from '@/lib/services/payouts/recompute-payout';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { advanceSettlementRun } from '@/lib/services/settlement-runs/advance-settlement-run';
import { approveSettlementRun } from '@/lib/services/settlement-runs/approve-settlement-run';
import { cancelSettlementRun } from '@/lib/services/settlement-runs/cancel-settlement-run';
import { getSettlementRun } from '@/lib/services/settlement-runs/get-settlement-run';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { runCheck } from '@/scripts/verify/check';
import { payoutChecks } from '@/scripts/verify/payout-checks';
import { payoutSumChecks } from '@/scripts/verify/payout-sum-checks';

let database: TestDatabase;
let owner: pg.Client;
let world: IssuedWorld;
let ewa: ServiceContext;
let marek: ServiceContext;

const NOW = '2026-05-05T08:00:00.000Z';

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  world = await buildIssuedWorld(database.ownerUrl, { accounts: 12, partnerLines: 3 });
  const person = (id: string): ServiceContext => ({
    actor: { ...world.ctx.actor, kind: 'user', id, name: id } satisfies Actor,
    now: NOW,
  });
  [ewa, marek] = [person('ewa'), person('marek')];
}, 120_000);

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

const rows = async <Row extends pg.QueryResultRow>(text: string, params: unknown[] = []): Promise<Row[]> =>
  (await owner.query<Row>(text, params)).rows;
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: AppError) => error.code,
  );
const party = (slug: string) => worldId(`meridian:party:${slug}`);
const agree = (slug: string, set: string) =>
  owner.query(`update agreement set ${set} where partner_id = $1`, [party(slug)]);

/** From May on an agreement of that currency pays the partner. */
async function payIn(slug: string, currency: string): Promise<void> {
  await agree(slug, `valid_to = '2026-05-01'`);
  await owner.query(
    `insert into agreement (operator_id, id, payer_id, partner_id, version, role, currency, valid_from, signed_at)
     select operator_id, gen_random_uuid(), payer_id, partner_id, 2, role, $2, '2026-05-01', '2026-04-20Z'
     from agreement where partner_id = $1`,
    [party(slug), currency],
  );
}

async function prepare(through: string) {
  const { id } = await startSettlementRun(ewa, { through });
  await advanceSettlementRun(world.ctx, id, { payoutsPerChunk: 2 });
  return getSettlementRun(ewa, id);
}
const payoutsOf = async (run: string) =>
  (await listPayouts(ewa, { ...wholeList, filters: { run: [run] } })).data;
async function payoutFor(run: string, slug: string) {
  const found = (await payoutsOf(run)).find(({ partner }) => partner.slug === slug);
  return getPayout(ewa, found!.id);
}
/** What the books, the rows and the payout itself say it is, each by its own sum. */
async function threeSums(payoutId: string): Promise<string[]> {
  const [found] = await rows<{ amount: string; entries: string; booked: string }>(
    `select p.amount_minor as amount,
       (select coalesce(sum(payout_minor), 0) from payable_entry where payout_id = p.id) as entries,
       (select coalesce(sum(debit_minor - credit_minor), 0) from posting g join journal j on j.id = g.journal_id
        where j.event = 'payout.approved' and j.source_id = p.id and g.account = 'partner_payable') as booked
     from payout p where id = $1`,
    [payoutId],
  );
  return [found!.amount, found!.entries, found!.booked];
}
const ledger = async (account: string, slug: string, currency = 'EUR') =>
  Number(
    (
      await rows<{ sum: string }>(
        `select coalesce(sum(credit_minor - debit_minor), 0) as sum from posting where account = $1 and party_id = $2 and currency = $3`,
        [account, party(slug), currency],
      )
    )[0]!.sum,
  );

describe('a settlement run', () => {
  test('takes what is due once, by two people, and its rows are the payout', async () => {
    await agree(
      'skymesh',
      'payout_fee_minor = 25, payout_fee_ppm = 10000, reserve_ppm = 50000, reserve_days = 20, self_billing_consent = true',
    );
    await agree('cumulus', 'payout_minimum_minor = 100000000');
    const due = await ledger('partner_payable', 'skymesh');
    const carried = await ledger('partner_payable', 'cumulus');
    const run = await prepare('2026-04-30');
    expect(run).toMatchObject({ state: 'review', payouts: { withIssues: 0 } });
    const skymesh = await payoutFor(run.id, 'skymesh');
    const fee = 25 + Math.round(due / 100);
    const reserve = Math.round((due * 5) / 100);
    const tax = Math.round(due * 0.23);
    const amount = due - fee - reserve + tax;
    expect(skymesh).toMatchObject({
      amount: (amount / 100).toFixed(2),
      document: { kind: 'self_billed', typeCode: '389', tax: { category: 'S', ratePpm: '230000' } },
      reserveUntil: '2026-05-20',
    });
    expect(await codeOf(approveSettlementRun(ewa, run.id))).toBe('four_eyes');
    expect(await codeOf(approvePayout(ewa, skymesh.id))).toBe('four_eyes');
    const key: ServiceContext = { ...marek, actor: { ...marek.actor, kind: 'key' } };
    expect(await codeOf(approveSettlementRun(key, run.id))).toBe('person_needed');
    expect(await codeOf(approvePayout(key, skymesh.id))).toBe('person_needed');

    const seen = {
      expectedTotals: run.totals.map(({ currency, amount: sum }) => ({ currency, amount: sum })),
    };
    const other = { expectedTotals: seen.expectedTotals.map((sum) => ({ ...sum, amount: '1.00' })) };
    expect(await codeOf(approveSettlementRun(marek, run.id, other))).toBe('payout_changed');
    const otherCarried = {
      expectedTotals: run.totals.map(({ ready: _, ...sum }) => ({ ...sum, carried: '9.00' })),
    };
    expect(await codeOf(approveSettlementRun(marek, run.id, otherCarried))).toBe('payout_changed');
    expect(await codeOf(approvePayout(marek, skymesh.id, { expectedAmount: '1.00' }))).toBe('payout_changed');
    await approveSettlementRun(marek, run.id, seen);
    for (const change of [
      () => adjustPayout(ewa, skymesh.id, { amount: '5.00', reason: 'After it was seen' }),
      () => recomputePayout(ewa, skymesh.id),
      () => cancelPayout(ewa, skymesh.id),
    ]) {
      expect(await codeOf(change())).toBe('wrong_state');
    }
    expect(await advanceSettlementRun(world.ctx, run.id)).toBe('done');
    for (const { id } of await payoutsOf(run.id)) {
      const [own, entries, booked] = await threeSums(id);
      expect([entries, booked]).toEqual([own, own]);
    }
    const [count] = await rows(`select count(*)::int as payouts, count(distinct number)::int as numbers,
      max(substr(number, 4)::int) as last from payout where number is not null`);
    expect(count!.numbers).toBe(count!.payouts);
    expect(count!.last).toBe(count!.payouts);
    expect(await ledger('payout_clearing', 'skymesh')).toBe(amount);
    expect(await ledger('partner_reserve', 'skymesh')).toBe(reserve);
    expect(await ledger('partner_payable', 'skymesh')).toBe(0);
    expect(await payoutFor(run.id, 'cumulus')).toMatchObject({
      state: 'carried',
      amount: '0.00',
      carried: (carried / 100).toFixed(2),
    });
    expect(await ledger('partner_payable', 'cumulus')).toBe(carried);
    await expect(
      owner.query('update payout set amount_minor = 1, balance_minor = 1 where id = $1', [skymesh.id]),
    ).rejects.toThrow('refused');
    await expect(
      owner.query('update payable_entry set payout_id = null, payout_minor = null where payout_id = $1', [
        skymesh.id,
      ]),
    ).rejects.toThrow('final');
    await expect(
      owner.query('update payout_sum set entries = 0 where payout_id = $1', [skymesh.id]),
    ).rejects.toThrow('final');
  });

  test('carries on what it did not pay, and what the bank sent back', async () => {
    await agree('cumulus', 'payout_minimum_minor = 0');
    const [paid] = await rows<{ number: string; amount: string; id: string }>(
      `select id, number, amount_minor as amount from payout where party_id = $1 and state = 'approved'`,
      [party('skymesh')],
    );
    const feedback = {
      ...{ endToEndId: paid!.number, amountMinor: BigInt(paid!.amount), currency: 'EUR' },
      ...{ bookedOn: '2026-05-05', reasonCode: 'AC04', reason: 'Closed account', entryId: null },
    };
    const note = (outcome: 'paid' | 'rejected', of = feedback) =>
      withTenantSql(scopeOf(world.ctx.actor), (sql) => noteBankFeedback(sql, world.ctx, { ...of, outcome }));
    expect(await note('paid', { ...feedback, amountMinor: 1n })).toBe(false);
    expect([await note('paid'), await note('paid'), await note('rejected'), await note('rejected')]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(await note('paid')).toBe(false);
    expect(await ledger('payout_clearing', 'skymesh')).toBe(0);
    expect(await ledger('bank', 'operator')).toBe(0);

    const again = await prepare('2026-05-05');
    const cumulus = await payoutFor(again.id, 'cumulus');
    expect(cumulus.groups).toMatchObject([{ cause: 'opening', rows: '1', amount: cumulus.amount }]);
    expect((await payoutFor(again.id, 'skymesh')).groups[0]).toMatchObject({
      cause: 'returned',
      amount: (Number(paid!.amount) / 100).toFixed(2),
    });
    await cancelSettlementRun(ewa, again.id);
    const [open] = await rows(
      `select sum(amount_minor)::text as total, (select sum(amount_minor)::text from payable_entry where payout_id is null) as entries from payable_total`,
    );
    expect(open!.total).toBe(open!.entries);
  });

  test('converts each currency at one rate, to the minor unit, and waits for a rate that is missing', async () => {
    await payIn('cumulus', 'KWD');
    const run = await prepare('2026-05-05');
    expect(run.payouts.withIssues).toBe(1);
    const held = await payoutFor(run.id, 'cumulus');
    expect(held.issues).toMatchObject([{ code: 'rate_missing' }]);
    expect(await codeOf(approvePayout(marek, held.id))).toBe('payout_held');
    await approveSettlementRun(marek, run.id);
    expect(await advanceSettlementRun(world.ctx, run.id)).toBe('partly');

    await owner.query(
      `insert into fx_rate (operator_id, id, base, quote, valid_on, rate, source, created_by)
       values ($1, gen_random_uuid(), 'EUR', 'KWD', '2026-05-04', 0.333333333, 'test', 'test')`,
      [world.operatorId],
    );
    const before = await ledger('partner_payable', 'cumulus');
    const payout = await recomputePayout(ewa, held.id);
    const converted = BigInt(Math.round(before * 0.333333333 * 10));
    expect(payout.rates).toMatchObject([
      { currency: 'EUR', rate: '0.333333333', payoutAmount: payout.balance },
    ]);
    expect(payout.balance.replace('.', '').replace(/^0+/, '')).toBe(String(converted));
    const adjusted = await adjustPayout(ewa, payout.id, { amount: '-0.005', reason: 'Rounded down' });
    expect(adjusted.groups.find(({ cause }) => cause === 'adjustments')?.amount).toBe('-0.005');
    await approvePayout(marek, payout.id);
    const [own, entries, booked] = await threeSums(payout.id);
    expect([entries, booked]).toEqual([own, own]);
    expect(await ledger('partner_payable', 'cumulus')).toBe(0);
    expect(await ledger('partner_payable', 'cumulus', 'KWD')).toBe(0);
    expect((await getSettlementRun(ewa, run.id)).state).toBe('done');
  });

  test('shares a converted sum among thousands of rows as largest remainder does', async () => {
    // Rows of one party, written as the books would: 400 journals of odd amounts.
    await owner.query(
      `with j as (
         insert into journal (operator_id, billing_account_id, id, event, source_id, booked_on)
         select $1, '00000000-0000-0000-0000-000000000000', md5('j' || n)::uuid, 'bill.issued', md5('s' || n)::uuid, '2026-05-01'
         from generate_series(1, 400) n returning id)
       insert into posting (operator_id, billing_account_id, journal_id, position, account, party_id, currency, debit_minor, credit_minor)
       select $1, '00000000-0000-0000-0000-000000000000', md5('j' || n)::uuid, p, case p when 0 then 'partner_payable' else 'operator_revenue' end,
         case p when 0 then $2::uuid else $3::uuid end, 'EUR', case p when 0 then 0 else n * 7 end, case p when 0 then n * 7 else 0 end
       from generate_series(1, 400) n, generate_series(0, 1) p where exists (select from j)`,
      [world.operatorId, party('cumulus'), world.operatorPartyId],
    );
    const run = await prepare('2026-05-05');
    const payout = await payoutFor(run.id, 'cumulus');
    const entries = await rows<{ key: string; amount: string; payout: string }>(
      `select journal_id || ':' || position as key, amount_minor as amount, payout_minor as payout from payable_entry
       where payout_id = $1 and currency = 'EUR' order by 1`,
      [payout.id],
    );
    const total = entries.reduce((sum, entry) => sum + BigInt(entry.payout), 0n);
    const exact = entries.map(({ amount }) => BigInt(amount) * 3_333_333_330n);
    const unit = 1_000_000_000n;
    const whole = exact.map((amount) => amount / unit);
    const rest = exact.map((amount, index) => ({ index, rest: amount % unit }));
    rest.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
    const left = total - whole.reduce((sum, amount) => sum + amount, 0n);
    for (const { index } of rest.slice(0, Number(left))) whole[index]! += 1n;
    expect(entries.length).toBeGreaterThanOrEqual(400);
    expect(entries.map((entry) => BigInt(entry.payout))).toEqual(whole);
    expect(payout.rates[0]!.payoutAmount).toBe((Number(total) / 1000).toFixed(3));
  });

  test('two at once never take an entry twice', async () => {
    for (const { id } of await rows<{ id: string }>(
      `select id from settlement_run where state in ('review', 'partly')`,
    )) {
      await cancelSettlementRun(ewa, id);
    }
    const [before] = await rows<{ n: string; sum: string }>(
      `select count(*) as n, sum(amount_minor) as sum from payable_entry where payout_id is null`,
    );
    const runs = await Promise.all([1, 2].map(() => startSettlementRun(ewa, { through: '2026-05-05' })));
    await Promise.all(runs.map(({ id }) => advanceSettlementRun(world.ctx, id, { payoutsPerChunk: 1 })));
    const [taken] = await rows<{ n: string; sum: string; left: string }>(
      `select sum(entries) as n, sum(amount_minor) as sum, (select count(*) from payable_entry where payout_id is null) as left
       from payout_sum s where payout_id in (select id from payout where run_id = any($1::uuid[]) and state <> 'cancelled')`,
      [runs.map(({ id }) => id)],
    );
    expect(taken).toEqual({ ...before, left: '0' });
  });

  test('tops a guarantee up once, paid by the party above', async () => {
    for (const { id } of await rows<{ id: string }>(
      `select id from settlement_run where state in ('review', 'partly')`,
    )) {
      await cancelSettlementRun(ewa, id);
    }
    const term = worldId('meridian:term:sentinel');
    await owner.query('set session_replication_role = replica');
    await owner.query(
      `update settlement_term set terms = terms || '{"minimumGuarantee": "5000.00"}' where id = $1`,
      [term],
    );
    await owner.query('reset session_replication_role');
    const [earned] = await rows<{ sum: string }>(
      'select sum(amount_minor) as sum from line_share where term_id = $1',
      [term],
    );
    const topUp = 500_000 - Number(earned!.sum);
    const before = {
      sentinel: await ledger('partner_payable', 'sentinel'),
      aegis: await ledger('partner_payable', 'aegis'),
    };
    const run = await prepare('2026-05-05');
    expect((await payoutFor(run.id, 'sentinel')).groups).toMatchObject([
      { cause: 'guarantees', rows: '1', amount: (topUp / 100).toFixed(2) },
    ]);
    expect(await ledger('partner_payable', 'sentinel')).toBe(before.sentinel + topUp);
    expect(await ledger('partner_payable', 'aegis')).toBe(before.aegis - topUp);
    await prepare('2026-05-05');
    expect(await ledger('partner_payable', 'sentinel')).toBe(before.sentinel + topUp);
    expect(await payoutFor(run.id, 'aegis')).toMatchObject({
      amount: '0.00',
      carried: (-topUp / 100).toFixed(2),
    });
  });

  test('a statement carried with a balance of nothing leaves its tax and reserve to the next one', async () => {
    const post = (key: string, event: string, minor: number) =>
      owner.query(
        `with j as (
           insert into journal (operator_id, billing_account_id, id, event, source_id, booked_on)
           values ($1, '00000000-0000-0000-0000-000000000000', md5($4)::uuid, $5, md5($4)::uuid, '2026-05-01') returning id)
         insert into posting (operator_id, billing_account_id, journal_id, position, account, party_id, currency, debit_minor, credit_minor)
         select $1, '00000000-0000-0000-0000-000000000000', id, p, case p when 0 then 'partner_payable' else 'operator_revenue' end,
           case p when 0 then $2::uuid else $3::uuid end, 'EUR', case when (p = 0) = ($6 < 0) then abs($6::int8) else 0 end,
           case when (p = 0) = ($6 < 0) then 0 else abs($6::int8) end
         from j, generate_series(0, 1) p`,
        [world.operatorId, party('skymesh'), world.operatorPartyId, key, event, minor],
      );
    await post('supply', 'bill.issued', 10_000);
    await post('gone', 'payout.returned', -10_000);
    const nothing = await payoutFor((await prepare('2026-05-05')).id, 'skymesh');
    expect(await approvePayout(marek, nothing.id)).toMatchObject({ state: 'carried', carried: '0.00' });
    await post('next', 'bill.issued', 5_000);
    const next = await payoutFor((await prepare('2026-05-05')).id, 'skymesh');
    // A reserve of 5 % and VAT of 23 % on 150.00, a fee of 0.25 and 1 % on 50.00.
    expect(next.amount).toBe('76.25');
    // What no cause names is under "other", and nowhere else.
    await post('odd', 'something.else', 700);
    const other = await payoutFor((await prepare('2026-05-05')).id, 'skymesh');
    const odd = await listPayoutRows(ewa, other.id, { cause: 'other', after: null, pageSize: 9 });
    expect(odd.data.map(({ event }) => event)).toEqual(['something.else']);
    await cancelPayout(ewa, next.id);
    const [left] = await rows('select carried_to_id as next from payout where id = $1', [nothing.id]);
    expect(left).toEqual({ next: null });
  });

  test('leaves books in which every check of payouts holds', async () => {
    for (const check of [...payoutChecks, ...payoutSumChecks])
      expect(await runCheck(owner, check)).toMatchObject({ faults: [] });
  });
});
