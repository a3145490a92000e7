import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import type { RefundPayee } from '@/lib/db/refunds';
import { refundReference } from '@/lib/domain/settlement/refund-reference';
import type { AppError } from '@/lib/errors';
import { camtFile, painFile } from '@/lib/integrations/bank-files/bank-files.fixture';
import { bankDetailsFields } from '@/lib/schemas/bank-details';
import { listBankEntries } from '@/lib/services/bank/list-bank-files';
import { receiveBankFile } from '@/lib/services/bank/receive-bank-file';
import { approveBankDetails } from '@/lib/services/bank-details/decide-bank-details';
import { proposeBankDetails } from '@/lib/services/bank-details/propose-bank-details';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import type { ServiceContext } from '@/lib/services/context';
import { downloadPaymentFile, listPaymentFiles } from '@/lib/services/payment-files/read-payment-files';
import { recordPayment } from '@/lib/services/payments/record-payment';
import { createPaymentFile } from '@/lib/services/payouts/create-payment-file';
import { listPayouts } from '@/lib/services/payouts/list-payouts';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { createRefundFile, type RefundSeen } from '@/lib/services/refunds/create-refund-file';
import { getRefund } from '@/lib/services/refunds/list-refunds';
import { requestRefund } from '@/lib/services/refunds/request-refund';
import { setRefundPayee } from '@/lib/services/refunds/set-refund-payee';
import { settleRefund } from '@/lib/services/refunds/settle-refund';
import { advanceSettlementRun } from '@/lib/services/settlement-runs/advance-settlement-run';
import { approveSettlementRun } from '@/lib/services/settlement-runs/approve-settlement-run';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { runCheck } from '@/scripts/verify/check';
import { ledgerChecks } from '@/scripts/verify/ledger-checks';
import { paymentChecks } from '@/scripts/verify/payment-checks';
import { payoutChecks } from '@/scripts/verify/payout-checks';

const NOW = '2026-05-05T08:00:00.000Z';
let database: TestDatabase;
let owner: pg.Client;
let world: IssuedWorld;
let messageId: string;
type Paid = { number: string; amount: string };
let payouts: Paid[];

const as = (id: string, now = NOW): ServiceContext => ({
  actor: { ...world.ctx.actor, kind: 'user', id, name: id },
  now,
});

/** Two partners with accounts whose cooling-off is over, and one file with both payouts at the bank. */
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  world = await buildIssuedWorld(database.ownerUrl, { accounts: 4, partnerLines: 3 });
  const before = '2026-05-01T08:00:00.000Z';
  for (const [party, iban] of [
    ['operator', 'PL61109010140000071219812874'],
    [worldId('meridian:party:skymesh'), 'DE89370400440532013000'],
    [worldId('meridian:party:cumulus'), 'GB29NWBK60161331926819'],
  ] as const) {
    const details = bankDetailsFields.parse({ holder: 'Holder', iban, town: 'Town', country: 'PL' });
    const { id } = await proposeBankDetails(as('ewa', before), party, details);
    await approveBankDetails(as('marek', before), id);
  }
  const { id } = await startSettlementRun(as('ewa'), { through: '2026-05-04' });
  await advanceSettlementRun(world.ctx, id);
  await approveSettlementRun(as('marek'), id);
  await advanceSettlementRun(as('marek'), id);
  await createPaymentFile(as('ewa'), { currency: 'EUR', payouts: null, executionOn: null });
  const [file] = (
    await owner.query<{ messageId: string }>('select message_id as "messageId" from payment_file')
  ).rows;
  messageId = file!.messageId;
  payouts = (await listPayouts(as('ewa'), { ...wholeList, filters: { state: ['sent'] } })).data.map(
    ({ number, amount }) => ({ number: number!, amount }),
  );
}, 120_000);

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: AppError) => error.code,
  );
let files = 0;
const send = async (bytes: Buffer) => {
  files += 1;
  const { id } = await receiveBankFile(as('ewa'), { name: `bank-${files}.xml`, bytes });
  const sort = { id: 'position', descending: false };
  const { data } = await listBankEntries(as('ewa'), { ...wholeList, sort, filters: { file: [id] } });
  return data.map(({ state, why }) => `${state} ${why}`);
};
const stateOf = async ({ number }: Paid) => {
  const [row] = (await owner.query<{ state: string }>('select state from payout where number = $1', [number]))
    .rows;
  return row!.state;
};
test('a statement of an account that is none of the operator’s approved ones is refused, whole', async () => {
  const account = 'DE89370400440532013000';
  const foreign = camtFile({ id: 'S-0', on: '2026-05-05', account, entries: [{ amount: '10.00' }] });
  await expect(send(foreign)).rejects.toMatchObject({ code: 'foreign_account' });
  expect((await owner.query('select 1 from bank_file')).rows).toEqual([]);
});

