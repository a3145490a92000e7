import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findNamed } from '@/lib/db/bank-matching';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { lockCredit } from '@/lib/db/receivables';
import { type Actor, systemActor } from '@/lib/domain/access/actor';
import type { AppError } from '@/lib/errors';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import type { ServiceContext } from '@/lib/services/context';
import { debitNoteFile } from '@/lib/services/debit-notes/debit-note-document';
import { getDebitNote } from '@/lib/services/debit-notes/get-debit-note';
import { listDebitNotes } from '@/lib/services/debit-notes/list-debit-notes';
import { DEFAULT_GROUP, savePolicy } from '@/lib/services/dunning/dunning-policies';
import { getAccountDunning, listNotices } from '@/lib/services/dunning/list-dunning';
import { addPromise } from '@/lib/services/dunning/pause-dunning';
import { sweepDunning } from '@/lib/services/dunning/sweep-dunning';
import { applyCredit } from '@/lib/services/payments/apply-credit';
import { getBalance } from '@/lib/services/payments/get-balance';
import { getBillMoney } from '@/lib/services/payments/get-bill-money';
import { getPayment, listPayments } from '@/lib/services/payments/list-payments';
import { moveAllocations } from '@/lib/services/payments/move-allocations';
import { recordPayment } from '@/lib/services/payments/record-payment';
import { reversePayment } from '@/lib/services/payments/reverse-payment';
import { type WinBackInput, winBack } from '@/lib/services/payments/win-back';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { withBooks } from '@/lib/services/receivables/with-books';
import { getRefund, listRefunds } from '@/lib/services/refunds/list-refunds';
import { requestRefund } from '@/lib/services/refunds/request-refund';
import { settleRefund } from '@/lib/services/refunds/settle-refund';
import { setWriteOffLimit } from '@/lib/services/write-offs/set-write-off-limit';
import { writeOffBill } from '@/lib/services/write-offs/write-off-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { verifyBooks } from '@/scripts/verify/verify-books';

let database: TestDatabase;
let owner: pg.Client;
let world: IssuedWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set row_security = off');
  connectAs(database.workerUrl);
  world = await buildIssuedWorld(database.ownerUrl, { accounts: 7, partnerLines: 2 });
}, 120_000);

afterAll(async () => {
  const faults = (await verifyBooks(owner)).filter((finding) => finding.faults.length > 0);
  await disconnect();
  await owner.end();
  await database.drop();
  expect(faults).toEqual([]);
});

const rows = async <Row extends pg.QueryResultRow>(text: string, params: unknown[] = []): Promise<Row[]> =>
  (await owner.query<Row>(text, params)).rows;
const numberOf = (account: number) => `A-${String(account + 1).padStart(7, '0')}`;
const customer = (party = 'acme') => {
  const actor: Actor = {
    ...systemActor(world.operatorId),
    ...{ kind: 'user', audience: 'customer', partyId: worldId(`meridian:party:${party}`) },
  };
  return { ...world.ctx, actor };
};
const text = (minor: bigint) => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: AppError) => error.code,
  );

async function billOf(account: number): Promise<{ id: string; total: bigint; open: bigint }> {
  const [bill] = await rows<{ id: string; total: string; open: string }>(
    `select b.id, b.total_minor as total, i.open_minor as open from bill b join open_item i on i.bill_id = b.id where b.billing_account_id = $1`,
    [world.accountIds[account]],
  );
  return { id: bill!.id, total: BigInt(bill!.total), open: BigInt(bill!.open) };
}

