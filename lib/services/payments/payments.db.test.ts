import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { lockPayment } from '@/lib/db/payments';
import { systemActor } from '@/lib/domain/access/actor';
import type { AppError } from '@/lib/errors';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import { issueCreditNote } from '@/lib/services/credit-notes/issue-credit-note';
import { createOperator } from '@/lib/services/operators/create-operator';
import { applyCredit, applyCredits } from '@/lib/services/payments/apply-credit';
import { getPayment, listPayments } from '@/lib/services/payments/list-payments';
import { matchPayment } from '@/lib/services/payments/match-payment';
import { moveAllocations } from '@/lib/services/payments/move-allocations';
import type { RecordPaymentInput } from '@/lib/services/payments/payment-input';
import { readAmount } from '@/lib/services/payments/read-amount';
import { recordPayment } from '@/lib/services/payments/record-payment';
import { reversePayment, reversePaymentIn } from '@/lib/services/payments/reverse-payment';
import { winBack } from '@/lib/services/payments/win-back';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { withBooks } from '@/lib/services/receivables/with-books';
import { listRefunds } from '@/lib/services/refunds/list-refunds';
import { requestRefund } from '@/lib/services/refunds/request-refund';
import { settleRefund } from '@/lib/services/refunds/settle-refund';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { runCheck } from '@/scripts/verify/check';
import { ledgerChecks } from '@/scripts/verify/ledger-checks';
import { paymentChecks } from '@/scripts/verify/payment-checks';
import { settlementChecks } from '@/scripts/verify/settlement-checks';

let database: TestDatabase;
let owner: pg.Client;
let world: IssuedWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  world = await buildIssuedWorld(database.ownerUrl, { accounts: 8, partnerLines: 3 });
}, 120_000);

afterAll(async () => {
  // Whatever the tests did, the books say the same as the facts.
  for (const check of [...settlementChecks, ...paymentChecks, ...ledgerChecks])
    expect(await runCheck(owner, check)).toMatchObject({ faults: [] });
  await owner.end();
  await disconnect();
  await database.drop();
});

const rows = async <Row extends pg.QueryResultRow>(text: string, params: unknown[] = []): Promise<Row[]> =>
  (await owner.query<Row>(text, params)).rows;
const numberOf = (account: number) => `A-${String(account + 1).padStart(7, '0')}`;
async function billOf(account: number): Promise<{ id: string; number: string; total: bigint }> {
  const [bill] = await rows<{ id: string; number: string; total: string }>(
    'select id, number, total_minor as total from bill where billing_account_id = $1',
    [world.accountIds[account]],
  );
  return { ...bill!, total: BigInt(bill!.total) };
}
const openOf = async (account: number): Promise<number> => {
  const found = await rows<{ open: string }>(
    'select i.open_minor as open from open_item i join bill b on b.id = i.bill_id where i.billing_account_id = $1',
    [world.accountIds[account]],
  );
  return Number(found[0]!.open);
};
/** Balances of an account's books, nothing left out but zeros. */
async function balances(account: number | null): Promise<Record<string, number>> {
  const found = await rows<{ account: string; sum: string }>(
    `select account, sum(credit_minor - debit_minor) as sum from posting
     where billing_account_id = $1 and account in ('bank', 'receivable', 'customer_credit', 'unallocated_cash', 'refund_clearing', 'customer_debt')
     group by 1 having sum(credit_minor - debit_minor) <> 0`,
    [account === null ? '00000000-0000-0000-0000-000000000000' : world.accountIds[account]],
  );
  return Object.fromEntries(found.map((row) => [row.account, Number(row.sum)]));
}
let keys = 0;
const pay = (account: number | null, amountMinor: bigint, more: Partial<RecordPaymentInput> = {}) =>
  recordPayment(world.ctx, {
    billingAccountId: account === null ? null : numberOf(account),
    currency: 'EUR',
    amountMinor,
    receivedOn: '2026-04-04',
    method: 'bank_transfer',
    reference: 'invoice',
    payer: { name: 'Acme', iban: null },
    source: 'hand',
    sourceKey: `test:${keys++}`,
    ...more,
  });
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: AppError) => error.code,
  );

