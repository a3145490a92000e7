import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { type Scope, scopeOf } from '@/lib/domain/access/actor';
import { getAccount } from '@/lib/services/accounts/get-account';
import { listAccounts } from '@/lib/services/accounts/list-accounts';
import { getAgreement } from '@/lib/services/agreements/get-agreement';
import { listAgreements } from '@/lib/services/agreements/list-agreements';
import { getOffering } from '@/lib/services/catalogue/get-offering';
import { listOfferings } from '@/lib/services/catalogue/list-offerings';
import { createOperator } from '@/lib/services/operators/create-operator';
import { getPartner } from '@/lib/services/parties/get-partner';
import { listPartners } from '@/lib/services/parties/list-partners';
import { listProducts } from '@/lib/services/products/list-products';
import { actingAs } from '@/prisma/seed/builders/world';
import { buildDemo, type DemoWorld } from '@/prisma/seed/worlds/demo/build-demo';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const NOW = '2026-11-22T03:00:00.000Z';

let database: TestDatabase;
let demo: DemoWorld;
let other: { operatorId: string };
let tables: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  demo = await buildDemo(NOW);
  other = await createOperator({
    slug: 'elsewhere',
    name: 'Elsewhere',
    legalName: 'Elsewhere AB',
    country: 'SE',
    vatId: 'SE556000000001',
    address: { street: 'Gatan 1', town: 'Malmö', postcode: '21111' },
    email: null,
    currency: 'SEK',
    timeZone: 'Europe/Stockholm',
  });
  tables = await tenantTables();
}, 120_000);
afterAll(async () => {
  await disconnect();
  await database.drop();
});

/** From the catalogue, so that a table added tomorrow is held to the same. */
const tenantTables = () =>
  asOwner<{ name: string }>(
    `select c.table_name as name from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and c.column_name = 'operator_id' and t.table_type = 'BASE TABLE' order by 1`,
  ).then((rows) => rows.map(({ name }) => name));

