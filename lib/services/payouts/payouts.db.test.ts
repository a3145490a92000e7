import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import type { Actor } from '@/lib/domain/access/actor';
import type { AppError } from '@/lib/errors';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import type { ServiceContext } from '@/lib/services/context';
import { issueCreditNote } from '@/lib/services/credit-notes/issue-credit-note';
import { downloadPaymentFile } from '@/lib/services/payment-files/read-payment-files';
import { adjustPayout } from '@/lib/services/payouts/adjust-payout';
import { answerObjection } from '@/lib/services/payouts/answer-objection';
import { approvePayout } from '@/lib/services/payouts/approve-payout';
import { createPaymentFile } from '@/lib/services/payouts/create-payment-file';
import { explainPayoutRow } from '@/lib/services/payouts/explain-payout-row';
import { getNextPayout } from '@/lib/services/payouts/get-next-payout';
import { getPayout } from '@/lib/services/payouts/get-payout';
import { listPayoutRows } from '@/lib/services/payouts/list-payout-rows';
import { listPayouts } from '@/lib/services/payouts/list-payouts';
import { markPayout } from '@/lib/services/payouts/mark-payout';
import { objectToPayout } from '@/lib/services/payouts/object-to-payout';
import { payoutCsv, payoutSheet } from '@/lib/services/payouts/payout-file';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { advanceSettlementRun } from '@/lib/services/settlement-runs/advance-settlement-run';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const NOW = '2026-05-05T08:00:00.000Z';

let database: TestDatabase;
let owner: pg.Client;
let world: IssuedWorld;
let ewa: ServiceContext;
let marek: ServiceContext;
let skymesh: ServiceContext;
let cumulus: ServiceContext;
let payoutId: string;
let negativeId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  world = await buildIssuedWorld(database.ownerUrl, { accounts: 7, partnerLines: 3 });
  const as = (id: string, partner?: string): ServiceContext => ({
    actor: {
      ...world.ctx.actor,
      ...{ kind: 'user', id, name: id },
      ...(partner !== undefined && {
        audience: 'partner' as const,
        partyId: worldId(`meridian:party:${partner}`),
      }),
    } as Actor,
    now: NOW,
  });
  [ewa, marek, skymesh, cumulus] = [as('ewa'), as('marek'), as('lena', 'skymesh'), as('dev', 'cumulus')];
  await owner.query(
    `update agreement set payout_fee_minor = 25, self_billing_consent = true where partner_id = $1`,
    [worldId('meridian:party:skymesh')],
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
const sumOf = async (text: string) => (await owner.query<{ sum: string }>(text)).rows[0]!.sum;

test('the next payout is what the books owe, and says what keeps it from being paid', async () => {
  const next = await getNextPayout(skymesh, null);
  const owed = Number(
    await sumOf(
      `select sum(credit_minor - debit_minor) as sum from posting where account = 'partner_payable' and party_id = '${skymesh.actor.partyId}'`,
    ),
  );
  expect(next).toMatchObject({
    ...{ partner: 'skymesh', currency: 'EUR', fee: '0.25', balance: (owed / 100).toFixed(2) },
    amount: ((owed - 25) / 100).toFixed(2),
    holds: [{ code: 'no_details' }],
  });
  expect(await codeOf(getNextPayout(skymesh, 'cumulus'))).toBe('not_found');
  expect((await getNextPayout({ ...ewa }, 'aegis')).pending.length).toBe(1);
});

test('a partner reads its own payout and its rows, down to the lines and their terms, and no other’s', async () => {
  const { id } = await startSettlementRun(ewa, { through: '2026-05-04' });
  await advanceSettlementRun(world.ctx, id);
  const [mine, ...others] = (await listPayouts(skymesh, wholeList)).data;
  expect(others).toEqual([]);
  payoutId = mine!.id;
  expect(await codeOf(getPayout(cumulus, payoutId))).toBe('not_found');
  expect(await codeOf(listPayoutRows(cumulus, payoutId, { cause: null, after: null, pageSize: 3 }))).toBe(
    'not_found',
  );

  const rows: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const page = await listPayoutRows(skymesh, payoutId, { cause: 'shares', after, pageSize: 3 });
    rows.push(...page.data.map((row) => row.id));
    after = page.nextCursor;
    more = after !== null;
  }
  expect(new Set(rows).size).toBe(7);
  expect(rows.length).toBe(7);
  const { row, lines } = await explainPayoutRow(skymesh, payoutId, rows[0]!);
  expect(lines.reduce((sum, { share }) => sum + Number(share), 0)).toBeCloseTo(Number(row.payoutAmount), 8);
  expect(lines[0]).toMatchObject({
    termKind: 'graduated_percentage',
    description: expect.stringContaining('SIM'),
  });
  expect(await codeOf(explainPayoutRow(cumulus, payoutId, rows[0]!))).toBe('not_found');
});