/** Balances of an account's books by SQL of their own, zeros left out; and whether its credit and open items say the same. */
async function books(account: number): Promise<Record<string, number>> {
  const sums = await rows<{ account: string; sum: string }>(
    `select account, sum(debit_minor - credit_minor) as sum from posting
     where billing_account_id = $1 and account in ('bank', 'receivable', 'customer_credit', 'refund_clearing', 'customer_debt', 'write_off')
     group by 1 having sum(debit_minor - credit_minor) <> 0`,
    [world.accountIds[account]],
  );
  const found = Object.fromEntries(sums.map((row) => [row.account, Number(row.sum)]));
  const [kept] = await rows<{ open: string; credit: string }>(
    `select coalesce(sum(open_minor), 0) as open, coalesce((select sum(credit_minor) from account_credit where billing_account_id = $1), 0) as credit
     from open_item where billing_account_id = $1`,
    [world.accountIds[account]],
  );
  expect([Number(kept!.open), Number(kept!.credit)]).toEqual([
    found.receivable ?? 0,
    0 - (found.customer_credit ?? 0),
  ]);
  return found;
}

let keys = 0;
const pay = (account: number, amountMinor: bigint, more: object = {}) =>
  recordPayment(world.ctx, {
    ...{ billingAccountId: numberOf(account), currency: 'EUR', amountMinor, receivedOn: '2026-04-04' },
    ...{ method: 'card', reference: '', payer: null, source: 'hand', sourceKey: `t:${keys++}`, ...more },
  });
const refundOf = (paymentId: string, amountMinor: bigint, more: object = {}) =>
  requestRefund(world.ctx, {
    ...{ paymentId, billingAccountId: null, currency: 'EUR', amountMinor, reason: 'double', method: 'card' },
    ...more,
  });
const chargeBack = (paymentId: string, amountMinor: bigint, more: object = {}) =>
  reversePayment(world.ctx, paymentId, {
    ...{ kind: 'chargeback', reason: 'fraud', reversedOn: null, amountMinor, ...more },
  });
const win = (paymentId: string, amountMinor: bigint | null, more: Partial<WinBackInput> = {}) =>
  winBack(world.ctx, paymentId, { reversalId: null, amountMinor, reason: 'evidence', wonOn: null, ...more });

/** A payment that was given back, paid out, and then charged back: the customer owes it. */
async function debtOf(account: number, amountMinor: bigint): Promise<{ paymentId: string; noteId: string }> {
  const { id } = await pay(account, amountMinor, { allocations: [] });
  const refund = await refundOf(id, amountMinor);
  await settleRefund(world.ctx, refund.id, { state: 'paid', on: null });
  await chargeBack(id, amountMinor);
  const { debitNotes } = await getPayment(world.ctx, id);
  return { paymentId: id, noteId: debitNotes[0]!.id };
}

test('what was given back and then charged back is a debit note: open, due, and in the customer’s eyes', async () => {
  const { total } = await billOf(0);
  const { paymentId, noteId } = await debtOf(0, 1_000n);
  expect(await books(0)).toEqual({ bank: -1_000, receivable: Number(total) + 1_000 });
  expect(await getPayment(world.ctx, paymentId)).toMatchObject({
    debt: '10.00',
    debitNotes: [{ id: noteId, number: 'D-000001', amount: '10.00', open: '10.00', dueOn: '2026-04-19' }],
  });
  const { balances } = await getBalance(customer(), world.accountIds[0]!);
  expect(balances[0]).toMatchObject({ open: text(total + 1_000n), credit: '0.00' });
  expect(balances[0]!.bills.find(({ kind }) => kind === 'debit_note')).toMatchObject({
    number: 'D-000001',
    open: '10.00',
  });
  expect(await getDebitNote(customer(), noteId)).toMatchObject({ amount: '10.00', reason: 'fraud' });
  expect(await codeOf(getDebitNote(customer('stranger'), noteId))).toBe('not_found');
  const listed = async (ctx: ServiceContext, state: string) =>
    (await listDebitNotes(ctx, { ...wholeList, q: 'd-0000', filters: { state: [state] } })).data;
  expect(await listed(world.ctx, 'open')).toMatchObject([{ id: noteId, open: '10.00' }]);
  expect(await listed(customer(), 'open')).toMatchObject([{ number: 'D-000001', dueOn: '2026-04-19' }]);
  expect([...(await listed(customer('stranger'), 'open')), ...(await listed(customer(), 'settled'))]).toEqual(
    [],
  );
  const paper = await debitNoteFile(customer(), noteId);
  expect([paper.fileName, Buffer.from(paper.bytes).subarray(0, 5).toString()]).toEqual([
    'D-000001.pdf',
    '%PDF-',
  ]);
  expect(await codeOf(debitNoteFile(customer('stranger'), noteId))).toBe('not_found');
  // A payer who writes its number to the bank is known by it.
  const named = await withBooks(world.ctx.actor, (sql) => findNamed(sql, ['D-000001', 'D-000002']));
  expect(named).toMatchObject([{ accountId: world.accountIds[0], bill: { id: noteId, openMinor: 1_000n } }]);
  const told = await rows(
    `select party_ids from outbox_event where type = 'debit-note.issued' and payload->>'debitNote' = $1`,
    [noteId],
  );
  expect(told).toEqual([{ party_ids: [worldId('meridian:party:acme')] }]);
});