const camt = (entries: Parameters<typeof camtFile>[0]['entries']) =>
  camtFile({ id: `S-${files}`, on: '2026-05-05', entries });

test('a status report that is not done changes nothing, and another amount than the payout’s is for a person', async () => {
  expect(payouts).toHaveLength(2);
  const [first] = payouts as [Paid];
  expect(await send(painFile('P-1', messageId, [{ endToEndId: first.number, status: 'ACSP' }]))).toEqual([
    'ignored in_progress',
  ]);
  expect(await send(camt([{ amount: `-1${first.amount}`, endToEndId: first.number }]))).toEqual([
    'unmatched payout_differs',
  ]);
  expect(await stateOf(first)).toBe('sent');
});

test('a debit with a payout’s number pays it once, a status of it says nothing new, and a return brings it back', async () => {
  const [first] = payouts as [Paid];
  const debit = { amount: `-${first.amount}`, endToEndId: first.number, bankReference: 'D-1' };
  expect(await send(camt([debit, { ...debit, bankReference: 'D-8' }]))).toEqual([
    'payout paid',
    'unmatched payout_state',
  ]);
  expect(await stateOf(first)).toBe('paid');
  expect(await send(painFile('P-2', messageId, [{ endToEndId: first.number, status: 'ACSC' }]))).toEqual([
    'payout paid',
  ]);
  expect(await send(camt([{ ...debit, bankReference: 'D-9' }]))).toEqual(['unmatched payout_state']);
  expect(await stateOf(first)).toBe('paid');
  const back = { amount: first.amount, endToEndId: first.number, returned: 'AC04', bankReference: 'D-2' };
  expect(await send(camt([back, { ...back, bankReference: 'D-7' }]))).toEqual([
    'payout rejected',
    'unmatched payout_state',
  ]);
  expect(await stateOf(first)).toBe('returned');
  expect(await send(camt([{ ...back, bankReference: 'D-10' }]))).toEqual(['unmatched payout_state']);
  const [bank] = (
    await owner.query<{ sum: string }>(
      `select sum(p.credit_minor - p.debit_minor) as sum from posting p join journal j on j.id = p.journal_id
       where p.account = 'bank' and j.event like 'payout.%'`,
    )
  ).rows;
  expect(bank!.sum).toBe('0');
});

test('a file that the bank refuses whole brings back what of it was still under way', async () => {
  const [, second] = payouts as [Paid, Paid];
  const refused = painFile('P-3', messageId, [{ status: 'RJCT', reason: 'FF01' }]);
  expect(await send(refused)).toEqual(['payout rejected']);
  expect(await stateOf(second)).toBe('returned');
  expect(
    await send(painFile('P-4', messageId, [{ endToEndId: second.number, status: 'RJCT', reason: 'AC01' }])),
  ).toEqual(['payout rejected']);
});

// ---------------------------------------------------------------- refunds, in files of their own

const overpaid = (account: number, iban: string | null, by = as('ewa'), currency = 'EUR') =>
  recordPayment(by, {
    ...{ billingAccountId: world.accountIds[account]!, currency, amountMinor: 5_000_000n },
    ...{ receivedOn: '2026-05-05', method: 'bank_transfer', reference: 'too much', source: 'hand' },
    ...{ payer: { name: 'Żółw GmbH', iban }, sourceKey: `transfers:${keys++}`, allocations: [] },
  });
let keys = 0;
const refundOf = (
  paymentId: string,
  amountMinor: bigint,
  { by = as('ewa'), ...more }: { payee?: RefundPayee; by?: ServiceContext; currency?: string } = {},
) =>
  requestRefund(by, {
    ...{ paymentId, billingAccountId: null, currency: 'EUR', amountMinor, reason: 'Paid twice' },
    ...{ method: 'bank_transfer', ...more },
  });
const keyOf = (id: string): ServiceContext => ({
  ...as(id),
  actor: { ...as(id).actor, kind: 'key' },
});
const seen = async (...ids: string[]) =>
  Promise.all(ids.map(async (id) => ({ id, payeeVersion: (await getRefund(as('ewa'), id)).payeeVersion })));
const refundState = async (id: string) => (await getRefund(as('ewa'), id)).state;
const creditOf = async (account: number) =>
  Number(
    (
      await owner.query<{ sum: string }>(
        `select coalesce(sum(credit_minor - debit_minor), 0) as sum from posting where billing_account_id = $1 and account = 'customer_credit'`,
        [world.accountIds[account]],
      )
    ).rows[0]!.sum,
  );
