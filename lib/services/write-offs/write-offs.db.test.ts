import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import type { Actor } from '@/lib/domain/access/actor';
import type { AppError } from '@/lib/errors';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import { issueCreditNote } from '@/lib/services/credit-notes/issue-credit-note';
import { getBalance } from '@/lib/services/payments/get-balance';
import { getBillMoney } from '@/lib/services/payments/get-bill-money';
import { recordPayment } from '@/lib/services/payments/record-payment';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { decideWriteOff } from '@/lib/services/write-offs/decide-write-off';
import { listWriteOffs } from '@/lib/services/write-offs/list-write-offs';
import { setWriteOffLimit } from '@/lib/services/write-offs/set-write-off-limit';
import { reverseWriteOff, writeOffBill } from '@/lib/services/write-offs/write-off-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { verifyBooks } from '@/scripts/verify/verify-books';

let database: TestDatabase;
let owner: pg.Client;
let world: IssuedWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  world = await buildIssuedWorld(database.ownerUrl, { accounts: 7, partnerLines: 0 });
}, 120_000);

afterAll(async () => {
  const faults = (await verifyBooks(owner)).filter((finding) => finding.faults.length > 0);
  await owner.end();
  await disconnect();
  await database.drop();
  expect(faults).toEqual([]);
});

const rows = async (text: string, params: unknown[] = []) => (await owner.query(text, params)).rows;
async function billOf(account: number): Promise<{ id: string; total: bigint }> {
  const [bill] = await rows('select id, total_minor as total from bill where billing_account_id = $1', [
    world.accountIds[account],
  ]);
  return { id: bill!.id, total: BigInt(bill!.total) };
}
const open = async (billId: string) =>
  (
    await rows('select open_minor as open, written_off_minor as gone from open_item where bill_id = $1', [
      billId,
    ])
  )[0];
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: AppError) => error.code,
  );
const someone = (id: string): Actor => ({ ...world.ctx.actor, kind: 'user', id, name: id });
const balance = async (billId: string, account: string, party: string) =>
  (
    await rows(
      `select coalesce(sum(g.credit_minor - g.debit_minor), 0)::int as sum from journal j join posting g on g.journal_id = j.id
       where j.bill_id = $1 and g.account = $2 and g.party_id = $3`,
      [billId, account, worldId(`${world.name}:party:${party}`)],
    )
  )[0]!.sum;

test('a write-off in parts: what is shared on collection is forgone, the rest is the operator’s loss', async () => {
  const bill = await billOf(0);
  const pending = await balance(bill.id, 'partner_pending', 'aegis');
  await writeOffBill(world.ctx, { billId: bill.id, amount: '1.00', reason: 'Small rest' });
  expect(await open(bill.id)).toEqual({ open: String(bill.total - 100n), gone: '100' });
  await writeOffBill(world.ctx, { billId: bill.id, reason: 'Insolvent' });
  expect(await open(bill.id)).toEqual({ open: '0', gone: String(bill.total) });
  expect(pending).toBeGreaterThan(0);
  expect(await balance(bill.id, 'partner_pending', 'aegis')).toBe(0);
  expect(await balance(bill.id, 'partner_payable', 'aegis')).toBe(0);
  expect(await codeOf(writeOffBill(world.ctx, { billId: bill.id, reason: 'again' }))).toBe('nothing_open');
  // A credit takes of the write-off first, and nobody gets money back that never came.
  await issueCreditNote(world.ctx, { billId: bill.id, reason: 'All of it', wanted: 'whole' });
  expect(await open(bill.id)).toEqual({ open: '0', gone: '0' });
  expect(await rows('select type from outbox_event where entity_id = $1 order by id', [bill.id])).toEqual([
    { type: 'bill.issued' },
    { type: 'bill.written-off' },
    { type: 'bill.written-off' },
    { type: 'bill.settled' },
  ]);
});