test('a part payment, the rest, and what is too much stays credit', async () => {
  const { id, number, total } = await billOf(0);
  const first = await pay(0, 1_000n);
  expect(first).toMatchObject({ state: 'received', isNew: true, allocated: '10.00', credit: '0.00' });
  expect(first.allocations).toEqual([{ billId: id, number, amount: '10.00', bookedOn: '2026-04-04' }]);
  expect(await openOf(0)).toBe(Number(total - 1_000n));
  const second = await pay(0, total);
  expect(second.credit).toBe('10.00');
  expect(await openOf(0)).toBe(0);
  expect(await balances(0)).toEqual({ bank: -Number(total) - 1_000, customer_credit: 1_000 });
  const told = await rows<{ type: string }>(
    'select type from outbox_event where party_ids @> array[$1::uuid] order by id',
    [worldId('meridian:party:acme')],
  );
  const types = told.map(({ type }) => type).filter((type) => type !== 'bill.issued');
  // Two of one millisecond stand in any order.
  expect(types.sort()).toEqual([
    'bill.settled',
    'payment.allocated',
    'payment.allocated',
    'payment.received',
    'payment.received',
  ]);
});

test('told twice, also at the same moment, a payment is one; with other content it is refused', async () => {
  const before = await openOf(1);
  const same = { sourceKey: 'bank:42' };
  const answers = await Promise.all([pay(1, 500n, same), pay(1, 500n, same), pay(1, 500n, same)]);
  expect(answers.map(({ isNew }) => isNew).filter(Boolean)).toHaveLength(1);
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  expect(await openOf(1)).toBe(before - 500);
  expect(await codeOf(pay(1, 501n, same))).toBe('source_key_conflict');
});

test('payments side by side never put more on a bill than is open', async () => {
  const { total } = await billOf(2);
  const half = total / 2n + 1n;
  const payments = await Promise.all([1, 2, 3].map(() => pay(2, half)));
  expect(await openOf(2)).toBe(0);
  const credit = payments.reduce((sum, payment) => sum + Math.round(Number(payment.credit) * 100), 0);
  expect(credit).toBe(Number(half * 3n - total));
  expect(await balances(2)).toEqual({ bank: -Number(half * 3n), customer_credit: credit });
});

test('money for nobody waits as unallocated cash until it is matched', async () => {
  const { id } = await billOf(3);
  const payment = await pay(null, 2_000n);
  expect(payment).toMatchObject({ state: 'unmatched', account: null, allocations: [] });
  expect(await balances(null)).toEqual({ bank: -2_000, unallocated_cash: 2_000 });
  const matched = await matchPayment(world.ctx, payment.id, numberOf(3), [{ billId: id, amountMinor: 700n }]);
  expect(matched).toMatchObject({ state: 'received', allocated: '7.00', credit: '13.00' });
  expect(await codeOf(matchPayment(world.ctx, payment.id, numberOf(4)))).toBe('already_matched');
  expect((await balances(3)).unallocated_cash).toBe(-2_000);
});

