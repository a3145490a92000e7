import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findHeldKey } from '@/lib/db/api-keys';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { brokenRules } from '@/lib/documents/ubl/en16931.fixture';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { billEInvoice } from '@/lib/services/bills/bill-einvoice';
import { creditNoteEInvoice } from '@/lib/services/credit-notes/credit-note-einvoice';
import { listCycles } from '@/lib/services/cycles/list-cycles';
import { listDisputes } from '@/lib/services/disputes/list-disputes';
import { listCycleExpectations } from '@/lib/services/expectations/list-expectations';
import { listQueue } from '@/lib/services/mapping-queue/list-queue';
import { countWaitingMoney } from '@/lib/services/operators/count-waiting-money';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';
import { payoutEInvoice } from '@/lib/services/payouts/payout-einvoice';
import { countSuspense } from '@/lib/services/suspense/list-suspense';
import { actingAt } from '@/prisma/seed/builders/world';
import { demoPersonas } from '@/prisma/seed/personas';
import { buildDemo, type DemoWorld } from '@/prisma/seed/worlds/demo/build-demo';
import { sendCloudBill } from '@/prisma/seed/worlds/demo/cloud-bills';
import { CHARGED_BY_PARTNERS, RATED_FOR_PARTNERS } from '@/prisma/seed/worlds/demo/partner-books.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

/** A bad moment: half an hour after a 31st began in New York, hours before it does in the summer time of Warsaw. */
const NOW = '2027-03-31T04:30:00.000Z';

let database: TestDatabase;
let demo: DemoWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  demo = await buildDemo(NOW);
}, 120_000);
afterAll(async () => {
  await disconnect();
  await database.drop();
});

const ask = <Row>(text: string, params: unknown[] = []): Promise<Row[]> =>
  withTenantSql({ operatorId: demo.world.operatorId, partnerId: null, customerId: null }, (sql) =>
    sql.query<Row>(text, params),
  );

describe('the books of the seeded world', () => {
  test('on every issued bill: lines, tax, total, receivable and shares agree to the minor unit', async () => {
    const rows = await ask<{
      number: string;
      total: string;
      lines: string;
      tax: string;
      due: string;
      shares: string;
    }>(
      `select b.number, b.total_minor::text as total,
         (select sum(l.amount_minor) from bill_line l where l.billing_account_id = b.billing_account_id and l.bill_id = b.id)::text as lines,
         (select sum(t.tax_minor) from bill_tax t where t.billing_account_id = b.billing_account_id and t.bill_id = b.id)::text as tax,
         (select sum(p.debit_minor - p.credit_minor) from posting p join journal j
            on j.billing_account_id = p.billing_account_id and j.id = p.journal_id
          where j.source_id = b.id and p.account = 'receivable')::text as due,
         (select sum(s.amount_minor) from line_share s where s.billing_account_id = b.billing_account_id and s.bill_id = b.id)::text as shares
       from bill b where b.state = 'issued'`,
    );
    expect(rows.length).toBe(24);
    for (const { number, total, lines, tax, due, shares } of rows) {
      expect([number, BigInt(lines) + BigInt(tax), BigInt(due), BigInt(shares) + BigInt(tax)]).toEqual([
        number,
        BigInt(total),
        BigInt(total),
        BigInt(total),
      ]);
    }
  });

  test('what the cloud partner was accepted for is what bills show, before any rounding', async () => {
    const [row] = await ask<{ accepted: string; billed: string; unbilled: bigint }>(
      `with own as (select id from partner_bill where partner_id = $1)
       select (select sum(amount) from partner_bill_line where state = 'accepted' and partner_bill_id in (select id from own))::numeric(60,15)::text as accepted,
         (select sum(exact) from bill_line where partner_bill_id in (select id from own) and kind <> 'discount')::numeric(60,15)::text as billed,
         (select count(*) from partner_bill_line where state = 'accepted' and bill_line_key is null and partner_bill_id in (select id from own)) as unbilled`,
      [demo.partners.cumulus.id],
    );
    expect(row).toMatchObject({ billed: row!.accepted, unbilled: 0n });
  });

  test('totals are the sums of their events, and numbers have no gap', async () => {
    const off = await ask(
      `select t.product_id from usage_total t
       left join (select product_id, meter_id, period_from, sum(quantity) as quantity, count(*) as count
                  from usage_event group by 1, 2, 3) e using (product_id, meter_id, period_from)
       group by t.product_id, t.meter_id, t.period_from, e.quantity, e.count
       having sum(t.quantity) is distinct from e.quantity or sum(t.event_count) is distinct from e.count`,
    );
    expect(off).toEqual([]);
    const numbers = await ask<{ number: string }>(
      'select number from bill where number is not null order by number',
    );
    const expected = Array.from({ length: 24 }, (_, index) => `B-${String(index + 1).padStart(6, '0')}`);
    expect(numbers.map(({ number }) => number)).toEqual(expected);
  });
});

