import { spawn } from 'node:child_process';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { currency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { camtFile, painFile, type StatementFixture } from '@/lib/integrations/bank-files/bank-files.fixture';
import { continueBankFile } from '@/lib/services/bank/continue-bank-file';
import { ignoreEntry, matchEntry } from '@/lib/services/bank/decide-entry';
import { getBankEntry, getBankFile, listBankEntries } from '@/lib/services/bank/list-bank-files';
import { receiveBankFile } from '@/lib/services/bank/receive-bank-file';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import { matchPayment } from '@/lib/services/payments/match-payment';
import { reversePayment } from '@/lib/services/payments/reverse-payment';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { runCheck } from '@/scripts/verify/check';
import { settlementChecks } from '@/scripts/verify/settlement-checks';

let database: TestDatabase;
let owner: pg.Client;
let world: IssuedWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  world = await buildIssuedWorld(database.ownerUrl, { accounts: 12, partnerLines: 3 });
  await owner.query('set row_security = off');
}, 120_000);

afterAll(async () => {
  for (const check of settlementChecks) expect(await runCheck(owner, check)).toMatchObject({ faults: [] });
  await owner.end();
  await disconnect();
  await database.drop();
});

const rows = async <Row extends pg.QueryResultRow>(text: string, params: unknown[] = []): Promise<Row[]> =>
  (await owner.query<Row>(text, params)).rows;
const euro = (minor: bigint) => formatMinor(minor, currency('EUR'));
const numberOf = (account: number) => `A-${String(account + 1).padStart(7, '0')}`;
async function billOf(account: number): Promise<{ id: string; number: string; open: bigint }> {
  const [bill] = await rows<{ id: string; number: string; open: string }>(
    `select b.id, b.number, i.open_minor as open from bill b join open_item i on i.bill_id = b.id
     where b.billing_account_id = $1`,
    [world.accountIds[account]],
  );
  return { ...bill!, open: BigInt(bill!.open) };
}
let files = 0;
const send = (statement: Omit<StatementFixture, 'id'> & { id?: string }) => {
  files += 1;
  const bytes = camtFile({ id: `S-${files}`, on: '2026-04-03', ...statement });
  return receiveBankFile(world.ctx, { name: `statement-${files}.xml`, bytes });
};
const entriesOf = async (file: string) => {
  const sort = { id: 'position', descending: false };
  return (await listBankEntries(world.ctx, { ...wholeList, sort, filters: { file: [file] } })).data;
};
const shown = async (fileId: string) => (await entriesOf(fileId)).map(({ state, why }) => `${state} ${why}`);
const IBAN = 'DE89370400440532013000';

test('every entry ends in one state, money goes to the bills that are named, and the books have all of it', async () => {
  const [one, two, three] = [await billOf(0), await billOf(1), await billOf(2)];
  const [invoice] = await rows<{ number: string }>('select number from invoice where bill_id = $1 limit 1', [
    three.id,
  ]);
  const entries = [
    {
      amount: euro(one.open),
      text: `Bill ${one.number}`,
      payer: 'Somebody',
      payerAccount: IBAN,
      bankReference: 'R1',
    },
    { amount: '10.00', text: `for account ${numberOf(1)} thanks`, bankReference: 'R2' },
    { amount: euro(three.open), document: invoice!.number, bankReference: 'R3' },
    { amount: '33.33', text: 'no idea', payer: 'Unknown GmbH', bankReference: 'R4' },
    { amount: '5.00', text: `${one.number} ${two.number}`, bankReference: 'R5' },
    { amount: '7.00', isPending: true, bankReference: 'R6' },
    { amount: '-24.00', text: 'Fee', bankReference: 'R7' },
  ];
  const sum = one.open + 1000n + three.open + 3333n + 500n - 2400n;
  const file = await send({ opening: '100.00', closing: euro(10_000n + sum), entries });
  expect(await shown(file.id)).toEqual([
    ...['matched bill', 'matched account', 'matched invoice', 'unmatched nothing_fits'],
    ...['unmatched several_accounts', 'ignored not_booked', 'ignored other_debit'],
  ]);
  expect(file).toMatchObject({ state: 'done', entryCount: 7, unmatchedCount: 2 });
  expect(file.statements).toMatchObject([{ difference: '0.00', booked: euro(sum), account: 'PL •••• 2874' }]);
  expect(file.sums.reduce((count, { entries: n }) => count + n, 0)).toBe(7);
  const parts = file.sums.reduce((total, { amount }) => total + BigInt(amount!.replace('.', '')), 0n);
  expect(parts).toBe(sum + 700n);
  expect((await billOf(0)).open).toBe(0n);
  expect((await billOf(1)).open).toBe(two.open - 1000n);
  expect((await billOf(2)).open).toBe(0n);
  // The bank in the books is what came in, whoever it is of.
  const [books] = await rows<{ bank: string; nobodys: string }>(
    `select sum(debit_minor - credit_minor) filter (where account = 'bank') as bank,
       sum(credit_minor - debit_minor) filter (where account = 'unallocated_cash') as nobodys from posting`,
  );
  expect(books).toEqual({ bank: String(sum + 2400n), nobodys: '3833' });
});