test('what cannot be a payment is refused in words, and nothing is half done', async () => {
  const payments = () => rows('select count(*) from payment');
  const before = await payments();
  expect(await codeOf(pay(4, 0n))).toBe('not_above_zero');
  expect(await codeOf(pay(4, -5n))).toBe('not_above_zero');
  expect(await codeOf(pay(4, 5n, { currency: 'EURO' }))).toBe('bad_currency');
  expect(await codeOf(pay(4, 5n, { currency: 'USD' }))).toBe('currency_mismatch');
  expect(await codeOf(pay(4, 5n, { receivedOn: '2026-04-06' }))).toBe('future_date');
  expect(await codeOf(pay(4, 5n, { receivedOn: '2026-02-30' }))).toBe('bad_date');
  expect(await codeOf(pay(4, 5n, { receivedOn: '2016-04-04' }))).toBe('bad_date');
  expect(await codeOf(pay(4, 5n, { billingAccountId: 'A-none' }))).toBe('unknown_account');
  const { id, total } = await billOf(4);
  const told = (amountMinor: bigint) => ({ allocations: [{ billId: id, amountMinor }] });
  expect(await codeOf(pay(4, total + 5n, told(total + 1n)))).toBe('above_open');
  expect(await codeOf(pay(4, 5n, told(6n)))).toBe('above_payment');
  expect(await codeOf(pay(5, 5n, told(5n)))).toBe('unknown_bill');
  expect(await codeOf(pay(4, 5n, told(0n)))).toBe('bad_allocation');
  expect(await codeOf(pay(4, 5n, { allocations: [...told(1n).allocations, ...told(1n).allocations] }))).toBe(
    'bad_allocation',
  );
  expect(await codeOf(pay(null, 5n, told(5n)))).toBe('unknown_account');
  // A draft has no number and no open item: to a payment it is no bill.
  const [draft] = await rows<{ id: string }>(
    `insert into bill select (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid(), 'state', 'draft', 'number', null,
       'content_hash', null, 'issued_on', null, 'due_on', null, 'sequence', 99))).* from bill b where b.id = $1 returning id`,
    [id],
  );
  expect(await codeOf(pay(4, 5n, { allocations: [{ billId: draft!.id, amountMinor: 5n }] }))).toBe(
    'unknown_bill',
  );
  await rows('delete from bill where id = $1', [draft!.id]);
  const text = (amount: string) => codeOf(Promise.resolve().then(() => readAmount(amount, 'EUR')));
  expect(await text('1.001')).toBe('too_many_decimals');
  expect(await text('1,50')).toBe('bad_amount');
  expect(await text('1e3')).toBe('bad_amount');
  expect(await text('99999999999999999.00')).toBe('amount_too_large');
  expect(await payments()).toEqual(before);
  // Another operator knows neither our accounts nor our payments.
  const { operatorId } = await createOperator({
    ...{
      slug: 'elsewhere',
      name: 'Elsewhere',
      legalName: 'Elsewhere AB',
      country: 'SE',
      vatId: 'SE556000000001',
    },
    ...{ address: { street: 'Gatan 1', town: 'Malmö', postcode: '21111' }, email: null },
    ...{ currency: 'EUR', timeZone: 'Europe/Stockholm' },
  });
  const elsewhere = { ...world.ctx, actor: systemActor(operatorId) };
  const [ours] = (await listPayments(world.ctx, wholeList)).data;
  const back = { kind: 'mistake', amountMinor: 1n, reason: 'x', reversedOn: null } as const;
  expect(await codeOf(matchPayment(elsewhere, ours!.id, numberOf(4)))).toBe('not_found');
  expect(await codeOf(reversePayment(elsewhere, ours!.id, back))).toBe('not_found');
  expect(await codeOf(moveAllocations(elsewhere, ours!.id, [], 'x'))).toBe('not_found');
  expect(
    await codeOf(
      winBack(elsewhere, ours!.id, { reversalId: null, amountMinor: 1n, reason: 'x', wonOn: null }),
    ),
  ).toBe('not_found');
  const theirs = { paymentId: null, billingAccountId: world.accountIds[4]!, amountMinor: 1n };
  expect(
    await codeOf(requestRefund(elsewhere, { ...theirs, currency: 'EUR', reason: 'x', method: 'cash' })),
  ).toBe('unknown_account');
  expect(await payments()).toEqual(before);
  const viewer = { ...world.ctx, actor: { ...systemActor(world.operatorId), role: 'viewer' as const } };
  const payer = { name: 'Who', iban: 'DE89370400440532013000' };
  const { id: unknown } = await pay(null, 7n, { payer });
  expect((await getPayment(world.ctx, unknown)).payer).toEqual(payer);
  expect((await getPayment(viewer, unknown)).payer).toEqual({ name: 'Who', iban: 'DE •••• 3000' });
  const listed = (await listPayments(viewer, wholeList)).data.find(({ id }) => id === unknown);
  expect(listed?.payer?.iban).toBe('DE •••• 3000');
  expect(await codeOf(matchPayment(viewer, id, numberOf(0)))).toBe('forbidden');
});