const clearing = async () =>
  (
    await owner.query<{ account: string; sum: string }>(
      `select p.account, sum(p.credit_minor - p.debit_minor)::text as sum from posting p
       join journal j on j.billing_account_id = p.billing_account_id and j.id = p.journal_id
       where j.event like 'refund.%' and p.account in ('refund_clearing', 'bank') group by 1 having sum(p.credit_minor - p.debit_minor) <> 0`,
    )
  ).rows;
const PAYEE = { name: 'Anke Vogel', iban: 'NL91ABNA0417164300', bic: null };

test('refunds go back where the payment came from, each in one file however many ask at once, and never by who asked', async () => {
  const [known, unknown] = [await overpaid(0, 'FR14 2004 1010 0505 0001 3M02 606'), await overpaid(1, null)];
  const first = await refundOf(known.id, 1_250n);
  const second = await refundOf(unknown.id, 700n);
  expect(first.payee).toEqual({ name: 'Żółw GmbH', account: 'FR •••• 2606' });
  expect(second.payee).toBe(null);
  const everything = { refunds: null, executionOn: null };
  expect(await createRefundFile(as('ewa'), everything)).toMatchObject({
    files: [],
    leftOut: [
      { refund: first.id, code: 'four_eyes' },
      { refund: second.id, code: 'no_account' },
    ],
  });
  await expect(createRefundFile(keyOf('key'), everything)).rejects.toMatchObject({ code: 'person_needed' });
  await setRefundPayee(as('marek'), second.id, PAYEE);
  const both = [first.id, second.id];
  const codes = async (id: string, refunds: readonly RefundSeen[]) =>
    createRefundFile(as(id), { refunds, executionOn: null }).then(
      ({ files: made, leftOut }) => [
        ...made.map(({ payments }) => payments),
        ...leftOut.map(({ code }) => code),
      ],
      (error: AppError) => [error.code],
    );
  expect(await codes('marek', await seen(second.id))).toEqual(['four_eyes']);
  expect(await codes('ola', [{ id: second.id, payeeVersion: 0 }])).toEqual(['changed']);
  const chosen = await seen(...both);
  const answers = await Promise.all([codes('ola', chosen), codes('jan', chosen)]);
  expect(answers.sort((a, b) => String(a).localeCompare(String(b)))).toEqual([[2], ['nothing_to_pay']]);
  const { data } = await listPaymentFiles(as('ola'), { ...wholeList, filters: { kind: ['refunds'] } });
  expect(data).toMatchObject([{ kind: 'refunds', payments: 2, controlSum: '19.50', currency: 'EUR' }]);
  const text = new TextDecoder().decode((await downloadPaymentFile(as('ola'), data[0]!.id)).bytes);
  for (const piece of [
    refundReference(first.id),
    'NL91ABNA0417164300',
    '<Nm>Zolw GmbH</Nm>',
    '<CtrlSum>19.5</CtrlSum>',
  ])
    expect(text).toContain(piece);
  expect([await refundState(first.id), await refundState(second.id)]).toEqual(['sent', 'sent']);
  const told = await owner.query<{ type: string }>(
    `select type from outbox_event where type = 'refund.sent' and entity_id = any($1)`,
    [both],
  );
  expect(told.rows).toHaveLength(2);
  await expect(setRefundPayee(as('jan'), second.id, PAYEE)).rejects.toMatchObject({ code: 'refund_ended' });
  await expect(
    owner.query(`update refund set file_id = gen_random_uuid() where id = $1`, [first.id]),
  ).rejects.toThrow('in a payment file');
  const elsewhere = { ...as('ola'), actor: { ...as('ola').actor, operatorId: worldId('other:operator') } };
  expect(await codeOf(downloadPaymentFile(elsewhere, data[0]!.id))).toBe('not_found');
  expect(await codeOf(createRefundFile(elsewhere, everything))).toBe('nothing_to_pay');
});

