import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { newId } from '@/lib/db/id';
import { wholeList } from '@/lib/db/keyset';
import { changeCredit } from '@/lib/db/receivables';
import { withTenantSql } from '@/lib/db/tenant';
import { brokenRules } from '@/lib/documents/ubl/en16931.fixture';
import { type Actor, scopeOf } from '@/lib/domain/access/actor';
import type { AppError } from '@/lib/errors';
import { listCreditableLines } from '@/lib/services/credit-notes/bill-credit';
import { creditNoteFile } from '@/lib/services/credit-notes/credit-note-document';
import { creditNoteEInvoice } from '@/lib/services/credit-notes/credit-note-einvoice';
import { addFreeAccounts, type FreeAccount } from '@/lib/services/credit-notes/free-units.fixture';
import { getCreditNote } from '@/lib/services/credit-notes/get-credit-note';
import { issueCreditNote, writeCreditNote } from '@/lib/services/credit-notes/issue-credit-note';
import { listCreditNotes } from '@/lib/services/credit-notes/list-credit-notes';
import type { CreditWanted } from '@/lib/services/credit-notes/plan-credit-note';
import { previewCreditNote } from '@/lib/services/credit-notes/preview-credit-note';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { type BillChange, moveBill } from '@/lib/services/receivables/move-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { verifyBooks } from '@/scripts/verify/verify-books';

let database: TestDatabase;
let owner: pg.Client;
let world: IssuedWorld;
let freeAccounts: Map<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  const free: FreeAccount[] = [
    { name: 'whole', devices: [4, 3] },
    { name: 'single', devices: [4, 3], own: 1 },
    { name: 'mixed', devices: [4], isPaying: true },
  ];
  world = await buildIssuedWorld(database.ownerUrl, {
    ...{ accounts: 8, partnerLines: 3 },
    prepare: async (client, name) => {
      freeAccounts = await addFreeAccounts(client, name, free);
    },
  });
}, 120_000);

afterAll(async () => {
  const faults = (await verifyBooks(owner)).filter((finding) => finding.faults.length > 0);
  await owner.end();
  await disconnect();
  await database.drop();
  // Credit that the tests made without a payment is no fault of the books.
  expect(faults.filter(({ id }) => id !== 'account.credit')).toEqual([]);
});

const rows = async <Row extends pg.QueryResultRow>(text: string, params: unknown[] = []): Promise<Row[]> =>
  (await owner.query<Row>(text, params)).rows;

type Line = { id: string; key: string; amount: bigint };

async function billOf(account: number) {
  const [bill] = await rows<{ id: string; total: string }>(
    'select id, total_minor as total from bill where billing_account_id = $1',
    [world.accountIds[account]],
  );
  const lines = await rows<{ id: string; key: string; amount: string }>(
    'select id, line_key as key, amount_minor as amount from bill_line where bill_id = $1 order by position',
    [bill!.id],
  );
  const all: Line[] = lines.map((line) => ({ ...line, amount: BigInt(line.amount) }));
  return { id: bill!.id, total: BigInt(bill!.total), lines: all };
}

const major = (minor: bigint) =>
  `${minor < 0n ? '-' : ''}${String(minor < 0n ? -minor : minor)
    .padStart(3, '0')
    .replace(/(..)$/, '.$1')}`;
const lineOf = (bill: { lines: Line[] }, part: string) =>
  bill.lines.find(({ key }) => key.includes(part) && !key.includes('discount'))!;
const credit = (billId: string, wanted: CreditWanted, now = world.ctx.now) =>
  issueCreditNote({ ...world.ctx, now }, { billId, reason: 'As agreed', wanted });
const byLine = (lineId: string, minor: bigint): CreditWanted => ({
  lines: [{ lineId, amount: major(minor) }],
});
const codesOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: AppError) => [error.code, ...error.issues.map(({ code, path }) => `${path} ${code}`)],
  );
const move = (billId: string, change: Partial<BillChange>) =>
  withTenantSql(scopeOf(world.ctx.actor), (sql) =>
    moveBill(sql, world.operatorId, billId, {
      ...{ event: 'payment.allocated', sourceId: newId(), bookedOn: '2026-04-20' },
      ...change,
    }),
  );
