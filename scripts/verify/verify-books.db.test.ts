import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { buildDemo } from '@/prisma/seed/worlds/demo/build-demo';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import type { Finding } from './check';
import { verifyBooks } from './verify-books';

let database: TestDatabase;
let owner: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  await buildDemo('2026-11-20T09:00:00Z');
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
}, 120_000);

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

const failing = (findings: Finding[]) =>
  findings.filter(({ faults }) => faults.length > 0).map(({ id }) => id);

test('the books of the demo world pass every check, and every check had something to look at', async () => {
  const findings = await verifyBooks(owner);
  expect(failing(findings)).toEqual([]);
  expect(findings.filter(({ checked }) => checked === 0).map(({ id }) => id)).toEqual([]);
});

/** Changes the books as no role of ours can, in a transaction that is rolled back, and says which checks notice. */
async function afterTampering(...statements: string[]): Promise<string[]> {
  await owner.query('begin');
  try {
    await owner.query('set local session_replication_role = replica');
    for (const statement of statements) {
      const { rowCount, command } = await owner.query(statement);
      if (['UPDATE', 'DELETE', 'INSERT'].includes(command)) expect(rowCount).toBeGreaterThan(0);
    }
    return failing(await verifyBooks(owner, 'in the transaction at hand'));
  } finally {
    await owner.query('rollback');
  }
}

const one = (table: string, where = 'true') =>
  `ctid = (select ctid from ${table} where ${where} order by ctid limit 1)`;