test('the same file, and the same statement in another file, are refused with the earlier one named', async () => {
  const bytes = camtFile({ id: 'TWICE', on: '2026-04-03', entries: [{ amount: '1.00' }] });
  const together = await Promise.allSettled(
    ['a.xml', 'b.xml', 'c.xml'].map((name) => receiveBankFile(world.ctx, { name, bytes })),
  );
  const taken = together.filter(({ status }) => status === 'fulfilled');
  expect(taken).toHaveLength(1);
  const refused = together.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
  expect(refused.map(({ code }) => code)).toEqual(['same_file', 'same_file']);
  expect(refused[0].message).toMatch(/"[abc]\.xml"/);
  await expect(send({ id: 'TWICE', entries: [{ amount: '2.00' }] })).rejects.toMatchObject({
    ...{ code: 'same_statement', message: expect.stringMatching(/TWICE.*"[abc]\.xml"/) },
  });
  expect(
    await rows('select id from bank_entry where amount_minor in (100, 200) and entry_key is null'),
  ).toHaveLength(1);
});

test('what a notification told, the statement does not book again, and the other way round', async () => {
  const before = (await billOf(3)).open;
  const entry = { amount: '11.00', text: numberOf(3), bankReference: 'N-77' };
  const first = await send({ kind: 'Ntfctn', entries: [entry] });
  expect(await shown(first.id)).toEqual(['matched account']);
  const second = await send({ entries: [entry, { ...entry, bankReference: 'N-78' }] });
  expect(await shown(second.id)).toEqual(['ignored already_taken', 'matched account']);
  expect((await entriesOf(second.id))[0]!.whyDetails).toMatchObject({ file: first.name });
  expect((await billOf(3)).open).toBe(before - 2200n);
});

test('a sum that came first makes room for its payments, and what was matched of it does not', async () => {
  const before = (await billOf(3)).open;
  const lump = { amount: '3.00', bankReference: 'B-1', batch: { count: 2 } };
  const first = await send({ entries: [lump] });
  expect(await shown(first.id)).toEqual(['unmatched nothing_fits']);
  const parts = [
    { amount: '1.00', text: numberOf(3) },
    { amount: '2.00', text: numberOf(3) },
  ];
  const second = await send({ kind: 'Ntfctn', entries: [{ ...lump, parts }] });
  expect(await shown(second.id)).toEqual(['matched account', 'matched account']);
  expect(await shown(first.id)).toEqual(['ignored detailed']);
  expect((await billOf(3)).open).toBe(before - 300n);
  const third = await send({ entries: [{ ...lump, bankReference: 'B-2' }] });
  await matchEntry(world.ctx, (await entriesOf(third.id))[0]!.id, {
    billingAccount: numberOf(3),
    bill: null,
  });
  const fourth = await send({ kind: 'Ntfctn', entries: [{ ...lump, bankReference: 'B-2', parts }] });
  expect(await shown(fourth.id)).toEqual(['ignored already_taken', 'ignored already_taken']);
});

