import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { newId } from '@/lib/db/id';
import { changeCredit } from '@/lib/db/receivables';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { AppError } from '@/lib/errors';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { type BillChange, moveBill } from '@/lib/services/receivables/move-bill';
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
  world = await buildIssuedWorld(database.ownerUrl, { accounts: 8, partnerLines: 3 });
  await withTenantSql(scopeOf(world.ctx.actor), async (sql) => {
    for (const id of world.accountIds) await changeCredit(sql, world.operatorId, id, 'EUR', 1_000_000n);
  });
}, 120_000);

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

const rows = async <Row extends pg.QueryResultRow>(text: string, params: unknown[] = []): Promise<Row[]> =>
  (await owner.query<Row>(text, params)).rows;

async function billOf(account: number) {
  const [bill] = await rows<{ id: string; total: string }>(
    'select id, total_minor as total from bill where billing_account_id = $1',
    [world.accountIds[account]],
  );
  const lines = await rows<{ id: string; key: string; amount: string }>(
    'select id, line_key as key, amount_minor as amount from bill_line where bill_id = $1 and amount_minor > 0 order by position',
    [bill!.id],
  );
  return { id: bill!.id, total: BigInt(bill!.total), lines };
}

const move = (billId: string, change: Partial<BillChange>) =>
  withTenantSql(scopeOf(world.ctx.actor), (sql) =>
    moveBill(sql, world.operatorId, billId, {
      event: 'payment.allocated',
      sourceId: newId(),
      bookedOn: '2026-04-20',
      ...change,
    }),
  );
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: AppError) => error.code,
  );
/** What a party is owed of a bill, by the books alone. */
async function booked(billId: string, partner: string): Promise<Record<string, number>> {
  const found = await rows<{ account: string; sum: string }>(
    `select g.account, sum(g.credit_minor - g.debit_minor) as sum from journal j
     join posting g on g.billing_account_id = j.billing_account_id and g.journal_id = j.id
     where j.bill_id = $1 and g.party_id = $2 group by 1 having sum(g.credit_minor - g.debit_minor) <> 0`,
    [billId, worldId(`${world.name}:party:${partner}`)],
  );
  return Object.fromEntries(found.map(({ account, sum }) => [account, Number(sum)]));
}

test('a payment in parts releases what pended, to the cent', async () => {
  const { id, total } = await billOf(1);
  // 3 seats × 3.333 for 21 of 31 days: 6.77; 70 % is 4.74 to Aegis, of which it passes on 1.58.
  expect(await booked(id, 'aegis')).toEqual({ partner_pending: 316 });
  expect(await booked(id, 'sentinel')).toEqual({ partner_pending: 158 });
  const third = total / 3n;
  await move(id, { collectedMinor: third });
  expect(await booked(id, 'aegis')).toEqual({ partner_payable: 105, partner_pending: 211 });
  await move(id, { collectedMinor: third });
  await move(id, { collectedMinor: total - 2n * third });
  expect(await booked(id, 'aegis')).toEqual({ partner_payable: 316 });
  expect(await booked(id, 'sentinel')).toEqual({ partner_payable: 158 });
  const entries = await rows(
    `select event, amount_minor::int as amount from payable_entry where bill_id = $1 and party_id = $2 order by journal_id`,
    [id, worldId(`${world.name}:party:sentinel`)],
  );
  expect(entries.map(({ event, amount }) => [event, amount])).toEqual([
    ['payment.allocated', 53],
    ['payment.allocated', 52],
    ['payment.allocated', 53],
  ]);
});

test('what was paid too much after a credit is the account’s again', async () => {
  const { id, total, lines } = await billOf(2);
  await move(id, { collectedMinor: total });
  const plan = lines.find(({ key }) => key.includes(':base'))!;
  const before = await credit(2);
  const { after } = await move(id, {
    event: 'credit-note.issued',
    lines: [{ lineId: plan.id, creditedMinor: BigInt(plan.amount) }],
  });
  expect(after.receivableMinor).toBe(0n);
  // 24.95 and 23 % of it: 5.7385.
  expect((await credit(2)) - before).toBe(3_069n);
});