test('new money pays it after what was due before it, on record, and leaves it when that money is taken back', async () => {
  const { id: billId, total } = await billOf(0);
  const payment = await pay(0, total + 400n);
  expect(payment.allocations.map(({ number, amount }) => [number.slice(0, 2), amount]).sort()).toEqual([
    ['B-', text(total)],
    ['D-', '4.00'],
  ]);
  expect(await books(0)).toMatchObject({ receivable: 600 });
  const noteId = payment.allocations.find(({ number }) => number.startsWith('D-'))!.billId;
  const money = await getBillMoney(customer(), noteId);
  expect(money).toMatchObject({ total: '10.00', paid: '4.00', open: '6.00' });
  expect(money!.events).toMatchObject([
    { event: 'payment.allocated', amount: '-4.00', paymentId: payment.id },
  ]);
  await chargeBack(payment.id, 400n);
  expect(await getBillMoney(world.ctx, noteId)).toMatchObject({ open: '10.00' });
  await moveAllocations(
    world.ctx,
    payment.id,
    [
      { billId: noteId, amountMinor: 1_000n },
      { billId, amountMinor: total - 1_000n },
    ],
    'as told',
  );
  expect(await getBillMoney(world.ctx, noteId)).toMatchObject({ open: '0.00' });
  expect((await billOf(0)).open).toBe(1_000n);
});

test('a debit note is dunned like a bill, waits for a promise, and is given up within the limit', async () => {
  const { total } = await billOf(1);
  const { noteId } = await debtOf(1, 2_500n);
  await pay(1, total);
  const at = (day: string) => ({ ...world.ctx, now: `${day}T07:00:00.000Z` });
  await savePolicy(world.ctx, {
    customerGroup: DEFAULT_GROUP,
    minimum: '1.00',
    stages: [{ afterDays: 5, action: 'remind' }],
  });
  await addPromise(world.ctx, { account: numberOf(1), amount: '25.00', until: '2026-04-24', note: '' });
  const noticesOf = () =>
    listNotices(world.ctx, { ...wholeList, filters: { account: [world.accountIds[1]!] } });
  await sweepDunning(at('2026-04-24'));
  expect((await noticesOf()).data).toEqual([]);
  await sweepDunning(at('2026-04-27'));
  const [notice] = (await noticesOf()).data;
  expect(notice).toMatchObject({
    amount: '25.00',
    bills: [{ id: noteId, dueOn: '2026-04-19', amount: '25.00' }],
  });
  expect(notice!.body).toContain('D-');
  const person = { ...world.ctx.actor, kind: 'user' as const };
  await setWriteOffLimit({ ...world.ctx, actor: person }, '20.00');
  expect(await writeOffBill(world.ctx, { billId: noteId, reason: 'gone' })).toMatchObject({
    state: 'waiting',
  });
  expect(
    await writeOffBill(world.ctx, { billId: noteId, amount: '15.00', reason: 'gone' }).catch(
      (e: AppError) => e.code,
    ),
  ).toBe('already_waiting');
  await setWriteOffLimit({ ...world.ctx, actor: person }, null);
  const { noteId: small } = await debtOf(2, 700n);
  expect(await writeOffBill(world.ctx, { billId: small, reason: 'gone' })).toMatchObject({ state: 'booked' });
  expect(await books(2)).toMatchObject({ write_off: 700 });
  // To its customer it is as open as before, and paying it takes the write-off back.
  expect(await getBillMoney(customer(), small)).toMatchObject({ open: '7.00' });
  const { total: other } = await billOf(2);
  await pay(2, other + 700n);
  expect(await books(2)).toEqual({ bank: Number(other) });
  await pay(1, 2_500n);
  await sweepDunning(at('2026-04-28'));
  expect(await getAccountDunning(world.ctx, numberOf(1))).toMatchObject({ stage: 0, bills: [] });
});