async function pay(account: number, billId: string, minor: bigint) {
  await withTenantSql(scopeOf(world.ctx.actor), (sql) =>
    changeCredit(sql, world.operatorId, world.accountIds[account]!, 'EUR', minor),
  );
  await move(billId, { collectedMinor: minor });
}
/** Everything the books say of a bill, by account and party, but for the customer's credit. */
const booked = (billId: string) =>
  rows<{ account: string; sum: string }>(
    `select g.account, g.party_id, sum(g.credit_minor - g.debit_minor) as sum from journal j
     join posting g on g.billing_account_id = j.billing_account_id and g.journal_id = j.id
     where j.bill_id = $1 and g.account <> 'customer_credit' group by 1, 2 having sum(g.credit_minor - g.debit_minor) <> 0`,
    [billId],
  );

describe('parts, then the rest', () => {
  test.each([
    { account: 0, paid: 0n, parts: [311n, 90n, 77n] },
    { account: 1, paid: 50n, parts: [1n, 999n] },
    { account: 2, paid: 100n, parts: [500n, 333n, 10n, 1n] },
  ])('leave nothing of $account for any party, tax or seller', async ({ account, paid, parts }) => {
    const bill = await billOf(account);
    if (paid > 0n) await pay(account, bill.id, (bill.total * paid) / 100n);
    const charges = bill.lines.filter(({ key, amount }) => amount > 1n && !key.includes('discount'));
    for (const [index, part] of parts.entries()) {
      const line = charges[index % charges.length]!;
      await credit(bill.id, byLine(line.id, (line.amount * part) / 1_000n || 1n));
    }
    await credit(bill.id, { goodwill: '0.07' });
    await credit(bill.id, 'whole');
    expect(await booked(bill.id)).toEqual([]);
    const [left] = await rows(
      `select i.open_minor as open, i.collected_minor as collected, i.credited_minor - b.total_minor as beyond,
         (select sum(total_minor) from credit_note n where n.bill_id = b.id) - b.total_minor as notes,
         (select sum(x.tax_minor) from credit_note n join credit_note_tax x on x.credit_note_id = n.id where n.bill_id = b.id)
           - b.tax_minor as tax,
         (select count(*)::int from (
            select seller_id, total_minor from invoice where bill_id = b.id
            except select d.seller_id, sum(d.total_minor)::int8 from credit_note n
              join credit_note_document d on d.credit_note_id = n.id where n.bill_id = b.id group by 1) x) as sellers
       from bill b join open_item i on i.bill_id = b.id where b.id = $1`,
      [bill.id],
    );
    expect(left).toEqual({ open: '0', collected: '0', beyond: '0', notes: '0', tax: '0', sellers: 0 });
    const settled = await rows(
      `select payload->>'open' as open from outbox_event where type = 'bill.settled' and entity_id = $1`,
      [bill.id],
    );
    expect(settled).toEqual(paid === 100n ? [] : [{ open: '0.00' }]);
    expect(await codesOf(credit(bill.id, 'whole'))).toEqual(['nothing_to_credit']);
  });
});

