import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { newId } from '@/lib/db/id';
import { wholeList } from '@/lib/db/keyset';
import { bookJournal } from '@/lib/db/ledger';
import { changeCredit } from '@/lib/db/receivables';
import { withTenantSql } from '@/lib/db/tenant';
import { type Actor, scopeOf, systemActor } from '@/lib/domain/access/actor';
import { credit, debit } from '@/lib/domain/ledger/posting';
import { currency } from '@/lib/domain/money/currency';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';
import { AccountStory } from '@/lib/services/bill-runs/account-story.fixture';
import {
  type BillingWorld,
  buildBillingWorld,
  worldId,
} from '@/lib/services/bill-runs/billing-world.fixture';
import { raiseDispute } from '@/lib/services/disputes/raise-dispute';
import { savePolicy } from '@/lib/services/dunning/dunning-policies';
import {
  dunningOverview,
  getAccountDunning,
  listDunnedAccounts,
  listNotices,
} from '@/lib/services/dunning/list-dunning';
import { addPromise, changeCustomerGroup, pauseDunning } from '@/lib/services/dunning/pause-dunning';
import { sweepDunning } from '@/lib/services/dunning/sweep-dunning';
import { moveBill } from '@/lib/services/receivables/move-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { verifyBooks } from '@/scripts/verify/verify-books';

/** Issued on 5 April 2026 with 14 days: due on 19 April. */
const ISSUED = '2026-04-05T08:00:00.000Z';
const STAGES = [
  { afterDays: 5, action: 'remind' },
  { afterDays: 12, action: 'warn' },
  { afterDays: 20, action: 'restrict' },
  { afterDays: 27, action: 'hand_over' },
] as const;

let database: TestDatabase;
let owner: pg.Client;
let world: BillingWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set row_security = off');
  connectAs(database.workerUrl);
  world = await buildBillingWorld(database.ownerUrl, { accounts: 6 });
  await owner.query(`update party set email = 'ap@acme.example' where kind = 'customer'`);
  await owner.query(`update billing_account set language = 'ar' where id = $1`, [account(2)]);
  const story = new AccountStory(owner, world, 1);
  await story.issue(ISSUED, await story.review(ISSUED));
});

afterAll(async () => {
  const faults = (await verifyBooks(owner)).filter((finding) => finding.faults.length > 0);
  await disconnect();
  await owner.end();
  await database.drop();
  expect(faults).toEqual([]);
});

const EUR = currency('EUR');
const account = (number: number) => world.accountIds[number - 1]!;
const at = (day: string) => ({ actor: systemActor(world.operatorId), now: `${day}T07:00:00.000Z` });
const customer = (day: string, party = 'acme') => ({
  actor: {
    ...systemActor(world.operatorId),
    kind: 'user',
    audience: 'customer',
    partyId: worldId(`meridian:party:${party}`),
  } as Actor,
  now: `${day}T07:00:00.000Z`,
});

async function billOf(number: number): Promise<{ id: string; open: bigint }> {
  const { rows } = await owner.query<{ id: string; open: string }>(
    'select bill_id as id, open_minor::text as open from open_item where billing_account_id = $1',
    [account(number)],
  );
  return { id: rows[0]!.id, open: BigInt(rows[0]!.open) };
}

/** Money comes in and is put on the account's bill, as the core has it. */
async function pay(number: number, day: string, amountMinor: bigint): Promise<void> {
  const { id } = await billOf(number);
  const actor = systemActor(world.operatorId);
  await withTenantSql(scopeOf(actor), async (sql) => {
    const paid = {
      billingAccountId: account(number),
      event: 'payment.received',
      sourceId: newId(),
      bookedOn: day,
    } as const;
    const postings = [
      debit('bank', world.operatorPartyId, EUR, amountMinor),
      credit('customer_credit', worldId('meridian:party:acme'), EUR, amountMinor),
    ];
    await bookJournal(sql, world.operatorId, { ...paid, postings });
    await changeCredit(sql, world.operatorId, account(number), 'EUR', amountMinor);
    await moveBill(sql, world.operatorId, id, {
      event: 'payment.allocated',
      sourceId: newId(),
      bookedOn: day,
      collectedMinor: amountMinor,
    });
  });
}