test('money that comes after all opens as much as it can pay, and releases what was forgone', async () => {
  const bill = await billOf(1);
  const pending = await balance(bill.id, 'partner_pending', 'aegis');
  await writeOffBill(world.ctx, { billId: bill.id, reason: 'Gone' });
  // What is given up is the operator's own affair: to its customer the bill is as open as before.
  const acme: Actor = {
    ...{ ...world.ctx.actor, kind: 'user', id: 'acme', audience: 'customer' },
    partyId: worldId(`${world.name}:party:acme`),
  };
  const open0 = { paid: '0.00', writtenOff: '0.00', open: (Number(bill.total) / 100).toFixed(2), events: [] };
  expect(await getBillMoney({ ...world.ctx, actor: acme }, bill.id)).toMatchObject(open0);
  expect(await getBillMoney(world.ctx, bill.id)).toMatchObject({
    ...{ writtenOff: open0.open, open: '0.00', events: [{ event: 'bill.written-off', open: '0.00' }] },
  });
  const account = world.accountIds[1]!;
  const [owed] = (await getBalance({ ...world.ctx, actor: acme }, account)).balances;
  expect(owed).toMatchObject({ open: open0.open, bills: [{ id: bill.id, open: open0.open }] });
  expect((await getBalance(world.ctx, account)).balances).toMatchObject([{ open: '0.00', bills: [] }]);
  const paid = bill.total - 1n;
  await recordPayment(world.ctx, {
    ...{
      billingAccountId: world.accountIds[1]!,
      amountMinor: paid,
      currency: 'EUR',
      receivedOn: '2026-04-05',
    },
    ...{ method: 'bank_transfer', reference: '', payer: null, source: 'hand', sourceKey: 'late-money' },
  });
  expect(await open(bill.id)).toEqual({ open: '0', gone: '1' });
  await reverseWriteOff(world.ctx, { billId: bill.id, reason: 'A cent too' });
  expect(await open(bill.id)).toEqual({ open: '1', gone: '0' });
  expect(await balance(bill.id, 'partner_payable', 'aegis')).toBe(pending);
  expect(await codeOf(reverseWriteOff(world.ctx, { billId: bill.id, reason: 'x' }))).toBe(
    'nothing_written_off',
  );
});

test('above the limit a second person decides', async () => {
  await setWriteOffLimit(world.ctx, '5.00');
  const bill = await billOf(2);
  const [ada, ben] = [
    { ...world.ctx, actor: someone('ada') },
    { ...world.ctx, actor: someone('ben') },
  ];
  expect(await writeOffBill(ada, { billId: bill.id, amount: '5.00', reason: 'Within' })).toMatchObject({
    state: 'booked',
  });
  const { id, state } = await writeOffBill(ada, { billId: bill.id, reason: 'Above' });
  expect(state).toBe('waiting');
  expect(await open(bill.id)).toMatchObject({ gone: '500' });
  expect(await codeOf(writeOffBill(ben, { billId: bill.id, reason: 'Twice' }))).toBe('already_waiting');
  expect(await codeOf(decideWriteOff(ada, id, 'approve'))).toBe('same_person');
  const renamed = { ...ada, actor: { ...ada.actor, name: 'Ada Nowak' } };
  expect(await codeOf(decideWriteOff(renamed, id, 'approve'))).toBe('same_person');
  const key = { ...ben, actor: { ...ben.actor, kind: 'key' as const } };
  expect(await codeOf(decideWriteOff(key, id, 'approve'))).toBe('person_needed');
  expect(await decideWriteOff(ben, id, 'approve')).toEqual({ id, state: 'booked' });
  expect(await codeOf(decideWriteOff(ben, id, 'approve'))).toBe('wrong_state');
  expect(await open(bill.id)).toEqual({ open: '0', gone: String(bill.total) });
  const list = await listWriteOffs(ada, { ...wholeList, filters: { bill: [bill.id] } });
  expect(list.data.map(({ state: of, isOwn }) => [of, isOwn])).toEqual([
    ['booked', true],
    ['booked', true],
  ]);
  const other = await billOf(3);
  const refused = await writeOffBill(ada, { billId: other.id, reason: 'Above' });
  expect(await decideWriteOff(ben, refused.id, 'refuse')).toMatchObject({ state: 'refused' });
  expect(await open(other.id)).toEqual({ open: String(other.total), gone: '0' });
  expect(await codeOf(writeOffBill(ada, { billId: other.id, amount: '999999', reason: 'x' }))).toBe(
    'above_open',
  );
  expect(await codeOf(writeOffBill(ada, { billId: other.id, amount: '0', reason: 'x' }))).toBe(
    'invalid_amount',
  );
  // In parts it is above the limit as well; who raises the limit is held to what it was, until somebody else saves it.
  const part = (by: typeof ada) =>
    writeOffBill(by, { billId: other.id, amount: '2.00', reason: 'A part' }).then(({ state: of }) => of);
  await setWriteOffLimit(ben, '3.00');
  expect(await part(ada)).toBe('booked');
  await setWriteOffLimit(ada, '1000.00');
  await setWriteOffLimit(ada, null);
  const waiting = await writeOffBill(ada, { billId: other.id, amount: '2.00', reason: 'A part' });
  expect(waiting.state).toBe('waiting');
  await decideWriteOff(ben, waiting.id, 'refuse');
  expect(await part(ben)).toBe('booked');
  await setWriteOffLimit(ben, '1000.00');
  expect(await part(ada)).toBe('booked');
  expect(await codeOf(setWriteOffLimit(key, null))).toBe('person_needed');
  const clerk: Actor = { ...someone('eve'), role: 'billing' };
  expect(await codeOf(writeOffBill({ ...world.ctx, actor: clerk }, { billId: other.id, reason: 'x' }))).toBe(
    'forbidden',
  );
});