describe('the state it is left in', () => {
  test('in each rhythm two cycles are issued, in Berlin three, one waits and one runs', async () => {
    const cycles = (await listCycles(actingAt(demo.world, NOW), wholeList)).data;
    const bySpec = new Map<string, string[]>();
    for (const { specName, state, phase } of [...cycles].reverse()) {
      bySpec.set(specName, [...(bySpec.get(specName) ?? []), `${state} ${phase}`]);
    }
    expect(bySpec.size).toBe(3);
    for (const [name, states] of bySpec) {
      expect(states).toEqual([
        ...(name.endsWith('Berlin') ? ['issued ended'] : []),
        ...['issued ended', 'issued ended', 'open ended', 'open running'],
      ]);
    }
    const newYork = cycles.find(({ id }) => id === demo.specs.newYork.open.id)!;
    expect(newYork.missingPartners.map(({ slug }) => slug)).toEqual(['cumulus']);
    expect(newYork.attention.map(({ code }) => code)).toEqual(['partner_bill_missing', 'run_due']);
  });

  test('of what Berlin’s partners owe, one bill is here, one is estimated, one carried over, and one holds its account', async () => {
    const { issued, open } = demo.specs.berlin;
    const states = async (cycleId: string) => {
      const owed = await listCycleExpectations(actingAt(demo.world, NOW), cycleId);
      return Object.fromEntries(owed.map(({ partner, state }) => [partner.slug, state]));
    };
    const late = { clearcast: 'estimated', cumulus: 'carried_over', voltgrid: 'held' };
    expect(await states(open.id)).toEqual({ ...late, paperlane: 'received' });
    expect(await states(issued[0].id)).toEqual({
      ...{ clearcast: 'received', cumulus: 'received', voltgrid: 'received' },
    });
    const queue = (await listQueue(actingAt(demo.world, NOW), null, wholeList)).data;
    const waiting = queue.filter(({ waits }) => waits);
    expect(waiting.map(({ partner, kind, name }) => `${partner.slug} ${kind} ${name}`).sort()).toEqual([
      'clearcast sub_account tenant-3',
      'cumulus sub_account cmb-harbor-lab',
      'paperlane payer PL-7781',
      'paperlane service Photo prints',
    ]);
  });

  test('one dispute waits for its partner, and what was accepted of the other comes off the next payout', async () => {
    const disputes = (await listDisputes(actingAt(demo.world, NOW), wholeList)).data;
    expect(disputes.map(({ state, partner, bill }) => [state, partner?.slug, bill.number !== null])).toEqual([
      ['with_partner', 'skymesh', true],
      ['part_accepted', 'aegis', true],
    ]);
    expect(disputes.map(({ isOverdue }) => isOverdue)).toEqual([false, false]);
    // Its hold and its credit note together: of the accepted part the 72 % that Aegis has of its seats.
    const [next] = await ask<{ files: number; off: string; accepted: string }>(
      `select (select count(*)::int from dispute_evidence) as files, sum(e.amount_minor)::text as off,
         round(min(d.accepted_minor) * -0.72)::text as accepted
       from payable_entry e join dispute d on d.partner_id = e.party_id and e.source_id in (d.id, d.credit_note_id)
       where e.payout_id is null and d.accepted_minor > 0`,
    );
    expect(next).toEqual({ files: 1, off: next!.accepted, accepted: next!.accepted });
  });

  test('who owes for long is written to in its language, and who promised is let be', async () => {
    const rows = await ask<{ number: string; stage: number; language: string | null; promised: boolean }>(
      `select a.number, coalesce(d.stage, 0) as stage, (select max(n.language) from dunning_notice n where n.billing_account_id = a.id) as language,
         exists (select from payment_promise p where p.billing_account_id = a.id and p.state = 'open') as promised
       from billing_account a left join dunning_case d on d.billing_account_id = a.id
       where a.number in ('GH-8001', 'NE-5001', 'VL-2001', 'BF-3001') order by 1`,
    );
    expect(rows).toEqual([
      { number: 'BF-3001', stage: 0, language: null, promised: false },
      { number: 'GH-8001', stage: 1, language: 'pl', promised: false },
      { number: 'NE-5001', stage: 2, language: 'de', promised: false },
      { number: 'VL-2001', stage: 0, language: null, promised: true },
    ]);
  });

  test('what is below its minimum is carried on, and paid with the month that reaches it', async () => {
    const rows = await ask<{
      slug: string;
      state: string;
      carried: boolean;
      paid: boolean;
      opening: boolean;
    }>(
      `select y.slug, p.state, p.carried_minor > 0 as carried, p.amount_minor > 0 as paid,
         exists (select from payable_entry e where e.payout_id = p.id and e.event = 'payout.carried-over' and e.amount_minor > 0) as opening
       from payout p join party y on y.id = p.party_id where y.slug in ('clearcast', 'paperlane') order by 1, p.through_on`,
    );
    expect(rows).toEqual([
      { slug: 'clearcast', state: 'carried', carried: true, paid: false, opening: false },
      { slug: 'clearcast', state: 'review', carried: false, paid: true, opening: true },
      { slug: 'paperlane', state: 'review', carried: true, paid: false, opening: false },
    ]);
  });

  test('what waits of money is counted as a plain look at the tables does', async () => {
    const [tables] = await ask<Record<string, number>>(
      `select (select count(*)::int from dispute where state not in ('with_partner', 'accepted', 'part_accepted', 'rejected', 'withdrawn'))
           as disputes,
         (select count(*)::int from payment where billing_account_id is null and state = 'unmatched') as payments,
         (select count(*)::int from bank_entry where state = 'unmatched' and payment_id is null) as "bankEntries",
         (select count(*)::int from payout where state = 'review') as payouts,
         (select count(*)::int from refund where state = 'requested' and method = 'bank_transfer') as refunds,
         (select count(*)::int from bank_details where state = 'proposed') as "bankDetails",
         (select count(*)::int from write_off where state = 'waiting') as "writeOffs"`,
    );
    const counts = await countWaitingMoney(actingAt(demo.world, NOW));
    expect(counts).toEqual(tables);
    expect(counts.payments + counts.bankEntries).toBeGreaterThan(0);
  });

  test('some usage waits, for three reasons', async () => {
    const reasons = await countSuspense(actingAt(demo.world, NOW));
    expect(reasons.map(({ reason, count }) => [reason, count])).toEqual([
      ['unknown_product', 4],
      ['conflict', 1],
      ['unknown_meter', 1],
    ]);
  });

  test('each persona has a key, which opens its own party', async () => {
    for (const { apiKey, audience } of demoPersonas) {
      const key = await findHeldKey(createHash('sha256').update(apiKey).digest('hex'), NOW);
      expect(key).toMatchObject({ operatorId: demo.world.operatorId, audience });
    }
  });
});