test('a month of sweeps: each account by its own story, each stage once, with its letter and event', async () => {
  expect(await sweepDunning(at('2026-04-30'))).toMatchObject({ notices: 0 });
  await savePolicy(at('2026-04-20'), { customerGroup: 'default', minimum: '1.00', stages: [...STAGES] });
  // Account 3 has its largest line disputed, account 4 promises and breaks it, account 5 is paused, account 6 is below a minimum of its group.
  const { rows: lines } = await owner.query<{ id: string; billId: string }>(
    `select id, bill_id as "billId" from bill_line where billing_account_id = $1 order by amount_minor desc limit 1`,
    [account(3)],
  );
  await raiseDispute(customer('2026-04-20'), {
    ...{ billId: lines[0]!.billId, lineId: lines[0]!.id, amount: null },
    ...{ reason: 'not_ordered', words: 'Not ours.' },
  });
  await addPromise(at('2026-04-20'), {
    account: 'A-0000004',
    amount: '10.00',
    until: '2026-05-06',
    note: 'By phone.',
  });
  await pauseDunning(at('2026-04-20'), account(5), { until: '2026-05-31', reason: 'Moving house.' });
  const day = (n: number) => addDays(civilDate('2026-04-20'), n);
  const inDunning: number[] = [];
  for (let n = 0; n < 31; n += 1) {
    if (day(n) === '2026-05-04') await pay(2, day(n), (await billOf(2)).open);
    const sweeps = await Promise.all([
      sweepDunning(at(day(n))),
      n % 7 === 3 ? sweepDunning(at(day(n))) : null,
    ]);
    inDunning.push(sweeps[0]!.notices + (sweeps[1]?.notices ?? 0));
  }
  const { rows } = await owner.query<{
    account: string;
    stage: number;
    action: string;
    on: string;
    amount: string;
    language: string;
  }>(
    `select a.number as account, n.stage, n.action, n.noticed_on::text as "on", n.amount_minor::text as amount, n.language
     from dunning_notice n join billing_account a on a.id = n.billing_account_id order by a.number, n.stage`,
  );
  const of = (number: number) =>
    rows.filter((row) => row.account === `A-000000${number}`).map(({ stage, on }) => `${stage} ${on}`);
  // Due on Sunday 19 April. Day 5 is Friday the 24th; day 12 Friday 1 May; day 20 Saturday 9 May, so Monday the 11th; then seven days.
  expect(of(1)).toEqual(['1 2026-04-24', '2 2026-05-01', '3 2026-05-11', '4 2026-05-18']);
  expect(of(2)).toEqual(['1 2026-04-24', '2 2026-05-01']);
  // The promise holds to the 6th; then from the beginning, with the policy's days between the stages.
  expect(of(4)).toEqual(['1 2026-05-07', '2 2026-05-14']);
  expect(of(5)).toEqual([]);
  expect(inDunning.reduce((sum, count) => sum + count, 0)).toBe(rows.length);

  // What is claimed is what is open and not disputed, by a sum of its own.
  const { rows: open } = await owner.query<{ claim: string }>(
    `select (open_minor - disputed_minor)::text as claim from open_item where billing_account_id = $1`,
    [account(3)],
  );
  expect(
    rows.filter((row) => row.account === 'A-0000003').every(({ amount }) => amount === open[0]!.claim),
  ).toBe(true);
  expect(of(3)).toHaveLength(4);

  const { rows: letters } = await owner.query<{ subject: string; body: string }>(
    `select subject, body from mail_message where subject like '%A-0000002%' order by id`,
  );
  expect(letters).toHaveLength(2);
  expect(letters[0]!.subject).toContain('تذكير');
  expect(rows.find((row) => row.account === 'A-0000002')!.language).toBe('ar');
  const { rows: told } = await owner.query<{ type: string; count: number }>(
    `select type, count(*)::int as count from outbox_event where type like 'dunning.%' group by 1 order by 1`,
  );
  expect(told).toEqual([
    { type: 'dunning.ended', count: 1 },
    { type: 'dunning.stage-reached', count: rows.length },
  ]);
  const one = await getAccountDunning(at(day(31)), 'A-0000001');
  expect(one).toMatchObject({ dunningState: 'handed_over', stage: 4 });
  expect(one.notices.map(({ action }) => action)).toEqual(['hand_over', 'restrict', 'warn', 'remind']);
  expect(await getAccountDunning(at(day(31)), account(2))).toMatchObject({
    dunningState: 'none',
    stage: 0,
    bills: [],
  });
  expect((await getAccountDunning(at(day(31)), account(4))).promises).toMatchObject([
    { state: 'broken', amount: '10.00' },
  ]);
});