/** What each partner must have of a bill without credits, from what is stored, and what the books say it has: due and pending. */
const PARTNERS = `
  with part as (
    select s.party_id, coalesce(t.basis, 'billed') as basis, sum(s.amount_minor) as share
    from line_share s left join settlement_term t on t.id = s.term_id where s.bill_id = $1 group by 1, 2),
  expected as (
    select p.party_id,
      sum(case when basis = 'billed' then share else round(share * i.collected_minor / i.total_minor) end) as due,
      sum(case when basis = 'billed' then 0
        else share - round(share * (i.collected_minor + i.written_off_minor) / i.total_minor) end) as pending
    from part p, open_item i where i.bill_id = $1 group by 1)
  select y.slug, e.due::int, e.pending::int,
    (select coalesce(sum(g.credit_minor - g.debit_minor), 0)::int from journal j join posting g on g.journal_id = j.id
     where j.bill_id = $1 and g.party_id = y.id and g.account = 'partner_payable') as "bookedDue",
    (select coalesce(sum(g.credit_minor - g.debit_minor), 0)::int from journal j join posting g on g.journal_id = j.id
     where j.bill_id = $1 and g.party_id = y.id and g.account = 'partner_pending') as "bookedPending"
  from expected e join party y on y.id = e.party_id where y.kind = 'partner' order by 1`;
async function partners(billId: string): Promise<Record<string, [number, number]>> {
  const found = await rows(PARTNERS, [billId]);
  for (const { due, pending, bookedDue, bookedPending, slug } of found) {
    expect([slug, bookedDue, bookedPending]).toEqual([slug, due, pending]);
  }
  return Object.fromEntries(found.map(({ slug, due, pending }) => [slug, [due, pending]]));
}
const pay = (account: number, amountMinor: bigint, sourceKey: string) =>
  recordPayment(world.ctx, {
    ...{ billingAccountId: world.accountIds[account]!, amountMinor, currency: 'EUR' },
    ...{ receivedOn: '2026-04-05', method: 'bank_transfer', reference: '', payer: null },
    ...{ source: 'hand', sourceKey },
  });

test('a part written off, the rest paid, then the part after all: every partner by SQL of its own', async () => {
  await setWriteOffLimit({ ...world.ctx, actor: someone('ben') }, null);
  const bill = await billOf(4);
  const issued = await partners(bill.id);
  const part = (bill.total * 37n) / 100n;
  const major = (minor: bigint) => (Number(minor) / 100).toFixed(2);
  await writeOffBill(world.ctx, { billId: bill.id, amount: major(part), reason: 'Will not pay it' });
  const [, aegisPending] = (await partners(bill.id)).aegis!;
  expect(aegisPending).toBeLessThan(issued.aegis![1]);
  await pay(4, (bill.total - part) / 3n, 'rest-1');
  await partners(bill.id);
  await pay(4, bill.total - part - (bill.total - part) / 3n, 'rest-2');
  expect(await open(bill.id)).toEqual({ open: '0', gone: String(part) });
  expect((await partners(bill.id)).aegis![1]).toBe(0);
  await pay(4, part - 1n, 'late-1');
  expect(await open(bill.id)).toEqual({ open: '0', gone: '1' });
  await partners(bill.id);
  await pay(4, 1n, 'late-2');
  expect(await open(bill.id)).toEqual({ open: '0', gone: '0' });
  const all = await partners(bill.id);
  expect(all.aegis).toEqual([issued.aegis![0] + issued.aegis![1], 0]);
});

test.each([5, 6])(
  'two write-offs and a payment of the same bill at once, account %i: nothing is covered twice',
  async (at) => {
    const bill = await billOf(at);
    const write = () => codeOf(writeOffBill(world.ctx, { billId: bill.id, reason: 'Gone' }));
    const [first, second, paid] = await Promise.all([
      write(),
      write(),
      codeOf(pay(at, bill.total, `race-${at}`)),
    ]);
    expect(paid).toBe(null);
    // The payment pays the bill, or takes back what was written off of it and pays that; either way it is paid, and written off by nobody.
    expect([null, 'nothing_open']).toContain(first);
    expect([null, 'nothing_open']).toContain(second);
    expect([first, second].filter((code) => code === null).length).toBeLessThan(2);
    expect(await open(bill.id)).toEqual({ open: '0', gone: '0' });
    for (const [, pending] of Object.values(await partners(bill.id))) expect(pending).toBe(0);
    const [credit] = await rows(
      'select coalesce(sum(credit_minor), 0)::int as left_over from account_credit where billing_account_id = $1',
      [world.accountIds[at]],
    );
    expect(credit).toEqual({ left_over: 0 });
  },
);