const partyBooks = async (account: number, partner: string) => {
  const found = await rows<{ account: string; sum: string }>(
    `select account, sum(credit_minor - debit_minor) as sum from posting where billing_account_id = $1 and party_id = $2
     group by 1 having sum(credit_minor - debit_minor) <> 0`,
    [world.accountIds[account], worldId(`meridian:party:${partner}`)],
  );
  return Object.fromEntries(found.map((row) => [row.account, Number(row.sum)]));
};

test('a returned direct debit opens its bill again, and what partners get of it pends again; once, however often told', async () => {
  const { total } = await billOf(5);
  const before = await partyBooks(5, 'aegis');
  const payment = await pay(5, total + 300n, { method: 'direct_debit' });
  expect((await partyBooks(5, 'aegis')).partner_pending).toBeUndefined();
  const returned = {
    kind: 'returned' as const,
    reason: 'AC04 closed account',
    reversedOn: null,
    sourceKey: 'camt:77',
  };
  const early = { ...returned, amountMinor: 800n, reversedOn: '2026-03-31' };
  expect(await codeOf(reversePayment(world.ctx, payment.id, early))).toBe('bad_date');
  const part = await reversePayment(world.ctx, payment.id, { ...returned, amountMinor: 800n });
  expect(part).toMatchObject({ state: 'partly_reversed', reversed: '8.00', credit: '0.00' });
  expect(await openOf(5)).toBe(500);
  expect(await reversePayment(world.ctx, payment.id, { ...returned, amountMinor: 800n })).toEqual(part);
  expect(await codeOf(reversePayment(world.ctx, payment.id, { ...returned, amountMinor: 801n }))).toBe(
    'source_key_conflict',
  );
  const rest = { ...returned, sourceKey: 'camt:78', amountMinor: null };
  expect(await reversePayment(world.ctx, payment.id, rest)).toMatchObject({
    state: 'reversed',
    allocated: '0.00',
  });
  expect(await openOf(5)).toBe(Number(total));
  expect(await balances(5)).toEqual({ receivable: -Number(total) });
  expect(await partyBooks(5, 'aegis')).toEqual(before);
  expect(await codeOf(reversePayment(world.ctx, payment.id, { ...rest, sourceKey: 'camt:79' }))).toBe(
    'above_paid',
  );
});

