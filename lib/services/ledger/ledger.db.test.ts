import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { NO_ACCOUNT } from '@/lib/db/ledger';
import type { Actor } from '@/lib/domain/access/actor';
import { NORMAL_SIDE } from '@/lib/domain/ledger/accounts';
import type { AppError } from '@/lib/errors';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import { issueCreditNote } from '@/lib/services/credit-notes/issue-credit-note';
import { journalsCsv } from '@/lib/services/ledger/journals-csv';
import { getJournal, listJournals } from '@/lib/services/ledger/list-journals';
import { readLedgerAccount } from '@/lib/services/ledger/read-account';
import { listBalances, listPartyBalances, readTrialBalance } from '@/lib/services/ledger/read-balances';
import { recordPayment } from '@/lib/services/payments/record-payment';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: pg.Client;
let world: IssuedWorld;
let billId: string;
let noteId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  world = await buildIssuedWorld(database.ownerUrl, { accounts: 5, partnerLines: 3 });
  [{ id: billId }] = (
    await owner.query('select id from bill where billing_account_id = $1', [world.accountIds[1]])
  ).rows;
  ({ id: noteId } = await issueCreditNote(world.ctx, {
    ...{ billId, reason: 'Half a seat', wanted: { goodwill: '1.50' } },
  }));
  for (const billingAccountId of [world.accountIds[2]!, null]) {
    await recordPayment(world.ctx, {
      ...{
        billingAccountId,
        amountMinor: 1_000n,
        currency: 'EUR',
        receivedOn: '2026-04-05',
        method: 'bank_transfer',
      },
      ...{ reference: '', payer: null, source: 'hand', sourceKey: `money of ${billingAccountId}` },
    });
  }
}, 120_000);

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

const cents = (amount: string | null) => BigInt((amount ?? '0').replace('.', ''));

test('every balance is the sum of its postings, and debits are credits', async () => {
  const { rows } = await owner.query<{
    account: string;
    currency: string;
    balance: string;
    postings: string;
  }>(
    `select account, currency, sum(debit_minor - credit_minor) as balance, count(*) as postings from posting group by 1, 2`,
  );
  const [trial, ...others] = await readTrialBalance(world.ctx);
  expect(others).toEqual([]);
  expect(trial).toMatchObject({ currency: 'EUR', difference: '0.00', reconciles: true });
  const shown = trial!.accounts.map(({ account, balance, postings }) => [account, cents(balance), postings]);
  const summed = rows.map(({ account, balance, postings }) => {
    const isDebit = NORMAL_SIDE[account as keyof typeof NORMAL_SIDE] === 'debit';
    return [account, isDebit ? BigInt(balance) : -BigInt(balance), postings];
  });
  expect(shown.sort()).toEqual(summed.sort());
  expect(shown.map(([account]) => account)).toEqual(
    expect.arrayContaining(['bank', 'unallocated_cash', 'receivable']),
  );
});

test('from a balance to a party, its entries and a journal with the bill before and after it', async () => {
  const key = { account: 'receivable', currency: 'EUR' };
  const parties = await listPartyBalances(world.ctx, key, wholeList);
  expect(parties.ofCustomers).toBe(true);
  const total = (await listBalances(world.ctx, key))[0]!;
  expect(parties.data.reduce((sum, { balance }) => sum + cents(balance), 0n)).toBe(cents(total.balance));
  const { rows } = await owner.query('select customer_id as id from billing_account where id = $1', [
    world.accountIds[1],
  ]);
  const account = { ...key, partyId: rows[0].id };
  const first = await readLedgerAccount(world.ctx, account, { ...wholeList, pageSize: 1 });
  const pages = [first.entries];
  while (pages.at(-1)!.nextCursor !== null) {
    const query = { ...wholeList, pageSize: 1, after: pages.at(-1)!.nextCursor };
    pages.push((await readLedgerAccount(world.ctx, account, query)).entries);
  }
  const entries = pages.flatMap(({ data }) => data);
  const sum = entries.reduce((all, { debit, credit }) => all + cents(debit) - cents(credit), 0n);
  expect(sum).toBe(cents(first.balance.balance));
  const credited = entries.find(({ event }) => event === 'credit-note.issued')!;
  const journal = await getJournal(world.ctx, {
    billingAccountId: credited.billingAccountId,
    id: credited.journalId,
  });
  expect(journal).toMatchObject({ source: noteId, bill: { id: billId } });
  expect(journal.moved.find(({ key: of }) => of === 'creditedMinor')).toMatchObject({ before: '0.00' });
  const side = (of: 'debit' | 'credit') =>
    journal.postings.reduce((all, posting) => all + cents(posting[of]), 0n);
  expect(side('debit')).toBe(side('credit'));
  const partner = {
    account: 'partner_payable',
    currency: 'EUR',
    partyId: worldId(`${world.name}:party:skymesh`),
  };
  const days = { from: ['2026-04-06'] };
  expect((await readLedgerAccount(world.ctx, partner, { ...wholeList, filters: days })).entries.data).toEqual(
    [],
  );
});

test('journals are found by event, bill, cause and day, and exported as they are shown', async () => {
  const events = async (filters: Record<string, string[]>) =>
    (await listJournals(world.ctx, { ...wholeList, filters })).data.map(({ event }) => event);
  expect(await events({ bill: [billId] })).toEqual(
    expect.arrayContaining(['credit-note.issued', 'bill.issued']),
  );
  expect(await events({ source: [noteId] })).toEqual(['credit-note.issued']);
  expect(await events({ event: ['payment.received'] })).toEqual(['payment.received', 'payment.received']);
  expect(await events({ to: ['2026-04-04'] })).toEqual([]);
  const whole = await listJournals(world.ctx, wholeList);
  let csv = '';
  for await (const piece of journalsCsv(world.ctx, {})) csv += piece;
  expect(csv.trim().split('\r\n')).toHaveLength(
    1 + whole.data.reduce((sum, { postings }) => sum + postings.length, 0),
  );
  const ofNobody = whole.data.find(({ billingAccountId }) => billingAccountId === NO_ACCOUNT)!;
  expect(ofNobody.postings.map(({ account }) => account)).toEqual(['bank', 'unallocated_cash']);
});

test('the books are the operator’s alone', async () => {
  for (const audience of ['partner', 'customer'] as const) {
    const partyId = worldId(`${world.name}:party:skymesh`);
    const actor: Actor = { ...world.ctx.actor, audience, partyId };
    const code = await readTrialBalance({ ...world.ctx, actor }).catch((error: AppError) => error.code);
    expect(code).toBe('forbidden');
  }
});