test('files of banks are for the operator alone', async () => {
  const partner = {
    ...world.ctx,
    actor: { ...world.ctx.actor, audience: 'partner' as const, partyId: worldId('x') },
  };
  const viewer = { ...world.ctx, actor: { ...world.ctx.actor, role: 'viewer' as const } };
  const bytes = camtFile({ id: 'NO', entries: [] });
  for (const ctx of [partner, viewer]) {
    await expect(receiveBankFile(ctx, { name: 'no.xml', bytes })).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
  await expect(listBankEntries(partner, wholeList)).rejects.toMatchObject({ code: 'forbidden' });
  const elsewhere = { ...world.ctx, actor: { ...world.ctx.actor, operatorId: worldId('elsewhere') } };
  expect((await listBankEntries(elsewhere, wholeList)).data).toEqual([]);
});

test('without a number the amount decides, for a payer who is known', async () => {
  const bill = await billOf(4);
  await send({
    entries: [{ amount: '1.00', text: numberOf(4), payer: 'Acme Site 5', payerAccount: IBAN }],
  });
  const known = 'PL61109010140000071219812874';
  await send({ entries: [{ amount: '1.00', text: numberOf(4), payer: 'Site Five', payerAccount: known }] });
  const left = bill.open - 200n;
  const other = await send({ entries: [{ amount: euro(left - 1n), text: 'October', payerAccount: known }] });
  expect(await shown(other.id)).toEqual(['unmatched nothing_fits']);
  const exact = await send({ entries: [{ amount: euro(left), text: 'October', payerAccount: known }] });
  expect(await shown(exact.id)).toEqual(['matched payer_account']);
  expect((await billOf(4)).open).toBe(0n);
});

test('entries that are decided together see what those before them did, and one that is refused stops no other', async () => {
  const [bill, other] = [await billOf(10), await billOf(11)];
  const payer = { payer: 'Tenth Ltd', payerAccount: 'GB82WEST12345698765432' };
  const paid = { amount: '2.00', text: numberOf(11), endToEndId: 'DD-11' };
  const file = await send({
    entries: [
      { amount: '1.00', text: numberOf(10), ...payer },
      { amount: '3.00', currency: 'USD', text: numberOf(11) },
      { amount: euro(bill.open - 100n), text: 'the rest', ...payer },
      { amount: '4.00', text: `${bill.number} once more` },
      paid,
      { amount: '-2.00', endToEndId: 'DD-11', returned: 'AM04' },
      { ...paid, endToEndId: 'DD-12' },
    ],
  });
  expect(await shown(file.id)).toEqual([
    ...['matched account', 'unmatched currency_mismatch', 'matched payer_account', 'matched bill'],
    ...['matched account', 'matched returned', 'matched account'],
  ]);
  expect([(await billOf(10)).open, (await billOf(11)).open]).toEqual([0n, other.open - 200n]);
  const credit = 'select credit_minor as credit from account_credit where billing_account_id = $1';
  expect(await rows(credit, [world.accountIds[10]])).toEqual([{ credit: '400' }]);
});

test('a person matches what waits, with suggestions that say why, or sets it aside with a reason', async () => {
  const bill = await billOf(5);
  const file = await send({
    entries: [
      { amount: euro(bill.open), text: 'autumn', payer: 'Nobody Ltd' },
      { amount: '9.00', text: 'interest' },
      { amount: '8.00', text: 'elsewhere' },
    ],
  });
  const [waiting, interest, elsewhere] = await entriesOf(file.id);
  const found = await getBankEntry(world.ctx, waiting!.id);
  expect(found!.suggestions).toContainEqual({
    account: expect.objectContaining({ number: numberOf(5) }),
    ...{ by: 'amount', bill: { id: bill.id, number: bill.number, open: euro(bill.open) } },
  });
  await matchEntry(world.ctx, waiting!.id, { billingAccount: numberOf(5), bill: bill.id });
  expect((await billOf(5)).open).toBe(0n);
  await expect(
    matchEntry(world.ctx, waiting!.id, { billingAccount: numberOf(6), bill: null }),
  ).rejects.toMatchObject({
    code: 'not_waiting',
  });
  await ignoreEntry(world.ctx, interest!.id, 'Interest of our own account');
  await expect(ignoreEntry(world.ctx, interest!.id, 'again')).rejects.toMatchObject({ code: 'not_waiting' });
  await matchPayment(world.ctx, elsewhere!.payment!.id, numberOf(6));
  expect(await shown(file.id)).toEqual(['matched person', 'ignored person', 'matched nothing_fits']);
  expect(await getBankFile(world.ctx, file.id)).toMatchObject({ unmatchedCount: 0 });
  expect((await entriesOf(file.id))[1]!.whyDetails).toEqual({ reason: 'Interest of our own account' });
});

test('what was taken back of money meanwhile is not put on the bill that a person names', async () => {
  const bill = await billOf(6);
  const file = await send({ entries: [{ amount: euro(bill.open), text: 'winter', payer: 'Nobody Ltd' }] });
  const [waiting] = await entriesOf(file.id);
  const part = { kind: 'mistake', amountMinor: 1n, reason: 'a cent too much', reversedOn: null } as const;
  await reversePayment(world.ctx, waiting!.payment!.id, part);
  await matchEntry(world.ctx, waiting!.id, { billingAccount: numberOf(6), bill: bill.id });
  expect((await billOf(6)).open).toBe(1n);
});

test('a payment that the bank takes back leaves the bill as if it had never come', async () => {
  const bill = await billOf(7);
  await send({ entries: [{ amount: euro(bill.open), text: bill.number, endToEndId: 'DD-7' }] });
  expect((await billOf(7)).open).toBe(0n);
  const back = { amount: `-${euro(bill.open)}`, endToEndId: 'DD-7', returned: 'AM04' };
  // What comes back of the operator's own payments pays no bill, also when it names one.
  const own = { amount: '6.00', text: bill.number, returned: 'AC04' };
  const file = await send({ entries: [back, { ...back, endToEndId: 'DD-404' }, own] });
  expect(await shown(file.id)).toEqual([
    ...['matched returned', 'unmatched return_of_unknown', 'unmatched return_of_unknown'],
  ]);
  expect((await entriesOf(file.id))[0]!.whyDetails).toEqual({
    ...{ code: 'AM04', reason: 'There was not enough money on the account (AM04)' },
  });
  expect((await billOf(7)).open).toBe(bill.open);
  const again = await send({ entries: [back] });
  expect(await shown(again.id)).toEqual(['unmatched return_of_unknown']);
});

test('a status of a payment that is none of ours waits, and one that is not done yet is no news', async () => {
  const bytes = painFile('P-1', 'TRB-404', [
    { endToEndId: 'PO-404', status: 'RJCT', reason: 'AC04', amount: '5.00' },
    { endToEndId: 'PO-405', status: 'ACSP' },
  ]);
  const file = await receiveBankFile(world.ctx, { name: 'status.xml', bytes });
  expect(await shown(file.id)).toEqual(['unmatched unknown_payout', 'ignored in_progress']);
});

test('a currency that an account does not pay in, and balances that do not fit, are said', async () => {
  const bill = await billOf(8);
  const file = await send({
    ...{ opening: '10.00', closing: '30.00' },
    entries: [
      { amount: '12.00', currency: 'USD', text: bill.number },
      { amount: '15.00', text: numberOf(8) },
    ],
  });
  expect(await shown(file.id)).toEqual(['unmatched other_currency', 'matched account']);
  expect(file.statements[0]).toMatchObject({ booked: '15.00', difference: '5.00' });
});

/** Decides a file's entries in a process of its own; answers how it ended. */
function matchInChild(fileId: string, failpoint: string): Promise<string | number | null> {
  const script = path.join(import.meta.dirname, 'match-in-child.fixture.ts');
  const args = [database.workerUrl, world.operatorId, fileId, world.ctx.now];
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    VITEST: '',
    LOG_LEVEL: 'fatal',
    NODE_ENV: 'test',
    TRIBUTARY_FAILPOINTS: failpoint,
  };
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
}