test('a chargeback that is won restores what it took, in parts and once', async () => {
  const { total } = await billOf(3);
  const payment = await pay(3, total + 500n);
  const before = await books(3);
  await chargeBack(payment.id, total + 500n, { sourceKey: 'case:1' });
  expect(await books(3)).toEqual({ receivable: Number(total) });
  const { reversals } = await getPayment(world.ctx, payment.id);
  expect(reversals).toMatchObject([{ kind: 'chargeback', leftToWin: text(total + 500n) }]);
  const once = { sourceKey: 'won:1' };
  expect(await codeOf(win(payment.id, total + 501n))).toBe('above_reversed');
  expect(await codeOf(win(payment.id, 0n))).toBe('not_above_zero');
  expect(await codeOf(win(payment.id, 1n, { wonOn: '2026-04-06' }))).toBe('future_date');
  expect(await codeOf(win(payment.id, 1n, { wonOn: '2026-04-04' }))).toBe('bad_date');
  expect(await codeOf(win(payment.id, 1n, { reversalId: world.operatorId }))).toBe('unknown_reversal');
  const part = await win(payment.id, 300n, once);
  expect(part).toMatchObject({ state: 'partly_reversed', allocated: '3.00' });
  expect(await Promise.all([win(payment.id, 300n, once), win(payment.id, null, once)])).toEqual([part, part]);
  expect(await codeOf(win(payment.id, 301n, once))).toBe('source_key_conflict');
  expect(await win(payment.id, null)).toMatchObject({ state: 'received', reversed: '0.00', credit: '5.00' });
  expect(await books(3)).toEqual(before);
  expect(await codeOf(win(payment.id, null))).toBe('unknown_reversal');
  const events = await rows(`select count(*)::int as told from outbox_event where type = 'payment.won-back'`);
  expect(events).toEqual([{ told: 2 }]);
});

test('what was won pays the debt it made first; what others paid meanwhile leaves it to what is open', async () => {
  const { total } = await billOf(4);
  const { paymentId } = await debtOf(4, 900n);
  const before = await books(4);
  await win(paymentId, null);
  expect(before).toEqual({ bank: -900, receivable: Number(total) + 900 });
  expect(await books(4)).toEqual({ receivable: Number(total) });
  // Its bill is paid by somebody else after the chargeback: nothing of it may be paid twice.
  const payment = await pay(4, total);
  await chargeBack(payment.id, total);
  await pay(4, total - 100n);
  await win(payment.id, null);
  expect(await books(4)).toEqual({ bank: Number(total) * 2 - 100, customer_credit: 100 - Number(total) });
  expect(await codeOf(win((await pay(4, 5n)).id, null))).toBe('unknown_reversal');
});