describe('lines of 0.00 of which a partner has its price by the unit', () => {
  const billOfFree = async (name: string) =>
    (
      await rows<{ id: string }>('select id from bill where billing_account_id = $1', [
        freeAccounts.get(name),
      ])
    )[0]!.id;
  const payables = (billId: string) =>
    rows<{ party: string; sum: string }>(
      `select y.slug as party, sum(g.credit_minor - g.debit_minor) as sum from journal j
       join posting g on g.billing_account_id = j.billing_account_id and g.journal_id = j.id join party y on y.id = g.party_id
       where j.bill_id = $1 and g.account in ('partner_payable', 'operator_revenue') group by 1 having sum(g.credit_minor - g.debit_minor) <> 0
       order by 1`,
      [billId],
    );

  test('a bill of nothing but them leaves nobody anything when it is credited', async () => {
    const billId = await billOfFree('whole');
    expect(await payables(billId)).toEqual([
      { party: 'operator', sum: '-3500' },
      { party: 'skymesh', sum: '3500' },
    ]);
    const preview = await previewCreditNote(world.ctx, { billId, wanted: 'whole' });
    expect([preview.total, preview.lines.length, preview.gives.map(({ amount }) => amount)]).toEqual([
      ...['0.00', 2],
      ['-35.00', '35.00'],
    ]);
    const { id } = await credit(billId, 'whole');
    expect(await payables(billId)).toEqual([]);
    expect((await getCreditNote(world.ctx, id)).documents).toMatchObject([
      { total: '0.00', typeCode: '381' },
    ]);
    expect(await codesOf(credit(billId, 'whole'))).toEqual(['nothing_to_credit']);
  });

  test('one of them is credited by itself, once; a line of nothing that nobody shares in is not', async () => {
    const billId = await billOfFree('single');
    const lines = await rows<{ id: string }>(
      `select id from bill_line where bill_id = $1
       order by (select sum(amount_minor) from line_share where line_id = id and amount_minor > 0) desc nulls last`,
      [billId],
    );
    const [first, second, third] = lines.map(({ id }) => id) as [string, string, string];
    expect((await listCreditableLines(world.ctx, billId)).map(({ lineId }) => lineId)).toEqual([
      first,
      second,
    ]);
    expect(await codesOf(credit(billId, byLine(third, 0n)))).toEqual([
      'nothing_to_credit',
      'lines.0.amount nothing_to_credit',
    ]);
    expect(await codesOf(credit(billId, byLine(first, 1n)))).toContain('above_line');
    await credit(billId, byLine(first, 0n));
    expect(await payables(billId)).toEqual([
      { party: 'operator', sum: '-1500' },
      { party: 'skymesh', sum: '1500' },
    ]);
    expect(await codesOf(credit(billId, byLine(first, 0n)))).toContain('nothing_to_credit');
    expect(await codesOf(credit(billId, { goodwill: '0.01' }))).toContain('above_bill');
    const both = await Promise.all([1, 2].map(() => codesOf(credit(billId, byLine(second, 0n)))));
    expect(both.filter((codes) => codes === null)).toHaveLength(1);
    expect(await payables(billId)).toEqual([]);
  });

  test('within another bill they go with the last of what cost something', async () => {
    const billId = await billOfFree('mixed');
    const [paid] = await rows<{ id: string }>(
      'select id from bill_line where bill_id = $1 and amount_minor <> 0',
      [billId],
    );
    await credit(billId, byLine(paid!.id, 2_494n));
    expect(await payables(billId)).toContainEqual({ party: 'skymesh', sum: '2000' });
    await credit(billId, byLine(paid!.id, 1n));
    expect(await payables(billId)).toEqual([]);
    expect(await codesOf(credit(billId, 'whole'))).toEqual(['nothing_to_credit']);
  });

  test('those that were credited before it was written down are found when the database is brought up, whoever owns it', async () => {
    const billId = await billOfFree('mixed');
    const credited = async () =>
      (
        await rows<{ line: string }>(
          'select line_id as line from bill_line_state where bill_id = $1 and is_credited order by 1',
          [billId],
        )
      ).map(({ line }) => line);
    const expected = await credited();
    expect(expected).not.toEqual([]);
    const migration = (name: string) => readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8');
    const first = migration('20261122164000_credited_lines_of_nothing');
    await owner.query('begin');
    try {
      await owner.query('create role lines_owner');
      await owner.query('grant select on all tables in schema public to lines_owner');
      await owner.query('update bill_line_state set is_credited = false');
      for (const table of ['bill_line', 'bill_line_state'])
        await owner.query(`alter table ${table} owner to lines_owner`);
      const asOwner = async (sql: string) => {
        await owner.query('set local role lines_owner');
        await owner.query(sql);
        await owner.query('reset role');
        return credited();
      };
      expect(await asOwner(first.slice(first.indexOf('insert into')))).toEqual([]);
      expect(await asOwner(migration('20261122167000_credited_lines_again'))).toEqual(expected);
      const forced = await rows(
        `select relname from pg_class where relname in ('bill_line', 'bill_line_state') and relforcerowsecurity`,
      );
      expect(forced).toHaveLength(2);
    } finally {
      await owner.query('rollback');
    }
  });
});