test('killed by -9 in the middle of a file, the rest is decided once, by whoever comes next', async () => {
  const before = (await billOf(9)).open;
  const entries = Array.from({ length: 14 }, () => ({ amount: '0.01', text: numberOf(9) }));
  const bytes = camtFile({ id: 'KILLED', on: '2026-04-03', entries });
  const file = await receiveBankFile(world.ctx, { name: 'killed.xml', bytes }, { atOnce: 0 });
  const decided = async () => {
    const [row] = await rows<{ n: string }>(
      "select count(*) as n from bank_entry where file_id = $1 and state = 'matched'",
      [file.id],
    );
    return Number(row!.n);
  };
  expect([file.state, await decided()]).toEqual(['reading', 0]);
  expect(await matchInChild(file.id, 'bank-file.chunk.before-commit:2')).toBe('SIGKILL');
  expect(await decided()).toBe(4);
  expect(await matchInChild(file.id, 'bank-file.chunk.after-commit:1')).toBe('SIGKILL');
  expect(await decided()).toBe(8);
  const going = new AbortController().signal;
  await Promise.all([1, 2, 3].map(() => continueBankFile(world.ctx, file.id, going)));
  expect(await decided()).toBe(14);
  expect((await billOf(9)).open).toBe(before - 14n);
  expect(await getBankFile(world.ctx, file.id)).toMatchObject({ state: 'done' });
  const [payments] = await rows<{ n: string }>(
    `select count(*) as n from payment p join bank_entry e on p.source_key = 'bank-entry:' || e.id where e.file_id = $1`,
    [file.id],
  );
  expect(payments).toEqual({ n: '14' });
});