async function asOwner<Row>(text: string): Promise<Row[]> {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

const whole = (): Scope => ({ operatorId: demo.world.operatorId, partnerId: null, customerId: null });

const count = async (scope: Scope, table: string, where = 'true'): Promise<bigint> => {
  const [row] = await withTenantSql(scope, (sql) =>
    sql.query<{ count: bigint }>(`select count(*) as count from ${table} where ${where}`),
  );
  return row!.count;
};

describe('the catalogue', () => {
  test('every table of an operator has row-level security, forced, with the tenant policy', async () => {
    const bare = await asOwner(
      `select c.relname from pg_class c
       where c.relname in (${tables.map((table) => `'${table}'`).join(', ')}) and c.relkind = 'r'
         and not (c.relrowsecurity and c.relforcerowsecurity and exists (
           select from pg_policies p where p.tablename = c.relname and p.policyname = 'tenant' and p.permissive = 'PERMISSIVE'
             and p.qual like '%app.operator%'))`,
    );
    expect(tables.length).toBeGreaterThan(35);
    expect(bare).toEqual([]);
  });

  test('web and worker own nothing and bypass nothing', async () => {
    const strong = await asOwner(
      // A superuser is a member of every role; a temporary table is nobody's business but its session's.
      `select r.rolname from pg_roles r
       where (pg_has_role(r.oid, 'tributary_app', 'member') or pg_has_role(r.oid, 'tributary_worker', 'member'))
         and r.rolname <> current_user
         and (r.rolbypassrls or r.rolcreatedb or r.rolcreaterole
           or exists (select from pg_class c where c.relowner = r.oid and c.relpersistence <> 't'))
         and not (r.rolsuper and not r.rolname like 'tributary%')`,
    );
    expect(strong).toEqual([]);
  });
});

describe('another operator', () => {
  test('sees no row of ours in any table, and we see all of them', async () => {
    const elsewhere: Scope = { operatorId: other.operatorId, partnerId: null, customerId: null };
    const seen: string[] = [];
    const empty: string[] = [];
    for (const table of tables) {
      const ours = `operator_id = '${demo.world.operatorId}'`;
      if ((await count(elsewhere, table, ours)) > 0n) seen.push(table);
      if ((await count(whole(), table, ours)) === 0n) empty.push(table);
    }
    expect(seen).toEqual([]);
    // The demo fills all the others; an empty table would prove nothing. What these hold is told by the tests of their own
    // rooms: holds, cohorts, connectors, suspense and webhooks.
    expect(empty).toEqual([
      'account_hold',
      'bill_run_cohort',
      'debit_note',
      'dispute_policy',
      'guarantee_check',
      'idempotency_key',
      'partner_bill_comparison',
      'partner_bill_difference',
      'partner_bill_import',
      'partner_bill_import_chunk',
      'payment_provider_event',
      'payment_session',
      'refund',
      'suspense_recycle',
      'term_total',
      'webhook_delivery',
      'webhook_endpoint',
    ]);
  });

  test('can put no row into our books, and change none', async () => {
    const elsewhere: Scope = { operatorId: other.operatorId, partnerId: null, customerId: null };
    const insert = withTenantSql(elsewhere, (sql) =>
      sql.query(
        `insert into meter (operator_id, id, key, name, unit, aggregation, dimensions)
         values ($1, gen_random_uuid(), 'x', 'x', 'x', 'sum', '{}')`,
        [demo.world.operatorId],
      ),
    );
    await expect(insert).rejects.toThrow(/row-level security/);
    const changed = await withTenantSql(elsewhere, (sql) =>
      sql.query(`update party set name = 'x' where operator_id = $1 returning id`, [demo.world.operatorId]),
    );
    expect(changed).toEqual([]);
  });

  test('without a scope there is nothing at all', async () => {
    const client = new Client({ connectionString: database.appUrl });
    await client.connect();
    try {
      for (const table of tables) {
        const { rows } = await client.query(`select count(*)::int as count from ${table}`);
        expect([table, rows[0].count]).toEqual([table, 0]);
      }
    } finally {
      await client.end();
    }
  });
});

describe('a partner', () => {
  const NOT_FOR_PARTNERS = [
    ...[
      'account_discount',
      'adjustment',
      'audit_entry',
      'bill_run',
      'bill_run_account',
      'bill_tax',
      'invoice',
      'journal',
    ],
    ...['number_series', 'outbox_event', 'usage_event', 'usage_key', 'usage_total'],
    ...['allocation', 'open_item', 'payment', 'payment_method'],
    ...['dunning_case', 'dunning_notice', 'dunning_policy', 'dunning_sweep', 'payment_promise'],
  ];

  test('sees none of what is between the operator and its customers', async () => {
    for (const partner of Object.values(demo.partners)) {
      const scope = { ...whole(), partnerId: partner.id };
      for (const table of NOT_FOR_PARTNERS) expect([table, await count(scope, table)]).toEqual([table, 0n]);
    }
  });

  test('sees its own bills, shares, postings, products and suspense, and those of no other', async () => {
    for (const { id } of Object.values(demo.partners)) {
      const scope = { ...whole(), partnerId: id };
      const foreign: Record<string, string> = {
        partner_bill: `partner_id <> '${id}'`,
        partner_bill_line: `partner_bill_id not in (select b.id from partner_bill b where b.partner_id = '${id}')`,
        account_mapping: `partner_id <> '${id}'`,
        line_share: `party_id <> '${id}'`,
        posting: `party_id <> '${id}'`,
        usage_suspense: `sender_id <> '${id}'`,
        agreement: `'${id}' not in (payer_id, partner_id)`,
        product: `offering_id not in (select o.id from product_offering o where o.supplier_id = '${id}')`,
        membership: `party_id <> '${id}'`,
        api_key: `party_id <> '${id}'`,
        bank_details: `party_id <> '${id}'`,
        dispute: `partner_id is distinct from '${id}'`,
        dispute_evidence: `dispute_id not in (select d.id from dispute d where d.partner_id = '${id}')`,
      };
      for (const [table, where] of Object.entries(foreign)) {
        expect([table, await count(scope, table, where)]).toEqual([table, 0n]);
      }
      expect(await count(scope, 'line_share')).toBeGreaterThan(0n);
    }
  });

  test('finds in the services what is its own; all else does not exist', async () => {
    const { aegis, skymesh, sentinel, cumulus } = demo.partners;
    const as = (partner: { id: string; name: string }) => actingAs(demo.world, 'partner', partner, NOW);
    const slugs = async (partner: typeof aegis) =>
      (await listPartners(as(partner), wholeList)).data.map(({ slug }) => slug);
    expect(await slugs(skymesh)).toEqual(['skymesh']);
    expect(await slugs(aegis)).toEqual(['aegis', 'sentinel']);
    const offerings = async (partner: typeof aegis) =>
      (await listOfferings(as(partner), wholeList)).data.map(({ slug }) => slug);
    expect(await offerings(sentinel)).toEqual(['aegis-threat-intelligence', 'guarded-camera-site']);
    // Who is paid beside it is not its business.
    const { chain } = await getOffering(as(sentinel), 'guarded-camera-site');
    expect(chain.map(({ payer, partner }) => [payer.slug, partner.slug])).toEqual([['aegis', 'sentinel']]);
    expect(await offerings(cumulus)).toEqual(['cumulus-cloud']);
    await expect(getOffering(as(skymesh), 'aegis-endpoint')).rejects.toMatchObject({ code: 'not_found' });
    await expect(getPartner(as(skymesh), 'cumulus')).rejects.toMatchObject({ code: 'not_found' });
    const [agreement] = (await listAgreements(as(cumulus), wholeList)).data;
    await expect(getAgreement(as(skymesh), agreement!.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(listAccounts(as(skymesh), wholeList)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a customer', () => {
  const NOT_FOR_CUSTOMERS = [
    ...[
      'account_mapping',
      'adjustment',
      'agreement',
      'agreement_signature',
      'audit_entry',
      'bill_run',
      'bill_run_account',
      'journal',
      'line_share',
    ],
    ...[
      'number_series',
      'offering_chain_link',
      'outbox_event',
      'partner_bill',
      'partner_bill_issue',
      'partner_bill_total',
    ],
    ...['posting', 'settlement_term', 'tax_rate', 'usage_key', 'usage_suspense'],
    ...['bank_details', 'bank_entry', 'bank_file', 'bank_statement', 'fx_rate'],
    ...['dunning_policy', 'dunning_sweep'],
  ];

  test('sees its own accounts in every table that has accounts, and no machinery', async () => {
    const accountTables = await asOwner<{ name: string }>(
      `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'billing_account_id'`,
    );
    for (const [slug, customerId] of Object.entries(demo.customers.customers)) {
      const scope = { ...whole(), customerId };
      const own = `(select a.id from billing_account a where a.customer_id = '${customerId}')`;
      for (const { name } of accountTables) {
        const where = `billing_account_id is null or billing_account_id not in ${own}`;
        expect([slug, name, await count(scope, name, where)]).toEqual([slug, name, 0n]);
      }
      for (const table of NOT_FOR_CUSTOMERS) expect([table, await count(scope, table)]).toEqual([table, 0n]);
      expect(await count(scope, 'party', `kind = 'customer' and id <> '${customerId}'`)).toBe(0n);
      expect(await count(scope, 'bill', "state <> 'issued'")).toBe(0n);
    }
  });

  test("finds its own accounts and products; another's does not exist", async () => {
    const { accounts, customers } = demo.customers;
    const ctx = actingAs(demo.world, 'customer', { id: customers.vistula!, name: 'Vistula' }, NOW);
    const numbers = (await listAccounts(ctx, wholeList)).data.map(({ number }) => number);
    expect(numbers).toEqual(['VL-2001', 'VL-2002']);
    const owners = (await listProducts(ctx, wholeList)).data.map(({ account }) => account.number);
    expect(new Set(owners)).toEqual(new Set(['VL-2001', 'VL-2002']));
    for (const id of [accounts['SB-1001'].id, 'SB-1001', 'no-such-account']) {
      await expect(getAccount(ctx, id)).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(scopeOf(ctx.actor).customerId).toBe(customers.vistula);
  });
});