test('a line takes its discount along, and documents name the invoices they correct', async () => {
  // The first account of a world has a discount; its sixth too.
  const bill = await billOf(5);
  const discounted = bill.lines.find((line) =>
    bill.lines.some(({ key }) => key.startsWith(`${line.key}:discount:`)),
  )!;
  const discount = bill.lines.find(({ key }) => key.startsWith(`${discounted.key}:discount:`))!;
  const preview = await previewCreditNote(world.ctx, {
    billId: bill.id,
    wanted: byLine(discounted.id, discounted.amount),
  });
  expect(preview.net).toBe(major(discounted.amount + discount.amount));
  const { id, number } = await credit(bill.id, byLine(discounted.id, discounted.amount));
  expect(number).toMatch(/^C-\d{6}$/);
  const [note] = await rows<{ total: string; documents: object[] }>(
    `select total_minor as total, (select json_agg(json_build_object('type', d.type_code, 'number', substr(d.number, 1, 3),
       'corrects', d.original_number = i.number and d.original_issued_on = i.issued_on))
       from credit_note_document d join invoice i on i.bill_id = n.bill_id and i.seller_id = d.seller_id
       where d.credit_note_id = n.id) as documents from credit_note n where id = $1`,
    [id],
  );
  expect(preview.total).toBe(major(BigInt(note!.total)));
  expect(note!.documents).toEqual([{ type: '381', number: 'CN-', corrects: true }]);
  expect(await codesOf(credit(bill.id, byLine(discount.id, -1n)))).toEqual([
    'lowering_line',
    'lines.0.lineId lowering_line',
  ]);
});

test('what was paid comes back as credit, and each party gives its part, as the preview said', async () => {
  const bill = await billOf(3);
  await pay(3, bill.id, bill.total);
  const seats = lineOf(bill, ':seat:');
  const before = await booked(bill.id);
  const preview = await previewCreditNote(world.ctx, {
    billId: bill.id,
    wanted: byLine(seats.id, seats.amount),
  });
  expect(preview.freed).toBe(preview.total);
  expect(await booked(bill.id)).toEqual(before);
  const { id } = await credit(bill.id, byLine(seats.id, seats.amount));
  const journal = await rows<{ account: string; party: string; sum: string }>(
    `select g.account, y.name as party, sum(g.credit_minor - g.debit_minor) as sum from journal j
     join posting g on g.journal_id = j.id left join party y on y.id = g.party_id
     where j.source_id = $1 and g.account in ('partner_payable', 'customer_credit', 'operator_revenue') group by 1, 2 order by 1, 2`,
    [id],
  );
  const ofParty = (party: string) => preview.gives.find((give) => give.party === party);
  expect(
    journal
      .filter(({ account }) => account === 'partner_payable')
      .map(({ party, sum }) => [party, major(-BigInt(sum))]),
  ).toEqual(['Aegis Security', 'Sentinel Labs'].map((party) => [party, ofParty(party)!.ofNextPayout]));
  expect(journal.find(({ account }) => account === 'customer_credit')!.sum).toBe(
    String(BigInt(preview.freed.replace('.', ''))),
  );
  const [event] = await rows('select payload, party_ids from outbox_event where entity_id = $1', [id]);
  expect(event).toMatchObject({ payload: { total: preview.total, currency: 'EUR' } });
  const [audit] = await rows(`select action from audit_entry where entity_id = $1`, [id]);
  expect(audit).toEqual({ action: 'credit-note.issued' });
});

test('what a dispute holds is credited by that dispute alone', async () => {
  const bill = await billOf(4);
  const line = lineOf(bill, ':seat:');
  const half = line.amount / 2n;
  await move(bill.id, { event: 'dispute.raised', lines: [{ lineId: line.id, disputedMinor: half }] });
  expect(await codesOf(credit(bill.id, byLine(line.id, line.amount)))).toContain('above_line');
  const disputeId = newId();
  await withTenantSql(scopeOf(world.ctx.actor), (sql) =>
    writeCreditNote(sql, world.ctx, {
      ...{ billId: bill.id, reason: 'Dispute accepted', disputeId },
      wanted: byLine(line.id, half - 1n),
      releases: [{ lineId: line.id, disputedMinor: half }],
    }),
  );
  const [state] = await rows(
    'select credited_minor as credited, disputed_minor as disputed from bill_line_state where line_id = $1',
    [line.id],
  );
  expect(state).toEqual({ credited: String(half - 1n), disputed: '0' });
  expect(await rows(`select kind, dispute_id from credit_note where bill_id = $1`, [bill.id])).toEqual([
    { kind: 'dispute', dispute_id: disputeId },
  ]);
});