test('a group has its own policy, and the default where it has none', async () => {
  const day = at('2026-05-21');
  await savePolicy(day, { customerGroup: 'public-sector', minimum: '1000000', stages: [...STAGES] });
  await changeCustomerGroup(day, 'A-0000005', 'public-sector');
  await pauseDunning(day, account(5), { until: null, reason: 'Moved in.' });
  expect(await sweepDunning(at('2026-05-22'))).toMatchObject({ notices: 0 });
  await changeCustomerGroup(day, account(5), 'default');
  await pauseDunning(at('2026-05-22'), account(5), { until: '2026-05-31', reason: 'Moving again.' });
  expect((await getAccountDunning(day, account(5))).customer.customerGroup).toBe('default');
});

test('who pays is free again by itself; overdue money is counted by stage', async () => {
  const today = at('2026-05-21');
  expect(
    (await dunningOverview(today)).stages.find(({ stage }) => stage === 4)!.accounts,
  ).toBeGreaterThanOrEqual(2);
  const { data } = await listDunnedAccounts(today, { ...wholeList, filters: { hold: ['paused'] } });
  expect(data.map(({ number, pausedUntil }) => [number, pausedUntil])).toEqual([['A-0000005', '2026-05-31']]);
  await pay(1, '2026-05-21', (await billOf(1)).open);
  expect(await sweepDunning(today)).toMatchObject({ left: 1 });
  expect(await getAccountDunning(today, account(1))).toMatchObject({ dunningState: 'none', stage: 0 });
  expect(await sweepDunning(today)).toMatchObject({ accounts: 0 });
});

test('a sweep that dies leaves whole accounts and an open day, and the next one does the rest once', async () => {
  const before = (await listNotices(at('2026-06-01'), wholeList)).data.length;
  // The pause is over on 1 June; another session holds account 4 in the middle of its transaction, and the sweep is stopped there.
  const holding = new pg.Client({ connectionString: database.ownerUrl });
  await holding.connect();
  await holding.query('set row_security = off');
  await holding.query('begin');
  await holding.query('select 1 from dunning_case where billing_account_id = $1 for update', [account(4)]);
  const stopping = new AbortController();
  const stopped = sweepDunning(at('2026-06-01'), { signal: stopping.signal });
  setTimeout(() => stopping.abort(), 150);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await holding.query('rollback');
  await holding.end();
  await stopped;
  expect((await owner.query(`select from dunning_sweep where swept_on = '2026-06-01'`)).rowCount).toBe(0);
  await Promise.all([sweepDunning(at('2026-06-01')), sweepDunning(at('2026-06-01'))]);
  expect((await owner.query(`select from dunning_sweep where swept_on = '2026-06-01'`)).rowCount).toBe(1);
  const after = (await listNotices(at('2026-06-01'), wholeList)).data;
  expect(
    after
      .filter(({ noticedOn }) => noticedOn === '2026-06-01')
      .map(({ billingAccount }) => billingAccount.number)
      .sort(),
  ).toEqual(['A-0000004', 'A-0000005']);
  expect(after.length).toBe(before + 2);
});

test('a policy that goes back in time or becomes milder, a day that is past, and others’ accounts are refused', async () => {
  const codeOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => null,
      (error: { code: string }) => error.code,
    );
  const policy = {
    customerGroup: 'vip',
    minimum: '10',
    stages: [
      { afterDays: 9, action: 'warn' as const },
      { afterDays: 12, action: 'remind' as const },
    ],
  };
  expect(await codeOf(savePolicy(at('2026-06-01'), policy))).toBe('bad_stage');
  expect(await codeOf(savePolicy(at('2026-06-01'), { ...policy, stages: [], minimum: '-1' }))).toBe(
    'bad_minimum',
  );
  const promise = { account: account(3), amount: '1.00', until: '2026-05-31', note: '' };
  expect(await codeOf(addPromise(at('2026-06-01'), promise))).toBe('bad_day');
  expect(await codeOf(addPromise(at('2026-06-01'), { ...promise, until: '2026-06-05', amount: '0' }))).toBe(
    'bad_amount',
  );
  expect(await codeOf(addPromise(customer('2026-06-01'), { ...promise, until: '2026-06-05' }))).toBe(
    'forbidden',
  );
  const elsewhere = { actor: systemActor(worldId('elsewhere')), now: '2026-06-01T07:00:00.000Z' };
  expect(await codeOf(pauseDunning(elsewhere, account(3), { until: null, reason: 'x' }))).toBe('not_found');
});