describe('what is left to do', () => {
  test("the cloud partner's bill arrives, the open cycle is run, and one account waits for its VAT id", async () => {
    await sendCloudBill(demo.world, demo.partners, demo.specs.newYork.open);
    for (const spec of Object.values(demo.specs)) {
      const ctx = actingAt(demo.world, spec.open.runAt);
      const { id } = await startBillRun(ctx, { cycleId: spec.open.id });
      expect(await advanceBillRun(ctx, id)).toBe('review');
    }
    const held = await ask<{ number: string; issues: { code: string }[] }>(
      `select c.number, a.issues from bill_run_account a
       join billing_account c on c.id = a.billing_account_id where a.state = 'held'`,
    );
    const codes = new Map(held.map(({ number, issues }) => [number, issues.map(({ code }) => code)]));
    expect([...codes.keys()].sort()).toEqual(['LS-9001', 'RW-4002']);
    expect(codes.get('LS-9001')).toContain('missing_tax_data');
    expect(codes.get('RW-4002')).toContain('missing_partner_bill');
    const sections = await ask<{ mode: string }>(
      `select distinct l.source_mode as mode from bill_line l
       join bill b on b.id = l.bill_id and b.billing_account_id = l.billing_account_id
       where b.cycle_id = $1 and b.billing_account_id = $2 order by 1`,
      [demo.specs.newYork.open.id, demo.customers.accounts['SB-1001'].id],
    );
    expect(sections.map(({ mode }) => mode)).toEqual(['file', 'hub', 'own']);
  });

  test('each bill has of each partner what its rows, prices and usage come to by SQL of its own, estimates and corrections included', async () => {
    type Compared = { number: string; supplier: string; from: string; expected: string; billed: string };
    const compare = async (text: string) =>
      (await ask<Compared>(text, [demo.specs.berlin.id])).filter(({ expected }) => Number(expected) !== 0);
    const billed = (rows: readonly Compared[]) => rows.map((row) => ({ ...row, billed: Number(row.billed) }));
    const right = (rows: readonly Compared[]) =>
      rows.map((row) => ({ ...row, billed: Number(row.expected) }));
    const charged = await compare(CHARGED_BY_PARTNERS);
    expect(billed(charged)).toEqual(right(charged));
    // Clearcast on both accounts in four cycles, Voltgrid, Cumulus and Paperlane in two each.
    expect(charged).toHaveLength(14);
    const rated = await compare(RATED_FOR_PARTNERS);
    expect(billed(rated)).toEqual(right(rated));
    expect(rated).toHaveLength(12);
    const [kinds] = await ask<{ estimates: number; trueUps: number; corrections: number }>(
      `select count(*) filter (where line_key like 'estimate:%' and kind = 'adjustment')::int as estimates,
         count(*) filter (where kind = 'true_up')::int as "trueUps",
         count(*) filter (where amount_minor < 0 and supplier_id = $1)::int as corrections from bill_line`,
      [demo.partners.voltgrid.id],
    );
    expect(kinds).toEqual({ estimates: 4, trueUps: 2, corrections: 1 });
  });

  const sample = path.resolve(import.meta.dirname, '../../../../../shared/data/focus/focus_sample_1000.csv');
  test.skipIf(!existsSync(sample))("the public FOCUS sample lands on SunBird's main account", async () => {
    const { bill } = await receivePartnerBill(actingAt(demo.world, NOW), {
      partner: 'cumulus',
      cycle: demo.specs.newYork.open.id,
      externalId: 'focus-sample',
      format: 'focus-1.0',
      fileName: 'focus_sample_1000.csv',
      bytes: readFileSync(sample),
    });
    const { received, accepted, rejected, duplicate } = bill.lines;
    expect([received, accepted + rejected + duplicate]).toEqual([1000, 1000]);
    const accounts = await ask<{ number: string }>(
      `select distinct a.number from partner_bill_line l join billing_account a on a.id = l.billing_account_id
       where l.partner_bill_id = $1 and l.state = 'accepted'`,
      [bill.id],
    );
    expect(accounts.map(({ number }) => number)).toEqual(['SB-1001']);
    expect(bill.state).toBe('accepted');
  });
});