const credit = async (account: number) =>
  BigInt(
    (
      await rows<{ credit: string }>(
        'select credit_minor as credit from account_credit where billing_account_id = $1',
        [world.accountIds[account]],
      )
    )[0]!.credit,
  );

test('disputes hold, write-offs forgo, and any order of events leaves the books that the facts say', async () => {
  const events: ((bill: Awaited<ReturnType<typeof billOf>>, left: bigint) => Partial<BillChange>)[] = [
    ({ lines }) => ({
      event: 'dispute.raised',
      lines: [{ lineId: lines[0]!.id, disputedMinor: half(lines[0]!) }],
    }),
    ({ total }) => ({ collectedMinor: total / 4n }),
    ({ lines }) => ({
      event: 'credit-note.issued',
      lines: [{ lineId: lines.at(-1)!.id, creditedMinor: BigInt(lines.at(-1)!.amount) }],
    }),
    ({ lines }) => ({
      event: 'credit-note.issued',
      lines: [{ lineId: lines[1]!.id, creditedMinor: half(lines[1]!) }],
    }),
    ({ total }) => ({ event: 'bill.written-off', writtenOffMinor: total / 5n }),
    ({ lines }) => ({
      event: 'dispute.resolved',
      lines: [{ lineId: lines[0]!.id, disputedMinor: -half(lines[0]!), creditedMinor: half(lines[0]!) / 2n }],
    }),
    ({ total }) => ({ event: 'payment.reversed', collectedMinor: -(total / 8n) }),
  ];
  const half = ({ amount }: { amount: string }) => BigInt(amount) / 2n;
  for (const account of [3, 4, 5, 6]) {
    const bill = await billOf(account);
    const ordered =
      account % 2 === 0
        ? events
        : [...events.slice(0, 1), ...events.slice(1, 5).reverse(), ...events.slice(5)];
    for (const event of ordered) await move(bill.id, event(bill, 0n));
  }
  for (const check of settlementChecks) {
    // The credit that this file spends was given without books.
    if (check.id !== 'account.credit') expect(await runCheck(owner, check)).toMatchObject({ faults: [] });
  }
});

describe('what cannot be', () => {
  test.each<[string, (bill: Awaited<ReturnType<typeof billOf>>) => Partial<BillChange>]>([
    ['above_open', ({ total }) => ({ collectedMinor: total + 1n })],
    ['above_open', ({ total }) => ({ event: 'bill.written-off', writtenOffMinor: total + 1n })],
    [
      'above_line',
      ({ lines }) => ({ lines: [{ lineId: lines[0]!.id, creditedMinor: BigInt(lines[0]!.amount) + 1n }] }),
    ],
    ['below_nothing', ({ lines }) => ({ lines: [{ lineId: lines[0]!.id, disputedMinor: -1n }] })],
    ['below_nothing', () => ({ event: 'payment.reversed', collectedMinor: -1n })],
    ['line_not_found', () => ({ lines: [{ lineId: newId(), creditedMinor: 1n }] })],
  ])('%s changes nothing', async (code, change) => {
    const bill = await billOf(7);
    expect(await codeOf(move(bill.id, change(bill)))).toBe(code);
    const [item] = await rows('select open_minor as open from open_item where bill_id = $1', [bill.id]);
    expect(BigInt(item!.open)).toBe(bill.total);
  });

  test('more than the account has, another operator’s bill, and the same event twice', async () => {
    const bill = await billOf(0);
    await withTenantSql(scopeOf(world.ctx.actor), (sql) =>
      changeCredit(sql, world.operatorId, world.accountIds[0]!, 'EUR', -1_000_000n),
    );
    expect(await codeOf(move(bill.id, { collectedMinor: 1n }))).toBe('no_credit');
    expect(await codeOf(move(newId(), { collectedMinor: 1n }))).toBe('not_found');
    const once = { event: 'bill.written-off', sourceId: newId(), writtenOffMinor: 1n } as const;
    await move(bill.id, once);
    await expect(move(bill.id, once)).rejects.toThrow(
      'journal_operator_id_billing_account_id_event_source_id_key',
    );
  });
});