test('a refund leaves the credit when it is asked for, comes back when it fails, and is never above what was paid', async () => {
  const { total } = await billOf(6);
  const payment = await pay(6, total + 1_000n);
  const of = {
    billingAccountId: null,
    currency: 'EUR',
    reason: 'moved out',
    method: 'bank_transfer' as const,
  };
  const ask = (amountMinor: bigint, more: object = {}) =>
    requestRefund(world.ctx, { ...of, paymentId: payment.id, amountMinor, ...more });
  expect(await codeOf(ask(1_001n))).toBe('on_bills');
  expect(await codeOf(ask(total + 1_001n))).toBe('above_paid');
  const fromCredit = { paymentId: null, billingAccountId: numberOf(6) };
  expect(await codeOf(ask(1n, { billingAccountId: numberOf(5) }))).toBe('account_mismatch');
  expect(await codeOf(ask(1_001n, fromCredit))).toBe('above_paid');
  const first = await ask(400n, fromCredit);
  expect(first).toMatchObject({ state: 'requested', paymentId: payment.id, amount: '4.00' });
  expect(await balances(6)).toEqual({
    bank: -Number(total) - 1_000,
    customer_credit: 600,
    refund_clearing: 400,
  });
  expect(await codeOf(ask(601n, fromCredit))).toBe('above_paid');
  // Its answer was lost and it is asked for again: of 6.00 that are left, none goes. Under its own key it would.
  const form = { ...fromCredit, key: '0123456789abcdef0123456789abcdef' };
  const [pressed, ...again] = await Promise.all([1, 2, 3].map(() => ask(100n, form)));
  expect(again).toEqual([pressed, pressed]);
  expect(await ask(100n, { ...form, billingAccountId: world.accountIds[6]! })).toEqual(pressed);
  expect(await balances(6)).toMatchObject({ customer_credit: 500, refund_clearing: 500 });
  for (const other of [
    { reason: 'other' },
    { method: 'cash' },
    { currency: 'USD' },
    { billingAccountId: numberOf(5) },
  ])
    expect(await codeOf(ask(100n, { ...form, ...other }))).toBe('source_key_conflict');
  expect(await codeOf(ask(101n, form))).toBe('source_key_conflict');
  const ofPayment = { key: 'f'.repeat(32), takeFromBills: false };
  const paid = await ask(100n, ofPayment);
  expect(await ask(100n, ofPayment)).toEqual(paid);
  for (const { id } of [pressed!, paid])
    await settleRefund(world.ctx, id, { state: 'failed', on: null, failure: 'no' });
  expect(await ask(100n, ofPayment)).toMatchObject({ id: paid.id, state: 'failed' });
  await settleRefund(world.ctx, first.id, { state: 'failed', on: null, failure: 'IBAN closed' });
  expect(await balances(6)).toEqual({ bank: -Number(total) - 1_000, customer_credit: 1_000 });
  expect(await codeOf(settleRefund(world.ctx, first.id, { state: 'paid', on: null }))).toBe('refund_ended');
  const second = await ask(1_500n, { takeFromBills: true });
  expect(await openOf(6)).toBe(500);
  expect(await codeOf(settleRefund(world.ctx, second.id, { state: 'paid', on: '2026-04-04' }))).toBe(
    'bad_date',
  );
  await settleRefund(world.ctx, second.id, { state: 'paid', on: '2026-04-05' });
  await settleRefund(world.ctx, second.id, { state: 'paid', on: '2026-04-05' });
  expect(await balances(6)).toEqual({ bank: 500 - Number(total), receivable: -500 });
  expect(await codeOf(ask(total, { takeFromBills: true }))).toBe('above_paid');
});