test('an objection waits for an answer before the payout is approved', async () => {
  const { data } = await listPayoutRows(skymesh, payoutId, { cause: null, after: null, pageSize: 1 });
  expect(await codeOf(objectToPayout(skymesh, payoutId, { words: 'Which?', row: 'x.y.0' }))).toBe(
    'unknown_row',
  );
  const objected = await objectToPayout(skymesh, payoutId, {
    words: 'One SIM is missing.',
    row: data[0]!.id,
  });
  expect(objected).toMatchObject({ openObjections: 1, objections: [{ row: data[0]!.id, answer: null }] });
  expect(await codeOf(approvePayout(marek, payoutId))).toBe('payout_objected');
  const objection = objected.objections[0]!.id;
  expect(await codeOf(answerObjection(skymesh, { payout: payoutId, objection, answer: 'So it is.' }))).toBe(
    'forbidden',
  );
  expect(
    await answerObjection(ewa, { payout: payoutId, objection, answer: 'It was sold in April.' }),
  ).toMatchObject({
    openObjections: 0,
  });
  expect(await codeOf(answerObjection(ewa, { payout: payoutId, objection, answer: 'Again' }))).toBe(
    'already_answered',
  );
  expect(await approvePayout(marek, payoutId)).toMatchObject({
    ...{ state: 'approved', number: 'PO-000001', approvedBy: 'marek', objections: [{ answeredBy: 'ewa' }] },
  });
  // Of the operator's people its partners are told nothing, in no answer and no list.
  expect(await getPayout(skymesh, payoutId)).toMatchObject({
    ...{
      approvedBy: null,
      objections: [{ raisedBy: 'lena', answer: 'It was sold in April.', answeredBy: null }],
    },
  });
  expect((await listPayouts(skymesh, wholeList)).data).toMatchObject([{ approvedBy: null }]);
});

test('a payment file has every payout with a usable account, says why another stays out, and is kept byte for byte', async () => {
  const request = { currency: 'EUR', payouts: null, executionOn: null };
  expect(await codeOf(createPaymentFile(ewa, request))).toBe('no_operator_account');
  const account = (partyId: string, iban: string) =>
    owner.query(
      `insert into bank_details (operator_id, id, party_id, holder, iban, address, state, proposed_by, proposed_at, decided_by, decided_at, usable_from)
       values ($1, gen_random_uuid(), $2, 'Holder', $3, '{"street": "Main 1", "town": "Town", "postcode": "00-001", "country": "PL"}',
         'approved', 'a', '2026-01-01Z', 'b', '2026-01-02Z', '2026-01-02Z')`,
      [world.operatorId, partyId, iban],
    );
  await account(world.operatorPartyId, 'PL61109010140000071219812874');
  const without = await createPaymentFile(ewa, request);
  expect(without).toMatchObject({ file: null, leftOut: [{ number: 'PO-000001', code: 'no_details' }] });
  await account(skymesh.actor.partyId!, 'DE89370400440532013000');
  for (const executionOn of ['2026-05-04', '2027-05-07']) {
    expect(await codeOf(createPaymentFile(ewa, { ...request, executionOn }))).toBe('bad_day');
  }
  const { file, leftOut } = await createPaymentFile(ewa, request);
  const { amount } = await getPayout(ewa, payoutId);
  expect([leftOut, file]).toMatchObject([
    [],
    { kind: 'payouts', payments: 1, controlSum: amount, currency: 'EUR' },
  ]);
  const { bytes } = await downloadPaymentFile(ewa, file!.id);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(file!.contentHash);
  expect(new TextDecoder().decode(bytes)).toContain('<EndToEndId>PO-000001</EndToEndId>');
  expect(await codeOf(downloadPaymentFile(skymesh, file!.id))).toBe('forbidden');
  expect(await codeOf(createPaymentFile(ewa, request))).toBe('nothing_to_pay');
  const paidOn = (on: string) => codeOf(markPayout(ewa, payoutId, { outcome: 'paid', on }));
  expect([await paidOn('2026-05-06'), await paidOn('2026-05-04')]).toEqual([
    'future_date',
    'before_approval',
  ]);
  expect(await markPayout(ewa, payoutId, { outcome: 'paid', on: '2026-05-05' })).toMatchObject({
    state: 'paid',
  });
  expect(await codeOf(markPayout(ewa, payoutId, { outcome: 'paid', on: '2026-05-05' }))).toBe('wrong_state');
});

