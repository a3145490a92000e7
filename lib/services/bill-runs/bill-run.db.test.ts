import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import {
  type BillingWorld,
  buildBillingWorld,
  NOW,
  type WorldOptions,
  worldId,
} from '@/lib/services/bill-runs/billing-world.fixture';
import { dumpBooks } from '@/lib/services/bill-runs/books-dump.fixture';
import { cancelBillRun } from '@/lib/services/bill-runs/cancel-bill-run';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { pauseBillRun } from '@/lib/services/bill-runs/pause-bill-run';
import { resumeBillRun } from '@/lib/services/bill-runs/resume-bill-run';
import { findWrongCounters } from '@/lib/services/bill-runs/run-counters.fixture';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { startIssue } from '@/lib/services/bill-runs/start-issue';
import { decideExpectation } from '@/lib/services/expectations/decide-expectation';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const ACCOUNTS = 6;
const IN_CHUNKS = { accountsPerChunk: 4 };

let database: TestDatabase;
let world: BillingWorld;
let owner: pg.Client;

beforeEach(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
});

afterEach(async () => {
  expect(await findWrongCounters(owner)).toEqual([]);
  await disconnect();
  await owner.end();
  await database.drop();
});

const ctx = (now = NOW) => ({ actor: systemActor(world.operatorId), now });

async function openWorld(options: Partial<WorldOptions> = {}): Promise<void> {
  world = await buildBillingWorld(database.ownerUrl, { accounts: ACCOUNTS, ...options });
}

async function runCycle(options: { dryRun?: boolean } = {}) {
  const { id } = await startBillRun(ctx(), { cycleId: world.cycleId, ...options });
  await advanceBillRun(ctx(), id, IN_CHUNKS);
  return getBillRun(ctx(), id);
}

async function issue(runId: string) {
  await approveBillRun(ctx(), runId);
  await issueBillRun(ctx(), runId, IN_CHUNKS);
  return getBillRun(ctx(), runId);
}

const rows = async <Row extends pg.QueryResultRow>(text: string, params: unknown[] = []): Promise<Row[]> =>
  (await owner.query<Row>(text, params)).rows;

const count = async (table: string): Promise<number> =>
  (await rows<{ n: number }>(`select count(*)::int as n from ${table}`))[0]!.n;

const first = () => world.accountIds[0]!;

