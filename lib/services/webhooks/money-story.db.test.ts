import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { type Actor, systemActor } from '@/lib/domain/access/actor';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import type { ServiceContext } from '@/lib/services/context';
import { answerDispute } from '@/lib/services/disputes/answer-dispute';
import { decideDispute } from '@/lib/services/disputes/decide-dispute';
import { raiseDispute } from '@/lib/services/disputes/raise-dispute';
import { recordPayment } from '@/lib/services/payments/record-payment';
import { answerObjection } from '@/lib/services/payouts/answer-objection';
import { approvePayout } from '@/lib/services/payouts/approve-payout';
import { cancelPayout } from '@/lib/services/payouts/cancel-payout';
import { createPaymentFile } from '@/lib/services/payouts/create-payment-file';
import { listPayouts } from '@/lib/services/payouts/list-payouts';
import { markPayout } from '@/lib/services/payouts/mark-payout';
import { objectToPayout } from '@/lib/services/payouts/object-to-payout';
import { buildIssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { requestRefund } from '@/lib/services/refunds/request-refund';
import { settleRefund } from '@/lib/services/refunds/settle-refund';
import { advanceSettlementRun } from '@/lib/services/settlement-runs/advance-settlement-run';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';
import { createEndpoint } from '@/lib/services/webhooks/create-endpoint';
import { fanOutEvents } from '@/lib/services/webhooks/fan-out-events';
import { getDelivery, listDeliveries, replayDelivery } from '@/lib/services/webhooks/list-webhooks';
import { writeOffBill } from '@/lib/services/write-offs/write-off-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

// A bill through everything that can happen to its money, and what each side's endpoint hears of it: which events, and with which fields.

const name = 'story';
const id = (of: string) => worldId(`${name}:${of}`);
const operatorId = id('operator');
const LISTENERS = ['operator', 'acme', 'aegis', 'sentinel', 'skymesh', 'cumulus'];
const PEOPLE = { operator: 'Ewa Nowak', acme: 'Adam Kowal', aegis: 'Anke Vos', skymesh: 'Lena Berg' };

let database: TestDatabase;
let owner: pg.Client;

const as = (who: string, now: string, person = PEOPLE[who as keyof typeof PEOPLE]): ServiceContext => {
  const audience = who === 'operator' ? 'operator' : who === 'acme' ? 'customer' : 'partner';
  const partyId = audience === 'operator' ? null : id(`party:${who}`);
  const actor = { kind: 'user', id: person ?? who, name: person ?? who, audience, partyId, role: 'admin' };
  return { actor: { ...systemActor(operatorId), ...actor } as Actor, now: `${now}T08:00:00.000Z` };
};

beforeAll(async () => {
  process.env.APP_ENCRYPTION_KEY = randomBytes(32).toString('base64');
  process.env.OUTBOUND_ALLOW_LOOPBACK = '1';
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  await buildIssuedWorld(database.ownerUrl, {
    ...{ accounts: 1, partnerLines: 3, name },
    // They hear what happens from now on.
    prepare: async (client) => {
      // Cumulus is paid from 1,000.00 on, so that its statement is carried.
      await client.query('update agreement set payout_minimum_minor = 100000 where partner_id = $1', [
        id('party:cumulus'),
      ]);
      await Promise.all(
        LISTENERS.map((who) =>
          createEndpoint(as(who, '2026-04-01'), {
            url: 'http://127.0.0.1:9/',
            description: '',
            eventTypes: [],
          }),
        ),
      );
    },
  });
}, 120_000);

afterAll(async () => {
  delete process.env.OUTBOUND_ALLOW_LOOPBACK;
  await owner.end();
  await disconnect();
  await database.drop();
});

async function live(): Promise<void> {
  const { rows } = await owner.query<{ bill: string; line: string }>(
    `select bill_id as bill, id as line from bill_line where product_id = $1 and line_key not like '%discount%'`,
    [id('guard:1')],
  );
  const { bill: billId, line: lineId } = rows[0]!;
  const payment = await recordPayment(as('operator', '2026-04-10'), {
    ...{ billingAccountId: id('account:1'), currency: 'EUR', amountMinor: 1_000n, receivedOn: '2026-04-10' },
    ...{ method: 'bank_transfer', reference: '', payer: null, source: 'hand', sourceKey: 'story-1' },
    allocations: [{ billId, amountMinor: 1_000n }],
  } as Parameters<typeof recordPayment>[1]);
  const words = 'We have two seats.';
  const dispute = await raiseDispute(as('acme', '2026-04-11'), {
    ...{ billId, lineId, amount: '3.00', reason: 'wrong_quantity', words },
  });
  const part = { amount: '1.00' };
  await answerDispute(as('aegis', '2026-04-12'), dispute.id, {
    ...part,
    answer: 'accept_part',
    words: 'One.',
  });
  await decideDispute(as('operator', '2026-04-13'), dispute.id, {
    ...{ ...part, decision: 'accept_part', reason: 'As Aegis says.' },
  });
  const refund = await requestRefund(as('operator', '2026-04-14'), {
    ...{ paymentId: payment.id, billingAccountId: null, currency: 'EUR', amountMinor: 500n },
    ...{ takeFromBills: true, reason: 'Paid by mistake', method: 'bank_transfer' },
  });
  await settleRefund(as('operator', '2026-04-15'), refund.id, { state: 'paid', on: '2026-04-15' });
  await writeOffBill(as('operator', '2026-04-16'), { billId, reason: 'Insolvent' });

  const ewa = as('operator', '2026-05-05');
  const marek = as('operator', '2026-05-05', 'Marek Zając');
  const run = await startSettlementRun(ewa, { through: '2026-04-30' });
  await advanceSettlementRun({ actor: systemActor(operatorId), now: ewa.now }, run.id);
  const payouts = new Map(
    (await listPayouts(ewa, wholeList)).data.map((payout) => [payout.partner.slug, payout.id]),
  );
  const [skymesh, sentinel] = [payouts.get('skymesh')!, payouts.get('sentinel')!];
  const objected = await objectToPayout(as('skymesh', '2026-05-05'), skymesh, {
    words: 'One SIM.',
    row: null,
  });
  const objection = objected.objections[0]!.id;
  await answerObjection(ewa, { payout: skymesh, objection, answer: 'It was sold in April.' });
  for (const payout of [skymesh, sentinel]) await approvePayout(marek, payout);
  await cancelPayout(ewa, payouts.get('aegis')!);
  await approvePayout(marek, payouts.get('cumulus')!);
  for (const [party, iban] of [
    ['operator', 'PL61109010140000071219812874'],
    ['skymesh', 'DE89370400440532013000'],
    ['sentinel', 'SE4550000000058398257466'],
  ]) {
    await owner.query(
      `insert into bank_details (operator_id, id, party_id, holder, iban, address, state, proposed_by, proposed_at, decided_by, decided_at, usable_from)
       values ($1, gen_random_uuid(), $2, 'Holder', $3, '{"street": "Main 1", "town": "Town", "postcode": "00-001", "country": "PL"}',
         'approved', 'a', '2026-01-01Z', 'b', '2026-01-02Z', '2026-01-02Z')`,
      [operatorId, id(`party:${party}`), iban],
    );
  }
  await createPaymentFile(marek, { currency: 'EUR', payouts: null, executionOn: null });
  await markPayout(ewa, skymesh, { outcome: 'paid', on: '2026-05-05' });
  await markPayout(ewa, sentinel, { outcome: 'returned', on: '2026-05-05', reason: 'Account closed' });
}

const DISPUTE =
  'accepted answer answerDueAt bill billId billingAccount creditNoteId currency disputed id lineId number partner reason state';
// No dispute: it is the supplier's, and the chain behind the supplier is not told that there is one.
const SHARE = 'amount bill bookedOn currency ofNextPayout partner';
const REFUND = 'amount billingAccount currency failure payment reason refund state';
/** By party, the operator first; what each delivery carries is the event's payload, the same for all it goes to. */
const HEARD = [
  ['partner-bill.expected', 'operator cumulus', 'cycleId dueAt partnerId'],
  ['bill-run.review', 'operator', 'created cycleId done dryRun held issued pending total unchanged updated'],
  ['bill.issued', 'operator acme', 'billingAccountId issuedOn number'],
  [
    'payment.received',
    'operator acme',
    'amount billingAccount currency method payment receivedOn reference source state',
  ],
  ['payment.allocated', 'operator acme', 'amount bill billingAccount bookedOn currency open payment'],
  ['dispute.raised', 'operator acme aegis', DISPUTE],
  ['dispute.routed', 'operator acme aegis', DISPUTE],
  ['dispute.answered', 'operator acme aegis', DISPUTE],
  ['credit-note.issued', 'operator acme', 'bill billingAccountId currency disputeId issuedOn number total'],
  ['share.taken-back', 'operator aegis', SHARE],
  ['share.taken-back', 'operator sentinel', SHARE],
  ['dispute.resolved', 'operator acme aegis', DISPUTE],
  ['payment.allocated', 'operator acme', 'amount bill billingAccount bookedOn currency open payment'],
  ['refund.requested', 'operator acme', REFUND],
  ['refund.paid', 'operator acme', REFUND],
  ['bill.written-off', 'operator', 'amount billingAccountId bookedOn currency open'],
  ['payout.prepared', 'operator aegis', 'amount balance carried currency held payout'],
  ['payout.prepared', 'operator cumulus', 'amount balance carried currency held payout'],
  ['payout.prepared', 'operator sentinel', 'amount balance carried currency held payout'],
  ['payout.prepared', 'operator skymesh', 'amount balance carried currency held payout'],
  ['settlement-run.review', 'operator', 'settlementRun'],
  ['payout.objected', 'operator skymesh', 'number objection payout row words'],
  ['payout.answered', 'operator skymesh', 'answer number objection payout'],
  ['payout.approved', 'operator skymesh', 'amount carried currency number payout'],
  ['payout.approved', 'operator sentinel', 'amount carried currency number payout'],
  ['payout.cancelled', 'operator aegis', 'currency payout'],
  ['payout.carried', 'operator cumulus', 'amount carried currency number payout'],
  ['settlement-run.done', 'operator', 'settlementRun'],
  ['payout.sent', 'operator sentinel', 'amount currency number payout'],
  ['payout.sent', 'operator skymesh', 'amount currency number payout'],
  ['payout.paid', 'operator skymesh', 'amount currency number payout'],
  ['payout.failed', 'operator sentinel', 'amount currency number payout reason reasonCode'],
] as const;
const TYPES: string[] = HEARD.map(([type]) => type);

test('each side hears what concerns it, with the fields that it may know', async () => {
  await live();
  const system: ServiceContext = { actor: systemActor(operatorId), now: '2026-05-06T08:00:00.000Z' };
  await vi.waitFor(
    async () => {
      await fanOutEvents(system);
      const { rows } = await owner.query(
        'select type from outbox_event where type = $1 and id in (select outbox_event_id from webhook_delivery)',
        ['payout.failed'],
      );
      expect(rows).toHaveLength(1);
    },
    { timeout: 30_000, interval: 50 },
  );
  const { rows } = await owner.query<{ type: string; who: string[]; fields: string[]; payload: string }>(
    `select o.type, array_agg(coalesce(y.slug, 'operator') order by y.kind nulls first, y.slug) as who,
       (select array_agg(k order by k) from jsonb_object_keys(o.payload) k) as fields, o.payload::text
     from outbox_event o join webhook_delivery d on d.outbox_event_id = o.id left join party y on y.id = d.party_id
     group by o.id, o.type, o.payload order by o.id`,
  );
  // Payouts of one run are prepared and sent in no order that anybody relies on.
  const heard = rows.map(({ type, who, fields }) => [type, who.join(' '), fields.join(' ')] as const);
  const inOrder = (list: readonly (readonly string[])[]) =>
    list.map((row) => row.join(' > ')).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  const place = (row: string) => TYPES.indexOf(row.split(' > ')[0]!);
  expect(inOrder(heard)).toEqual(inOrder(HEARD));
  expect(heard.map(([type]) => type)).toEqual(TYPES);

  // Nobody of the operator's is named to others, nor theirs to each other; and no party's share to anybody but it and the operator.
  for (const { payload } of rows) {
    for (const person of [...Object.values(PEOPLE), 'Marek Zając']) expect(payload).not.toContain(person);
  }
  const own = rows
    .filter(({ type }) => type === 'share.taken-back')
    .map(({ payload }) => JSON.parse(payload));
  // 1.00 of the line is 0.90 after its discount: 70 % are Aegis's, 0.63, of which it passes 33.3333 % on.
  expect(own).toMatchObject([{ amount: '0.42' }, { amount: '0.21' }]);
});

test('each side reads its own log and has one sent again', async () => {
  for (const who of LISTENERS) {
    const ctx = as(who, '2026-05-06');
    const log = (await listDeliveries(ctx, { ...wholeList, pageSize: 100 })).data;
    const slug = (list: string) => list.split(' ').includes(who);
    expect(log.map(({ eventType }) => eventType).sort()).toEqual(
      HEARD.filter(([, parties]) => slug(parties))
        .map(([type]) => type as string)
        .sort(),
    );
    const [last] = log;
    await expect(replayDelivery(ctx, last!.id)).rejects.toMatchObject({ code: 'still_waiting' });
    await owner.query(`update webhook_delivery set state = 'delivered', attempts = 1 where id = $1`, [
      last!.id,
    ]);
    expect(await replayDelivery(ctx, last!.id)).toMatchObject({ id: last!.id, state: 'waiting' });
    for (const other of LISTENERS.filter((each) => each !== who)) {
      const stranger = as(other, '2026-05-06');
      await expect(getDelivery(stranger, last!.id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(replayDelivery(stranger, last!.id)).rejects.toMatchObject({ code: 'not_found' });
    }
  }
});