test('an objection comes within a year of the payment, and fifty wait for an answer at most', async () => {
  const object = (now: string) =>
    codeOf(objectToPayout({ ...skymesh, now }, payoutId, { words: 'Late', row: null }));
  expect(await object('2027-05-07T08:00:00.000Z')).toBe('too_late');
  expect(await object('2027-05-06T08:00:00.000Z')).toBe(null);
  await owner.query('update payout set open_objections = 49 where id = $1', [payoutId]);
  const both = await Promise.all([object(NOW), object(NOW)]);
  expect(both.sort()).toEqual([null, 'too_many_objections'].sort());
  await owner.query('update payout set open_objections = 2 where id = $1', [payoutId]);
});

test('its CSV has every row and its PDF is typeset', async () => {
  let csv = '';
  for await (const piece of (await payoutCsv(skymesh, payoutId)).text) csv += piece;
  const amounts = csv
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => Number(line.split(',').at(-2)));
  const { amount } = await getPayout(skymesh, payoutId);
  expect(amounts.reduce((sum, of) => sum + of, 0)).toBeCloseTo(Number(amount), 8);
  const { bytes } = await payoutSheet(skymesh, payoutId);
  expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-');
});

test('what a customer owes others is not for a partner, whose row is the change of its own share', async () => {
  const { rows: bills } = await owner.query<{ id: string }>('select id from bill order by number limit 1');
  const reason = 'All of it';
  const credited = { ...world.ctx, now: '2026-05-04T09:00:00.000Z' };
  await issueCreditNote(credited, { billId: bills[0]!.id, reason, wanted: 'whole' });
  const run = await startSettlementRun(ewa, { through: '2026-05-04' });
  await advanceSettlementRun(world.ctx, run.id);
  const next = (await listPayouts(skymesh, wholeList)).data.find(({ run: of }) => of === run.id)!;
  const { data } = await listPayoutRows(skymesh, next.id, { cause: null, after: null, pageSize: 9 });
  const { id } = data.find(({ amount }) => amount.startsWith('-'))!;
  const [forPartner, forOperator] = [
    await explainPayoutRow(skymesh, next.id, id),
    await explainPayoutRow(ewa, next.id, id),
  ];
  expect(forOperator.bill).toMatchObject({ before: { credited: '0.00' }, after: { open: '0.00' } });
  expect(forPartner).toEqual({ ...forOperator, bill: null });
  negativeId = next.id;
});

test('what pays nothing is approved, and objected to, by the balance that was seen', async () => {
  const { amount, balance } = await getPayout(marek, negativeId);
  expect([amount, balance.startsWith('-')]).toEqual(['0.00', true]);
  const seen = { expectedAmount: amount, expectedBalance: balance };
  const approve = (expected: object) => codeOf(approvePayout(marek, negativeId, expected));
  expect(await approve({ expectedAmount: '0.00' })).toBe('balance_needed');
  await adjustPayout(ewa, negativeId, { amount: '0.50', reason: 'Rounding of February' });
  expect(await approve(seen)).toBe('payout_changed');
  const object = (expected: object) =>
    codeOf(objectToPayout(skymesh, negativeId, { words: 'Why so much?', row: null, ...expected }));
  expect([await object(seen), await object({ expectedAmount: '0.00' })]).toEqual([
    'payout_changed',
    'balance_needed',
  ]);
  // Its rows and what it carries on come to what is paid: nothing.
  let csv = '';
  for await (const piece of (await payoutCsv(skymesh, negativeId)).text) csv += piece;
  const records = csv.trim().split('\r\n').slice(1);
  expect(records.map((record) => record.split(',')[1])).toContain('carried');
  expect(records.reduce((sum, record) => sum + Number(record.split(',').at(-2)), 0)).toBeCloseTo(0, 8);
  expect((await payoutSheet(skymesh, negativeId)).bytes.length).toBeGreaterThan(1_000);
  // To nothing at all: what carries on is 0.00, and was another amount when it was seen.
  const { balance: lower } = await getPayout(marek, negativeId);
  await adjustPayout(ewa, negativeId, { amount: lower.slice(1), reason: 'Let it be' });
  expect(await approve({ ...seen, expectedBalance: lower })).toBe('payout_changed');
  const asSeen = { expectedAmount: '0.00', expectedBalance: '0.00' };
  expect(await approvePayout(marek, negativeId, asSeen)).toMatchObject({
    state: 'carried',
    amount: '0.00',
    carried: '0.00',
  });
  const { rows: events } = await owner.query(
    `select payload from outbox_event where type = 'payout.carried' and entity_id = $1`,
    [negativeId],
  );
  expect(events).toMatchObject([{ payload: { amount: '0.00', carried: '0.00', currency: 'EUR' } }]);
  const late = { ...skymesh, now: '2027-05-07T08:00:00.000Z' };
  expect(await codeOf(objectToPayout(late, negativeId, { words: 'Late', row: null }))).toBe('too_late');
});