describe('a run', () => {
  test('bills every account, and running it again proposes nothing', async () => {
    await openWorld();
    const run = await runCycle();
    expect(run).toMatchObject({ state: 'review', accounts: { total: 6, done: 6, held: 0 } });
    expect(run.changes).toEqual({ created: 6, updated: 0, unchanged: 0 });

    const drafts = await dumpBooks(owner);
    const again = await runCycle();
    expect(again.changes).toEqual({ created: 0, updated: 0, unchanged: 6 });
    const { runs: _, ...books } = await dumpBooks(owner);
    expect(drafts).toMatchObject(books);
    expect((await getBillRun(ctx(), run.id)).state).toBe('cancelled');
  });

  test('of one account adds up by hand', async () => {
    await openWorld({ accounts: 2, partnerLines: 0 });
    await runCycle();
    // Account 2 has no discount: fee 24.95; 3 seats × 3.333 for 21 of 31 days = 6.77; (2·37 + 11) / 7 = 12.142857… MB:
    // 10 × 0.123 + 1 + 2.142857… × 0.0555 = 2.35. Net 34.07, tax 23 % = 7.8361 → 7.84.
    const [bill] = await rows(
      'select id, net_minor, tax_minor, total_minor from bill where billing_account_id = $1',
      [world.accountIds[1]],
    );
    expect(bill).toMatchObject({ net_minor: '3407', tax_minor: '784', total_minor: '4191' });
    // 70 % of 6.77 is 4.74 (4.739) to Aegis, of which 33.3333 % is 1.58 (1.57999) to Sentinel.
    const shares = await rows(
      `select p.slug, s.amount_minor from line_share s join bill_line l on l.id = s.line_id
       join party p on p.id = s.party_id
       where s.bill_id = $1 and l.line_key like '%:seat:%' order by p.slug`,
      [bill!.id],
    );
    expect(shares).toEqual([
      { slug: 'aegis', amount_minor: '316' },
      { slug: 'operator', amount_minor: '203' },
      { slug: 'sentinel', amount_minor: '158' },
    ]);
  });

  test('that is dry writes no bill and moves nothing', async () => {
    await openWorld();
    const run = await runCycle({ dryRun: true });
    expect(run).toMatchObject({
      state: 'review',
      dryRun: true,
      changes: { created: 6, updated: 0, unchanged: 0 },
    });
    expect([await count('bill'), await count('bill_line'), await count('line_share')]).toEqual([0, 0, 0]);
    expect(await rows('select distinct state from billing_cycle')).toEqual([{ state: 'open' }]);
    expect(await rows('select 1 from partner_bill_line where bill_line_key is not null')).toEqual([]);
    await expect(approveBillRun(ctx(), run.id)).rejects.toMatchObject({ code: 'dry_run' });
  });

  test('after a change rewrites the bills it touches and no other', async () => {
    await openWorld();
    await runCycle();
    await owner.query('update usage_total set quantity = quantity + 5 where billing_account_id = $1', [
      first(),
    ]);
    expect((await runCycle()).changes).toEqual({ created: 0, updated: 1, unchanged: 5 });

    // Only who gets what changes here; the customer's document stays as it is.
    await owner.query(`update settlement_term set terms = '{"ratePercent": "60"}' where id = $1`, [
      worldId('meridian:term:aegis'),
    ]);
    expect((await runCycle()).changes).toEqual({ created: 0, updated: 6, unchanged: 0 });
    expect((await runCycle()).changes).toEqual({ created: 0, updated: 0, unchanged: 6 });
  });

  test('removes the draft of an account that has nothing to bill any more', async () => {
    await openWorld({ partnerLines: 0 });
    await runCycle();
    await owner.query(`update product set ended_on = '2026-02-01' where billing_account_id = $1`, [first()]);
    expect((await runCycle()).changes).toEqual({ created: 0, updated: 1, unchanged: 5 });
    expect(await rows('select 1 from bill where billing_account_id = $1', [first()])).toEqual([]);
    expect((await issue((await runCycle()).id)).state).toBe('issued');
  });

  test('waits for the end of the cycle, and names the run that is in its way', async () => {
    await openWorld();
    const early = startBillRun(ctx('2026-03-31T20:00:00Z'), { cycleId: world.cycleId });
    await expect(early).rejects.toMatchObject({ code: 'cycle_not_ended' });
    const { id } = await startBillRun(ctx(), { cycleId: world.cycleId });
    const second = startBillRun(ctx(), { cycleId: world.cycleId });
    await expect(second).rejects.toMatchObject({
      code: 'run_in_progress',
      message: expect.stringContaining(id),
    });
  });

  test('pauses between chunks, goes on, and is cancelled before approval only', async () => {
    await openWorld();
    const { id } = await startBillRun(ctx(), { cycleId: world.cycleId });
    await advanceBillRun(ctx(), id, { accountsPerChunk: 4, signal: AbortSignal.abort() });
    expect(await pauseBillRun(ctx(), id)).toMatchObject({ state: 'paused', accounts: { total: 6, done: 0 } });
    expect(await advanceBillRun(ctx(), id, IN_CHUNKS)).toBe('paused');
    expect((await resumeBillRun(ctx(), id)).phase).toBe('running');
    expect(await advanceBillRun(ctx(), id, IN_CHUNKS)).toBe('review');
    await expect(pauseBillRun(ctx(), id)).rejects.toMatchObject({ code: 'wrong_state' });
    await issue(id);
    await expect(cancelBillRun(ctx(), id)).rejects.toMatchObject({ code: 'wrong_state' });
  });

  test('holds an account it cannot compute and says why, and bills the others', async () => {
    await openWorld();
    await owner.query(
      `update usage_total set meter_id = $1, quantity = 'NaN' where billing_account_id = $2`,
      [worldId('meridian:meter:mb'), first()],
    );
    const run = await runCycle();
    expect(run.accounts).toMatchObject({ total: 6, done: 5, held: 1 });
    expect(run.issues[0]).toMatchObject({
      code: 'calculation_failed',
      severity: 'error',
      billingAccount: { id: first() },
    });
  });

  test('holds the accounts of a partner whose bill has not come, where the agreement says so', async () => {
    await openWorld();
    await owner.query(`update partner_bill set state = 'rejected'`);
    const run = await runCycle();
    expect(run.accounts.held).toBe(6);
    expect(run.issueCounts).toContainEqual({ code: 'missing_partner_bill', severity: 'error', count: 6 });

    const decision = { decision: 'carry_over', reason: 'They bill quarterly' } as const;
    await decideExpectation(ctx(), { cycleId: world.cycleId, partner: 'cumulus', ...decision });
    const carried = await runCycle();
    expect(carried.accounts).toMatchObject({ held: 0, done: 6 });
    expect(carried.issueCounts).toContainEqual({
      code: 'missing_partner_bill',
      severity: 'warning',
      count: 6,
    });
  });

  test('is not seen by another operator', async () => {
    await openWorld();
    const { id } = await startBillRun(ctx(), { cycleId: world.cycleId });
    const stranger = { actor: systemActor(worldId('stranger')), now: NOW };
    await expect(getBillRun(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(startBillRun(stranger, { cycleId: world.cycleId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(cancelBillRun(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('issuing', () => {
  test('numbers without a gap, books what was billed, and ends the cycle', async () => {
    await openWorld();
    const run = await issue((await runCycle()).id);
    expect(run).toMatchObject({ state: 'issued', issuedOn: '2026-04-05', accounts: { issued: 6 } });
    const bills = await rows('select number from bill order by billing_account_id');
    expect(bills.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `B-00000${n}`));
    expect(await rows('select state from billing_cycle where n = 1')).toEqual([{ state: 'issued' }]);
    expect(await startIssue(ctx(), run.id)).toMatchObject({ state: 'issued' });
    expect(await issueBillRun(ctx(), run.id)).toBe('issued');
    expect(await count('journal')).toBe(6);
    expect((await runCycle()).changes).toEqual({ created: 0, updated: 0, unchanged: 6 });
    for (const table of ['bill_line', 'bill_tax', 'invoice', 'line_share']) {
      const again = `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(
        'id', gen_random_uuid(), 'line_id', gen_random_uuid(), 'line_key', 'more', 'seller_id', gen_random_uuid()))).* from ${table} t limit 1`;
      for (const edit of [again, `update ${table} set bill_id = bill_id`, `delete from ${table}`]) {
        await expect(owner.query(edit)).rejects.toMatchObject({ code: '23001' });
      }
    }
  });

  test('keeps a held account back, and a later run issues it with the next number', async () => {
    await openWorld();
    await owner.query(
      `update product_offering_price set plan = plan || '{"currency": 1}' where key = 'nothing'`,
    );
    await owner.query(`update billing_account set vat_id = null, country = 'DE' where id = $1`, [first()]);
    const run = await runCycle();
    expect(run.accounts.held).toBe(1);
    await issue(run.id);
    expect(await count(`bill where state = 'issued'`)).toBe(5);

    await owner.query(`update billing_account set vat_id = 'DE1' where id = $1`, [first()]);
    const later = await runCycle();
    expect(later.changes).toEqual({ created: 1, updated: 0, unchanged: 5 });
    await issue(later.id);
    const [bill] = await rows('select number, tax_minor from bill where billing_account_id = $1', [first()]);
    expect(bill).toEqual({ number: 'B-000006', tax_minor: '0' });
  });

  test('counts a graduated share over the whole cycle, whatever the order of the accounts was', async () => {
    await openWorld({ usageProducts: 3 });
    await issue((await runCycle()).id);
    const [sums] = await rows(
      `select sum(l.amount_minor)::int as net,
         sum((select s.amount_minor from line_share s where s.line_id = l.id and s.party_id = $1))::int as share
       from bill_line l where l.supplier_id = $1`,
      [worldId('meridian:party:skymesh')],
    );
    // 50 % of the first 40.00 of the cycle, 80 % of the rest, rounded once over all.
    expect(sums!.net).toBeGreaterThan(4000);
    expect(sums!.share).toBe(Math.round(2000 + (sums!.net - 4000) * 0.8));
    expect(await rows('select base_minor::int as base, earned_minor::int as earned from term_total')).toEqual(
      [{ base: sums!.net, earned: sums!.share }],
    );
  });

  test('holds a draft whose partner lines were moved after it was computed', async () => {
    await openWorld();
    const run = await runCycle();
    await owner.query(
      `update partner_bill_line set amount = amount + 0.0001 where billing_account_id = $1 and line_no = 1`,
      [first()],
    );
    const issued = await issue(run.id);
    expect(issued.accounts).toMatchObject({ issued: 5, held: 1 });
    expect(issued.issues[0]).toMatchObject({ code: 'stale_draft', billingAccount: { id: first() } });

    const again = await runCycle();
    await issue(again.id);
    expect(await count(`bill where state = 'issued'`)).toBe(6);
  });

  test('holds a draft whose account used more after it was computed, and bills it with the next run', async () => {
    await openWorld();
    const run = await runCycle();
    await owner.query(
      `update usage_total set quantity = quantity + 5, event_count = event_count + 1, change_count = change_count + 1
       where ctid = (select ctid from usage_total where billing_account_id = $1 order by ctid limit 1)`,
      [first()],
    );
    const issued = await issue(run.id);
    expect(issued.accounts).toMatchObject({ issued: 5, held: 1 });
    expect(issued.issues[0]).toMatchObject({ code: 'stale_draft', billingAccount: { id: first() } });

    const again = await runCycle();
    expect(again.changes).toEqual({ created: 0, updated: 1, unchanged: 5 });
    await issue(again.id);
    expect(await count(`bill where state = 'issued'`)).toBe(6);
  });

  test('adds the partner’s lines exactly, and says which they were', async () => {
    await openWorld();
    await issue((await runCycle()).id);
    const differences = await rows(
      `select l.line_key from bill_line l
       where l.partner_bill_id is not null and l.kind <> 'discount' and l.exact is distinct from (
         select sum(p.amount) from partner_bill_line p where p.bill_line_key = l.line_key and p.billing_account_id = l.billing_account_id)`,
    );
    expect(differences).toEqual([]);
    expect(await count('partner_bill_line where bill_line_key is null')).toBe(0);
  });
});