test('of two refunds of the same money one is refused, and what is refused says at which field', async () => {
  const payment = await pay(6, 1_000n, { allocations: [] });
  const ask = (amountMinor: bigint, of: object) =>
    requestRefund(world.ctx, {
      ...{
        paymentId: null,
        billingAccountId: null,
        currency: 'EUR',
        amountMinor,
        reason: 'x',
        method: 'cash',
        ...of,
      },
    });
  const both = await Promise.allSettled([
    ask(700n, { paymentId: payment.id }),
    ask(700n, { billingAccountId: numberOf(6) }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const [refused] = both.flatMap((each) => (each.status === 'rejected' ? [each.reason as AppError] : []));
  expect(['above_paid', 'on_bills']).toContain(refused!.code);
  expect(refused!.issues).toMatchObject([{ path: 'amount' }]);
  await ask(300n, { billingAccountId: numberOf(6) });
  expect((await balances(6)).customer_credit).toBeUndefined();
  for (const { id } of (await listRefunds(world.ctx, { ...wholeList, filters: { payment: [payment.id] } }))
    .data)
    await settleRefund(world.ctx, id, { state: 'paid', on: null });
});

test('what a bank takes back after it was given back, the customer owes; a mistake takes back only what is there', async () => {
  const { total } = await billOf(5);
  const chargeback = { kind: 'chargeback' as const, reason: 'fraud', reversedOn: null };
  const payment = await pay(5, 1_000n, { allocations: [] });
  const refund = await requestRefund(world.ctx, {
    ...{ paymentId: payment.id, billingAccountId: null, currency: 'EUR', amountMinor: 1_000n },
    ...{ reason: 'double', method: 'card' },
  });
  const mistake = { ...chargeback, kind: 'mistake' as const, amountMinor: 1_000n };
  expect(await codeOf(reversePayment(world.ctx, payment.id, mistake))).toBe('above_paid');
  expect(await codeOf(reversePayment(world.ctx, payment.id, { ...chargeback, amountMinor: 1_001n }))).toBe(
    'above_paid',
  );
  const reversed = await reversePayment(world.ctx, payment.id, { ...chargeback, amountMinor: 1_000n });
  expect(reversed).toMatchObject({ state: 'reversed', debt: '10.00', left: '0.00', credit: '0.00' });
  const open = { receivable: -Number(total) };
  expect(await balances(5)).toEqual({ receivable: open.receivable - 1_000, refund_clearing: 1_000 });
  expect(await codeOf(reversePayment(world.ctx, payment.id, { ...chargeback, amountMinor: 1n }))).toBe(
    'above_paid',
  );
  await settleRefund(world.ctx, refund.id, { state: 'failed', on: null, failure: 'card expired' });
  expect(await balances(5)).toEqual(open);
  expect(await getPayment(world.ctx, payment.id)).toMatchObject({ debt: '0.00', refunded: '0.00' });
});

test('so it does when its bill was credited, and that credit given back', async () => {
  const { id, total } = await billOf(4);
  const payment = await pay(4, total);
  await issueCreditNote(world.ctx, { billId: id, reason: 'never used', wanted: 'whole' });
  const refund = await requestRefund(world.ctx, {
    ...{ paymentId: null, billingAccountId: numberOf(4), currency: 'EUR', amountMinor: total },
    ...{ reason: 'moved out', method: 'bank_transfer' },
  });
  await settleRefund(world.ctx, refund.id, { state: 'paid', on: null });
  const returned = { kind: 'returned' as const, reason: 'MD06', reversedOn: null, amountMinor: total - 1n };
  expect(await reversePayment(world.ctx, payment.id, returned)).toMatchObject({ state: 'partly_reversed' });
  expect(await balances(4)).toEqual({ bank: Number(total) - 1, receivable: 1 - Number(total) });
});

test('credit waits for bills, and is spent on them once', async () => {
  const { id, total } = await billOf(7);
  const payment = await pay(7, total - 200n, { allocations: [] });
  expect(payment).toMatchObject({ allocated: '0.00' });
  await Promise.all([applyCredits(world.ctx), applyCredits(world.ctx)]);
  expect(await openOf(7)).toBe(200);
  expect(await applyCredits(world.ctx)).toBe(0);
  expect(await getPayment(world.ctx, payment.id)).toMatchObject({
    allocations: [{ billId: id }],
    credit: '0.00',
  });
  expect(await applyCredit(world.ctx, numberOf(7))).toEqual({
    currency: 'EUR',
    bills: 0,
    applied: '0.00',
    credit: '0.00',
  });
});

test('a person moves a payment off a bill and back, with a reason', async () => {
  const { id, number, total } = await billOf(7);
  const [payment] = (
    await listPayments(world.ctx, { ...wholeList, filters: { account: [world.accountIds[7]!] } })
  ).data;
  expect(await codeOf(moveAllocations(world.ctx, payment!.id, [], ' '))).toBe('reason_required');
  const some = [{ billId: number, amountMinor: 100n }];
  expect(await moveAllocations(world.ctx, payment!.id, some, 'wrong bill')).toMatchObject({
    allocated: '1.00',
  });
  expect(await openOf(7)).toBe(Number(total) - 100);
  const tooMuch = [{ billId: id, amountMinor: total }];
  expect(await codeOf(moveAllocations(world.ctx, payment!.id, tooMuch, 'all'))).toBe('above_payment');
  const back = [{ billId: id, amountMinor: total - 200n }];
  expect(await moveAllocations(world.ctx, payment!.id, back, '')).toMatchObject({ credit: '0.00' });
  expect(await openOf(7)).toBe(200);
});

test('of two that wait for each other, one begins again, and both are done', async () => {
  const payments = [await pay(null, 300n), await pay(null, 300n)];
  let together = 0;
  /** As a bank's file: several payments in one transaction, and here each side with the other's first. */
  const takeBack = (ids: readonly string[]) =>
    withBooks(world.ctx.actor, async (sql) => {
      await lockPayment(sql, ids[0]!);
      together += 1;
      while (together < 2) await sql.query('select pg_sleep(0.01)');
      for (const id of ids) {
        const back = { kind: 'mistake', amountMinor: 100n, reason: 'twice', reversedOn: null } as const;
        await reversePaymentIn(sql, world.ctx, id, back);
      }
    });
  const ids = payments.map(({ id }) => id);
  await Promise.all([takeBack(ids), takeBack([...ids].reverse())]);
  expect(together).toBe(3);
  for (const id of ids) expect(await getPayment(world.ctx, id)).toMatchObject({ reversed: '2.00' });
});

test('a refund of credit and a chargeback of its payment do not wait in a circle', async () => {
  const payment = await pay(6, 900n, { allocations: [] });
  const holder = new pg.Client({ connectionString: database.ownerUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from payment where id = $1 for update', [payment.id]);
  const refund = requestRefund(world.ctx, {
    ...{ paymentId: null, billingAccountId: numberOf(6), currency: 'EUR', amountMinor: 900n },
    ...{ reason: 'moved out', method: 'bank_transfer' },
  });
  await expect
    .poll(() =>
      rows(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`),
    )
    .toHaveLength(1);
  // Whoever has the payment gets the credit: the refund that waits for it holds none.
  const [free] = await holder
    .query('select credit_minor from account_credit where billing_account_id = $1 for update nowait', [
      world.accountIds[6],
    ])
    .then((found) => found.rows);
  expect(free).toEqual({ credit_minor: '900' });
  await holder.query('commit');
  await holder.end();
  expect(await refund).toMatchObject({ paymentId: payment.id });
});

test('a refund of what is on no bill holds no bill', async () => {
  const payment = await pay(6, 70n, { allocations: [] });
  const { id } = await billOf(6);
  const holder = new pg.Client({ connectionString: database.ownerUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from open_item where bill_id = $1 for update', [id]);
  const refund = await requestRefund(world.ctx, {
    ...{ paymentId: payment.id, billingAccountId: null, currency: 'EUR', amountMinor: 70n },
    ...{ reason: 'moved out', method: 'bank_transfer' },
  });
  await holder.query('commit');
  await holder.end();
  expect(refund).toMatchObject({ amount: '0.70' });
});

test('an account whose credit cannot be spent does not keep the others from theirs', async () => {
  const [first, second] = [...world.accountIds.entries()]
    .filter(([account]) => account === 5 || account === 7)
    .sort(([, a], [, b]) => (a < b ? -1 : 1))
    .map(([account]) => account) as [number, number];
  for (const account of [first, second]) await pay(account, 50n, { allocations: [] });
  const before = [await openOf(first), await openOf(second)];
  await owner.query(
    `create function refuse_first() returns trigger language plpgsql as $$ begin raise 'not this one'; end $$;
     create trigger refuse_first before insert on allocation for each row
       when (new.billing_account_id = '${world.accountIds[first]}') execute function refuse_first()`,
  );
  await expect(applyCredits(world.ctx)).rejects.toThrow('The credit of 1 of 2 accounts');
  await owner.query('drop trigger refuse_first on allocation');
  expect([await openOf(first), await openOf(second)]).toEqual([before[0], before[1]! - 50]);
  await applyCredits(world.ctx);
  expect(await openOf(first)).toBe(before[0]! - 50);
});