describe('the legal documents of the seeded world', () => {
  test('every invoice, credit note and self-billed invoice keeps EN 16931, and is in its books to the cent', async () => {
    const ctx = actingAt(demo.world, NOW);
    const documents = await ask<{
      kind: 'bill' | 'note' | 'payout';
      id: string;
      seller: string | null;
      total: string;
    }>(
      `select 'bill' as kind, b.id, y.slug as seller, abs(i.total_minor)::text as total
       from bill b join invoice i on i.billing_account_id = b.billing_account_id and i.bill_id = b.id
       join party y on y.id = i.seller_id where b.state = 'issued'
       union all
       select 'note', n.id, y.slug, d.total_minor::text from credit_note n
       join credit_note_document d on d.billing_account_id = n.billing_account_id and d.credit_note_id = n.id
       join party y on y.id = d.seller_id
       union all
       select 'payout', id, null, abs(taxable_minor + tax_minor)::text from payout
       where number is not null and document ->> 'kind' = 'self_billed'`,
    );
    const kinds = new Set(documents.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['bill', 'note', 'payout']);
    const write = { bill: billEInvoice, note: creditNoteEInvoice, payout: payoutEInvoice };
    for (const { kind, id, seller, total } of documents) {
      const { bytes, fileName } = await write[kind](ctx, id, seller);
      const xml = Buffer.from(bytes).toString('utf8');
      expect([fileName, brokenRules(xml)]).toEqual([fileName, []]);
      const payable = /PayableAmount currencyID="\w+">([\d.]+)</.exec(xml)![1]!;
      expect([fileName, payable.replace('.', '').replace(/^0+(?=\d)/, '')]).toEqual([fileName, total]);
    }
  });

  test('one document has one seller, a draft has none yet, a statement is none, and others’ are not there', async () => {
    const ctx = actingAt(demo.world, NOW);
    const refusal = (asked: Promise<unknown>) =>
      asked.then(
        () => 'written',
        ({ code }) => code as string,
      );
    const one = async (text: string) => (await ask<{ id: string; party: string }>(text))[0]!;
    const shared = await one(
      `select bill_id as id, '' as party from invoice i join bill b on b.billing_account_id = i.billing_account_id and b.id = i.bill_id
       where b.state = 'issued' group by bill_id having count(*) > 1 limit 1`,
    );
    expect(await refusal(billEInvoice(ctx, shared.id, null))).toBe('several_invoices');
    expect(await refusal(billEInvoice(ctx, shared.id, 'nobody'))).toBe('not_found');
    const draft = await one(
      `select b.id, y.slug as party from bill b join invoice i on i.billing_account_id = b.billing_account_id and i.bill_id = b.id
       join party y on y.id = i.seller_id where b.state = 'draft' limit 1`,
    );
    expect(await refusal(billEInvoice(ctx, draft.id, draft.party))).toBe('not_issued');
    const statement = await one(
      `select id, '' as party from payout where document ->> 'kind' = 'statement' limit 1`,
    );
    expect(await refusal(payoutEInvoice(ctx, statement.id))).toBe('no_invoice');
    const owned = await one(
      `select b.id, (select id::text from party where kind = 'customer' and id <> a.customer_id limit 1) as party
       from bill b join billing_account a on a.id = b.billing_account_id where b.state = 'issued' limit 1`,
    );
    const stranger = { ...ctx, actor: { ...ctx.actor, audience: 'customer' as const, partyId: owned.party } };
    expect(await refusal(billEInvoice(stranger, owned.id, null))).toBe('not_found');
  });
});
