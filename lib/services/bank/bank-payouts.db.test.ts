import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { camtFile, painFile } from '@/lib/integrations/bank-files/bank-files.fixture';
import { bankDetailsFields } from '@/lib/schemas/bank-details';
import { listBankEntries } from '@/lib/services/bank/list-bank-files';
import { receiveBankFile } from '@/lib/services/bank/receive-bank-file';
import { approveBankDetails } from '@/lib/services/bank-details/decide-bank-details';
import { proposeBankDetails } from '@/lib/services/bank-details/propose-bank-details';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import type { ServiceContext } from '@/lib/services/context';
import { createPaymentFile } from '@/lib/services/payouts/create-payment-file';
import { listPayouts } from '@/lib/services/payouts/list-payouts';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { advanceSettlementRun } from '@/lib/services/settlement-runs/advance-settlement-run';
import { approveSettlementRun } from '@/lib/services/settlement-runs/approve-settlement-run';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

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
  expect(await send(camt([debit]))).toEqual(['payout paid']);
  expect(await stateOf(first)).toBe('paid');
  expect(await send(painFile('P-2', messageId, [{ endToEndId: first.number, status: 'ACSC' }]))).toEqual([
    'payout paid',
  ]);
  expect(await send(camt([{ ...debit, bankReference: 'D-9' }]))).toEqual(['unmatched payout_state']);
  expect(await stateOf(first)).toBe('paid');
  const back = { amount: first.amount, endToEndId: first.number, returned: 'AC04', bankReference: 'D-2' };
  expect(await send(camt([back]))).toEqual(['payout rejected']);
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