test('a key names no account, also not by the payment that it records, so that one person with a key is never two', async () => {
  const iban = 'FR1420041010050500013M02606';
  const [typed, told] = [await overpaid(2, iban), await overpaid(2, iban, keyOf('feed'))];
  const named = { payee: PAYEE };
  expect(await codeOf(refundOf(typed.id, 300n, { ...named, by: keyOf('feed') }))).toBe('person_needed');
  const refunds = [
    await refundOf(typed.id, 300n, { by: keyOf('feed') }),
    await refundOf(told.id, 400n, { by: keyOf('feed') }),
  ];
  const [ofEwa, ofKey] = refunds.map(({ id }) => id) as [string, string];
  expect(await codeOf(setRefundPayee(keyOf('feed'), ofKey, PAYEE))).toBe('person_needed');
  const leftOut = async (id: string) =>
    (await createRefundFile(as(id), { refunds: await seen(ofKey, ofEwa), executionOn: null })).leftOut
      .map(({ refund, code }) => `${refund === ofKey ? 'of key' : 'of ewa'} ${code}`)
      .sort();
  expect(await leftOut('ewa')).toEqual(['of ewa four_eyes', 'of key payee_by_key']);
  await setRefundPayee(as('ewa'), ofKey, PAYEE);
  expect(await leftOut('ewa')).toEqual(['of ewa four_eyes', 'of key four_eyes']);
  for (const id of [ofEwa, ofKey])
    await settleRefund(as('ewa'), id, { state: 'failed', on: null, failure: 'not sent' });
});

test('what the bank says of refunds is what becomes of them: paid once, refused to the credit, and tried again as another', async () => {
  const { rows } = await owner.query<{ id: string; payment: string; amount: string; account: string }>(
    `select id, payment_id as payment, amount_minor as amount, billing_account_id as account from refund where state = 'sent' order by amount_minor`,
  );
  const [small, large] = rows as [(typeof rows)[0], (typeof rows)[0]];
  const references = [small, large].map(({ id }) => refundReference(id)) as [string, string];
  const credit = await creditOf(1);
  const byHand = { state: 'failed', on: null, failure: 'never sent' } as const;
  expect(await codeOf(settleRefund(as('ewa'), small.id, byHand))).toBe('in_file');
  expect(await send(camt([{ amount: '-9.99', endToEndId: references[0] }]))).toEqual([
    'unmatched refund_differs',
  ]);
  const no = painFile('P-9', 'whatever', [{ endToEndId: references[0], status: 'RJCT', reason: 'AC04' }]);
  expect(await send(no)).toEqual(['refund rejected']);
  expect(await getRefund(as('ewa'), small.id)).toMatchObject({
    ...{ state: 'failed', failure: 'The account is closed (AC04)' },
  });
  expect(await creditOf(1)).toBe(credit + 700);
  const again = await refundOf(small.payment, 700n, { payee: { ...PAYEE, iban: 'DE89370400440532013000' } });
  expect(
    await codeOf(createRefundFile(as('jan'), { refunds: await seen(small.id), executionOn: null })),
  ).toBe('nothing_to_pay');
  await owner.query(`update bank_details set currency = 'EUR' where iban = 'PL61109010140000071219812874'`);
  await owner.query(`update billing_account set currency = 'CHF' where id = $1`, [world.accountIds[3]]);
  const iban = 'FR1420041010050500013M02606';
  const francs = await refundOf((await overpaid(3, iban, as('ewa'), 'CHF')).id, 900n, { currency: 'CHF' });
  const chosen = await seen(again.id, francs.id);
  expect(await createRefundFile(as('jan'), { refunds: chosen, executionOn: null })).toMatchObject({
    files: [{ payments: 1, controlSum: '7.00' }],
    leftOut: [
      {
        ...{ refund: francs.id, currency: 'CHF', code: 'no_operator_account' },
        reason: expect.stringContaining('to pay CHF from'),
      },
    ],
  });
  await settleRefund(as('ewa'), francs.id, byHand);

  const debit = { amount: '-12.50', endToEndId: references[1].toLowerCase(), bankReference: 'R-1' };
  const other = { amount: '-7.00', endToEndId: refundReference(again.id) };
  expect(await send(camt([debit, other, { ...debit, bankReference: 'R-9' }]))).toEqual([
    'refund paid',
    'refund paid',
    'unmatched refund_state',
  ]);
  expect(await send(camt([{ ...debit, bankReference: 'R-2' }]))).toEqual(['unmatched refund_state']);
  expect([await refundState(large.id), await refundState(again.id)]).toEqual(['paid', 'paid']);
  expect(await clearing()).toEqual([{ account: 'bank', sum: '1950' }]);
  const back = { amount: '12.50', endToEndId: references[1], returned: 'AC06', bankReference: 'R-3' };
  expect(await send(camt([back, { ...back, bankReference: 'R-8' }]))).toEqual([
    'refund rejected',
    'unmatched refund_state',
  ]);
  expect(await refundState(large.id)).toBe('failed');
  expect(await clearing()).toEqual([{ account: 'bank', sum: '700' }]);
  for (const check of [...ledgerChecks, ...paymentChecks, ...payoutChecks].filter(
    ({ id }) => !id.startsWith('payout.'),
  ))
    expect(await runCheck(owner, check)).toMatchObject({ faults: [] });
});