test('credit that several want at once is spent once, and is never below nothing', async () => {
  const { total } = await billOf(5);
  await pay(5, total - 600n);
  for (const amountMinor of [100n, 1n, 250n]) {
    const { open } = await billOf(5);
    const payment = await pay(5, amountMinor, { allocations: [] });
    const [, , , refund] = await Promise.all([
      applyCredit(world.ctx, numberOf(5)),
      applyCredit(world.ctx, numberOf(5)),
      applyCredit(world.ctx, numberOf(5)),
      codeOf(refundOf(payment.id, amountMinor)),
      codeOf(refundOf(payment.id, amountMinor)),
    ]);
    const left = open - (await billOf(5)).open;
    const [{ given } = { given: -1 }] = await rows<{ given: number }>(
      `select coalesce(sum(amount_minor), 0)::int as given from refund where payment_id = $1`,
      [payment.id],
    );
    expect([null, 'on_bills', 'above_paid']).toContain(refund);
    expect(Number(left) + given).toBe(Number(amountMinor));
    await books(5);
  }
  await expect(
    withBooks(world.ctx.actor, async (sql) => {
      await lockCredit(sql, world.operatorId, world.accountIds[5]!, 'EUR');
      await sql.query('update account_credit set credit_minor = -1 where billing_account_id = $1', [
        world.accountIds[5],
      ]);
    }),
  ).rejects.toThrow('account_credit_not_negative');
});

test('moving a payment holds its own bills and the named ones, and no other that the account paid', async () => {
  const { id: billId } = await billOf(0);
  const { data } = await listPayments(world.ctx, {
    ...wholeList,
    filters: { account: [world.accountIds[0]!] },
  });
  const note = data.find(({ debt, reversed }) => reversed === '10.00' && debt === '0.00')!;
  const { debitNotes } = await getPayment(world.ctx, note.id);
  const mover = await pay(0, 100n, { allocations: [{ billId, amountMinor: 100n }] });
  const holder = new pg.Client({ connectionString: database.ownerUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from open_item where bill_id = $1 for update', [debitNotes[0]!.id]);
  await moveAllocations(world.ctx, mover.id, [], 'not for this');
  await holder.query('commit');
  await holder.end();
  expect(await getPayment(world.ctx, mover.id)).toMatchObject({ allocated: '0.00' });
});

test('a refund that fails pays the debit note of its payment, what was written off of it too, and nothing else', async () => {
  const { total } = await billOf(6);
  const { noteId: other } = await debtOf(6, 300n);
  await writeOffBill(world.ctx, { billId: other, reason: 'gone' });
  const { id } = await pay(6, 10_000n, { allocations: [] });
  const refund = await refundOf(id, 10_000n);
  await chargeBack(id, 10_000n);
  const noteId = (await getPayment(world.ctx, id)).debitNotes[0]!.id;
  await writeOffBill(world.ctx, { billId: noteId, amount: '60.00', reason: 'gone' });
  await settleRefund(world.ctx, refund.id, { state: 'failed', on: null, failure: 'card expired' });
  expect(await books(6)).toEqual({ bank: -300, receivable: Number(total), write_off: 300 });
  expect(await getBillMoney(world.ctx, noteId)).toMatchObject({
    ...{ paid: '100.00', open: '0.00', writtenOff: '0.00' },
  });
});

test('customers are told of the operator, and not of its people', async () => {
  const person: Actor = { ...world.ctx.actor, kind: 'user', name: 'Wanda Weiß' };
  const ctx = { ...world.ctx, actor: person };
  const { id } = await recordPayment(ctx, {
    ...{
      billingAccountId: numberOf(5),
      currency: 'EUR',
      amountMinor: 500n,
      receivedOn: '2026-04-04',
      method: 'cash',
    },
    ...{ reference: '', payer: null, source: 'hand', sourceKey: 'wanda', allocations: [] },
  });
  const refund = await requestRefund(ctx, {
    ...{
      paymentId: id,
      billingAccountId: null,
      currency: 'EUR',
      amountMinor: 100n,
      reason: 'x',
      method: 'cash',
    },
  });
  await reversePayment(ctx, id, { kind: 'chargeback', amountMinor: 400n, reason: 'x', reversedOn: null });
  expect(JSON.stringify([await getPayment(ctx, id), await getRefund(ctx, refund.id)])).toContain('Wanda');
  const seen = customer();
  const told = [
    await getPayment(seen, id),
    (await listPayments(seen, wholeList)).data,
    await getRefund(seen, refund.id),
    (await listRefunds(seen, wholeList)).data,
  ];
  expect(JSON.stringify(told)).not.toContain('Wanda');
  expect(told[0]).toMatchObject({ recordedBy: 'Meridian Telecom' });
});