test('what cannot be is refused with a code, and nothing is half done', async () => {
  const bill = await billOf(6);
  const line = lineOf(bill, ':base:');
  const notes = () => rows('select id from credit_note where bill_id = $1', [bill.id]);
  const input = { billId: bill.id, reason: 'x', wanted: byLine(line.id, 1n) };
  expect(await codesOf(credit(bill.id, byLine(line.id, line.amount + 1n)))).toEqual([
    'above_line',
    'lines.0.amount above_line',
  ]);
  expect(await codesOf(credit(bill.id, { lines: [{ lineId: line.id, amount: '0.001' }] }))).toContain(
    'invalid_amount',
  );
  expect(await codesOf(credit(bill.id, { lines: [{ lineId: newId(), amount: '1' }] }))).toContain(
    'line_not_found',
  );
  expect(await codesOf(issueCreditNote(world.ctx, { ...input, currency: 'USD' }))).toContain(
    'wrong_currency',
  );
  expect(await codesOf(issueCreditNote(world.ctx, { ...input, billId: newId() }))).toEqual(['not_found']);
  const viewer: Actor = { ...world.ctx.actor, role: 'viewer' };
  expect(await codesOf(issueCreditNote({ ...world.ctx, actor: viewer }, input))).toEqual(['forbidden']);
  expect(await notes()).toEqual([]);

  const { id } = await issueCreditNote(world.ctx, input);
  await expect(owner.query('update credit_note set reason = $2 where id = $1', [id, 'y'])).rejects.toThrow(
    'append-only',
  );
  await expect(owner.query('delete from credit_note_line where credit_note_id = $1', [id])).rejects.toThrow(
    'append-only',
  );
  await expect(
    owner.query(
      `insert into credit_note_line (operator_id, billing_account_id, credit_note_id, line_id, amount_minor)
       select operator_id, billing_account_id, id, gen_random_uuid(), 5 from credit_note where id = $1`,
      [id],
    ),
  ).rejects.toThrow('issued credit note');
});

test('two at once of the same line: one is issued', async () => {
  const bill = await billOf(7);
  const line = lineOf(bill, ':base:');
  const results = await Promise.all([1, 2].map(() => codesOf(credit(bill.id, byLine(line.id, line.amount)))));
  expect(results.filter((codes) => codes === null)).toHaveLength(1);
  expect(results.find((codes) => codes !== null)).toContain('above_line');
});

test('a credit note reads as it was written, in the books’ words, on paper and for a spreadsheet', async () => {
  const [row] = await rows<{ id: string }>(`select id from credit_note order by total_minor desc limit 1`);
  const note = await getCreditNote(world.ctx, row!.id);
  const cents = (amount: string) => BigInt(amount.replace('.', ''));
  const sum = (amounts: string[]) => amounts.reduce((total, amount) => total + cents(amount), 0n);
  expect(sum(note.lines.map(({ amount }) => amount))).toBe(cents(note.net));
  expect(sum(note.documents.map(({ total }) => total))).toBe(cents(note.total));
  const csv = new TextDecoder().decode((await creditNoteFile(world.ctx, note.id, 'csv')).bytes);
  expect(csv.split('\r\n').filter((line) => line.startsWith('line,'))).toHaveLength(note.lines.length);
  const pdf = await creditNoteFile(world.ctx, note.id, 'pdf');
  expect(pdf.fileName).toBe(`${note.number}.pdf`);
  expect(new TextDecoder('latin1').decode(pdf.bytes.slice(0, 5))).toBe('%PDF-');
  const list = await listCreditNotes(world.ctx, { ...wholeList, filters: { bill: [note.bill.id] } });
  expect(list.data.map(({ id }) => id)).toContain(note.id);
  const stranger: Actor = { ...world.ctx.actor, audience: 'customer', partyId: newId() };
  expect((await listCreditNotes({ ...world.ctx, actor: stranger }, wholeList)).data).toEqual([]);
  expect(await codesOf(getCreditNote({ ...world.ctx, actor: stranger }, note.id))).toEqual(['not_found']);
});

test('every legal document of every note keeps the rules of EN 16931', async () => {
  const documents = await rows<{ id: string; seller: string }>(
    `select d.credit_note_id as id, y.slug as seller from credit_note_document d join party y on y.id = d.seller_id`,
  );
  expect(documents.length).toBeGreaterThan(5);
  for (const { id, seller } of documents) {
    const { bytes, fileName } = await creditNoteEInvoice(world.ctx, id, seller);
    expect([fileName, brokenRules(Buffer.from(bytes).toString('utf8'))]).toEqual([fileName, []]);
  }
});