describe('each check notices', () => {
  test.each<[string, string[]]>([
    ['bill.lines', [`update bill_line set amount_minor = amount_minor + 1 where ${one('bill_line')}`]],
    [
      'discount.bearers',
      [
        `update line_share set amount_minor = amount_minor - 2 where ${one('line_share', `steps -> 0 ->> 'code' = 'discount_borne_agreed' and party_id not in (select party_id from operator)`)}`,
      ],
    ],
    ['bill.tax', [`update bill_tax set tax_minor = tax_minor + 1 where ${one('bill_tax')}`]],
    [
      'tax.groups',
      [`update bill_tax set base_minor = base_minor - 1 where ${one('bill_tax', 'rate_ppm > 0')}`],
    ],
    [
      'line.rounding',
      [`update bill_line set exact = exact + 0.006 where ${one('bill_line', `kind <> 'discount'`)}`],
    ],
    [
      'charge.parts',
      [
        `update bill_line set line_key = line_key || ':rest:2' where ${one('bill_line', `product_id is not null and kind <> 'discount'`)}`,
      ],
    ],
    ['line.shares', [`update line_share set amount_minor = amount_minor - 1 where ${one('line_share')}`]],
    ['bill.shares', [`delete from line_share where ${one('line_share', 'amount_minor <> 0')}`]],
    ['invoice.sums', [`update invoice set total_minor = total_minor + 1 where ${one('invoice')}`]],
    [
      'ledger.balance',
      [`update posting set debit_minor = debit_minor + 1 where ${one('posting', 'debit_minor > 0')}`],
    ],
    ['ledger.bills', [`delete from journal where ${one('journal')}`]],
    [
      'open-item.sums',
      [
        `update open_item set total_minor = total_minor + 1, open_minor = open_minor + 1 where ${one('open_item')}`,
      ],
    ],
    [
      'party.position',
      [`update posting set account = 'partner_held' where ${one('posting', `account = 'partner_payable'`)}`],
    ],
    [
      'account.credit',
      [`update posting set account = 'customer_credit' where ${one('posting', `account = 'receivable'`)}`],
    ],
    [
      'payment.allocated',
      [
        `update payment set allocated_minor = allocated_minor + 1 where ${one('payment', 'amount_minor > allocated_minor')}`,
      ],
    ],
    [
      'payment.reversed',
      [
        `update payment set reversed_minor = reversed_minor + 1 where ${one('payment', 'amount_minor > reversed_minor')}`,
      ],
    ],
    [
      'debit-note.open-item',
      [
        `insert into debit_note (operator_id, billing_account_id, id, number, payment_id, reversal_id, currency, amount_minor, issued_on,
           due_on, reason, issued_by)
         select operator_id, billing_account_id, id, 'D-000001', id, id, currency, 1, received_on, received_on, '', '' from payment limit 1`,
      ],
    ],
    [
      'refund.clearing',
      [`update posting set account = 'refund_clearing' where ${one('posting', `account = 'receivable'`)}`],
    ],
    [
      'customer.debt',
      [`update posting set account = 'customer_debt' where ${one('posting', `account = 'receivable'`)}`],
    ],
    [
      'payable.entries',
      [`update payable_entry set amount_minor = amount_minor + 1 where ${one('payable_entry')}`],
    ],
    [
      'credit-note.sums',
      [`update credit_note_document set original_number = 'INV-0' where ${one('credit_note_document')}`],
    ],
    [
      'credit-note.bill',
      [`update credit_note_line set amount_minor = amount_minor - 1 where ${one('credit_note_line')}`],
    ],
    [
      'adjustment.once',
      [
        `update bill_line set amount_minor = amount_minor + 1, exact = exact + 0.01 where ${one('bill_line', `line_key like 'adjustment:%'`)}`,
      ],
    ],
    [
      'adjustment.once',
      [
        `update adjustment set state = 'pending', bill_id = null, line_id = null where ${one('adjustment', `state = 'billed'`)}`,
      ],
    ],
    ['hash.credit-note', [`update credit_note set reason = reason || ' ' where ${one('credit_note')}`]],
    ['ledger.totals', [`update ledger_total set debit_minor = debit_minor + 1 where ${one('ledger_total')}`]],
    ['partner-bill.counts', [`delete from partner_bill_line where ${one('partner_bill_line')}`]],
    [
      'partner-bill.totals',
      [
        `update partner_bill_line set amount = amount + 0.00000001 where ${one('partner_bill_line', `state = 'accepted'`)}`,
      ],
    ],
    [
      'partner-bill.exact',
      [
        `update partner_bill_line set bill_line_key = null where ${one('partner_bill_line', 'bill_line_key is not null and amount <> 0')}`,
      ],
    ],
    [
      'partner-bill.once',
      [
        `update partner_bill_line set state = 'rejected' where ${one('partner_bill_line', 'bill_line_key is not null')}`,
      ],
    ],
    [
      'agreement.days',
      [
        `insert into agreement select (jsonb_populate_record(g, jsonb_build_object('id', gen_random_uuid(), 'version', 9))).* from agreement g where ${one('agreement')}`,
      ],
    ],
    [
      'agreement.signatures',
      [`update agreement_signature set content_hash = 'other' where ${one('agreement_signature')}`],
    ],
    ['chain.links', [`update offering_chain_link set position = 7 where ${one('offering_chain_link')}`]],
    [
      'share.percentages',
      [
        `update line_share set amount_minor = amount_minor + 1 where ${one('line_share', `term_id in (select id from settlement_term where kind = 'percentage')`)}`,
      ],
    ],
    ['usage.totals', [`update usage_total set quantity = quantity + 1 where ${one('usage_total')}`]],
    [
      'payout.rows',
      [
        `update payable_entry set payout_minor = payout_minor + 1 where ${one('payable_entry', 'payout_id is not null')}`,
      ],
    ],
    [
      'payout.books',
      [
        `update payout set fee_minor = fee_minor + 1, amount_minor = amount_minor - 1 where ${one('payout', `state = 'paid'`)}`,
      ],
    ],
    ['payout.clearing', [`update payout set state = 'paid' where ${one('payout', `state = 'approved'`)}`]],
    ['payout.rates', [`update payout_rate set payout_minor = payout_minor + 1 where ${one('payout_rate')}`]],
    [
      'payout.four-eyes',
      [
        `update payout set prepared_by_ids = prepared_by_ids || approved_by_id where ${one('payout', `state = 'paid'`)}`,
      ],
    ],
    [
      'payable.open',
      [
        `update posting set credit_minor = credit_minor + 1 where ${one('posting', `account = 'partner_payable' and credit_minor > 0`)}`,
      ],
    ],
    ['payout.converted', [`update payout_rate set rate = rate * 2 where ${one('payout_rate')}`]],
    [
      'payout.conditions',
      [
        `update payout set fee_minor = fee_minor + 1, amount_minor = amount_minor - 1 where ${one('payout', `state = 'paid'`)}`,
      ],
    ],
    [
      'payout.reserves',
      [
        `update posting set credit_minor = credit_minor + 1 where ${one('posting', `account = 'partner_reserve' and credit_minor > 0`)}`,
      ],
    ],
    ['payout.hash', [`update payout_rate set source = source || ' ' where ${one('payout_rate')}`]],
    ['payout.numbers', [`delete from number_series where ${one('number_series', `series = 'payout'`)}`]],
    [
      'guarantee.once',
      [
        `insert into guarantee_check (operator_id, term_id, cycle_id, lines, received_minor, top_up_minor)
         select t.operator_id, t.id, c.id, 1, 0, 100 from settlement_term t join billing_cycle c using (operator_id) limit 1`,
      ],
    ],
    ['payment-file.sums', [`update payment_file set payments = payments + 1 where ${one('payment_file')}`]],
    [
      'partner-balance.sums',
      [`update partner_balance set amount_minor = amount_minor + 1 where ${one('partner_balance')}`],
    ],
    ['numbers.gapless', [`update bill set number = 'B-999999' where ${one('bill', 'number is not null')}`]],
    ['numbers.issued', [`update invoice set number = null where ${one('invoice', 'number is not null')}`]],
    ['hash.draft', [`update bill_line set description = description || ' ' where ${one('bill_line')}`]],
    ['hash.issued', [`update bill set due_on = due_on + 1 where ${one('bill', `state = 'issued'`)}`]],
    ['audit.chain', [`update audit_entry set actor = 'nobody' where ${one('audit_entry')}`]],
    ['tenant.security', ['alter table product no force row level security']],
    ['tenant.keys', ['create unique index reference_once on product (reference, id)']],
    [
      'tenant.references',
      [
        'alter table party add constraint plain unique (id)',
        'alter table product add foreign key (offering_id) references party (id) not valid',
      ],
    ],
    ['tenant.roles', ['alter role tributary_app bypassrls']],
  ])('%s', async (id, statements) => {
    expect(await afterTampering(...statements)).toContain(id);
  });
});
