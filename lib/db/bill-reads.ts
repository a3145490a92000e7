import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import { planInOrder } from '@/lib/db/plan-in-order';
import { joinShareTerm, type ShareTerm, shareTerm } from '@/lib/db/share-term';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import type { BillState } from '@/lib/domain/billing/state';

export type BillListRow = {
  id: string;
  number: string | null;
  state: BillState;
  billingAccount: { id: string; number: string; name: string };
  customer: { id: string; slug: string; name: string };
  cycleId: string;
  periodFrom: string;
  periodTo: string;
  currency: string;
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  amountDueMinor: bigint;
  issuedOn: string | null;
  dueOn: string | null;
};

/**
 * Bills the scope may see, the latest first; filters `state`, `cycle`, `account`, `customer` (ids), `currency`. Finds by
 * the bill's number, the account's number or name, and the customer's name. `seesAll`: the scope is all of an operator's.
 */
export async function listBillRows(
  sql: Sql,
  query: ListQuery,
  { seesAll }: { seesAll: boolean },
): Promise<Page<BillListRow>> {
  const { filters, q, sort } = query;
  const isNarrowed = q !== '' || Object.values(filters).some((options) => options.length > 0);
  if (seesAll && !isNarrowed && sort?.id !== 'total') await planInOrder(sql);
  const params: unknown[] = [];
  const where = ["b.state <> 'cancelled'"];
  const only = (column: string, options: readonly string[] | undefined) => {
    if (options?.length) where.push(`${column} = any($${params.push(options)}::text[])`);
  };
  const onlyId = (column: string, ids: readonly string[] | undefined) => {
    if (ids?.length) where.push(`${column} = any($${params.push(ids.map(uuidOrNull))}::uuid[])`);
  };
  only('b.state', filters.state);
  onlyId('b.cycle_id', filters.cycle);
  onlyId('b.billing_account_id', filters.account);
  onlyId('a.customer_id', filters.customer);
  only('b.currency::text', filters.currency);
  if (q !== '') {
    const pattern = `$${params.push(containing(q))}`;
    where.push(
      `(b.number ilike ${pattern} or a.number ilike ${pattern} or a.name ilike ${pattern} or c.name ilike ${pattern})`,
    );
  }
  return readPage(
    sql,
    {
      select: `select ${columns} ${from} where ${where.join(' and ')}`,
      params,
      sortable: {
        period: { column: '"periodTo"', type: 'date' },
        total: { column: '"totalMinor"', type: 'int8' },
      },
      defaultSort: { id: 'period', descending: true },
    },
    query,
  );
}

export type BillRow = BillListRow & { contentHash: Buffer | null; parties: BillParties; runId: string };

/** Buyer, sellers and suppliers as they were when the bill was written; sellers and suppliers by party id. */
export type BillParties = {
  buyer: PartySnapshot & { accountNumber: string; accountName: string; language: string };
  sellers: Record<string, PartySnapshot & { slug: string }>;
  suppliers: Record<string, { name: string; slug: string }>;
};

type PartySnapshot = {
  name: string;
  legalName: string;
  country: string;
  vatId: string | null;
  address: { street: string; town: string; postcode: string; subdivision?: string };
};

export async function findBill(sql: Sql, id: string): Promise<BillRow | null> {
  const rows = await sql.query<BillRow>(
    `select ${columns}, b.content_hash as "contentHash", b.parties, b.run_id as "runId" ${from} where b.id = $1::uuid`,
    [uuidOrNull(id)],
  );
  return rows[0] ?? null;
}

export type BillLineRow = {
  id: string;
  lineKey: string;
  position: number;
  supplierId: string;
  supplierRole: 'operator' | 'principal' | 'agent';
  sellerId: string;
  kind: string;
  sourceMode: 'own' | 'hub' | 'partner' | 'file';
  partnerBillId: string | null;
  description: string;
  periodFrom: string;
  periodTo: string;
  quantity: string | null;
  unit: string | null;
  exact: string;
  amountMinor: bigint;
  taxCategory: string;
  taxRatePpm: bigint;
  steps: ({ code: string } & Record<string, string>)[];
};

type BillKey = { billingAccount: { id: string }; id: string };
const key = (bill: BillKey) => [bill.billingAccount.id, bill.id];
const ofBill = 'billing_account_id = $1::uuid and bill_id = $2::uuid';

/** In the order of the bill. */
export const listBillLineRows = (sql: Sql, bill: BillKey): Promise<BillLineRow[]> =>
  sql.query<BillLineRow>(
    `select id, line_key as "lineKey", position, supplier_id as "supplierId", supplier_role as "supplierRole", seller_id as "sellerId", kind,
       source_mode as "sourceMode", partner_bill_id as "partnerBillId", description, period_from as "periodFrom",
       period_to as "periodTo", trim_scale(quantity)::text as quantity, unit, trim_scale(exact)::text as exact,
       amount_minor as "amountMinor", tax_category as "taxCategory", tax_rate_ppm as "taxRatePpm", steps
     from bill_line where ${ofBill} order by position`,
    key(bill),
  );

export type BillTaxRow = {
  sellerId: string;
  category: string;
  ratePpm: bigint;
  baseMinor: bigint;
  taxMinor: bigint;
  reasonCode: string | null;
  reason: string | null;
};

export const listBillTaxRows = (sql: Sql, bill: BillKey): Promise<BillTaxRow[]> =>
  sql.query<BillTaxRow>(
    `select seller_id as "sellerId", category, rate_ppm as "ratePpm", base_minor as "baseMinor",
       tax_minor as "taxMinor", reason_code as "reasonCode", reason
     from bill_tax where ${ofBill} order by seller_id, category, rate_ppm`,
    key(bill),
  );

export type InvoiceRow = {
  sellerId: string;
  typeCode: string;
  number: string | null;
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
};

export const listInvoiceRows = (sql: Sql, bill: BillKey): Promise<InvoiceRow[]> =>
  sql.query<InvoiceRow>(
    `select seller_id as "sellerId", type_code as "typeCode", number, net_minor as "netMinor", tax_minor as "taxMinor",
       total_minor as "totalMinor"
     from invoice where ${ofBill} order by id`,
    key(bill),
  );

export type LineShareRow = {
  lineId: string;
  party: string;
  partyName: string;
  amountMinor: bigint;
  /** For what the term holds that gave it, by names; null: no term did. */
  term: ShareTerm | null;
  steps: ({ code: string } & Record<string, string>)[];
};

/** Who gets what of each line. A partner sees its own, a customer none. */
export const listLineShareRows = (sql: Sql, bill: BillKey): Promise<LineShareRow[]> =>
  sql.query<LineShareRow>(
    `select s.line_id as "lineId", p.slug as party, p.name as "partyName", s.amount_minor as "amountMinor",
       ${shareTerm}, s.steps
     from line_share s join party p on p.operator_id = s.operator_id and p.id = s.party_id
     ${joinShareTerm}
     where s.${ofBill.replace('and ', 'and s.')}
     order by s.line_id, (p.kind <> 'operator'), p.name`,
    key(bill),
  );

export type BilledPartnerRow = {
  partnerBillId: string;
  lineNo: number;
  externalAccount: string | null;
  externalName: string | null;
  service: string;
  description: string;
  chargeCategory: string | null;
  quantity: string | null;
  unit: string | null;
  amount: string;
  chargeFromAt: string | null;
  chargeToAt: string | null;
};

/** The partner's own rows behind one bill line, in the order of its file; filter none, sort `line` or `amount`. */
export function listBilledPartnerRows(
  sql: Sql,
  line: { billingAccountId: string; lineKey: string },
  query: ListQuery,
): Promise<Page<BilledPartnerRow & { id: string }>> {
  return readPage(
    sql,
    {
      // A row has no id of its own; its number in its file, spelled as one, keeps the pages apart.
      select: `select (lpad(to_hex(line_no), 8, '0') || '-0000-0000-0000-000000000000')::uuid as id,
          partner_bill_id as "partnerBillId", line_no as "lineNo", external_account as "externalAccount",
          external_name as "externalName", service, description, charge_category as "chargeCategory",
          trim_scale(quantity)::text as quantity, unit, trim_scale(amount)::text as amount, amount as exact_amount,
          charge_from_at as "chargeFromAt", charge_to_at as "chargeToAt"
        from partner_bill_line
        where state = 'accepted' and billing_account_id = $1::uuid and bill_line_key = $2`,
      params: [line.billingAccountId, line.lineKey],
      sortable: {
        line: { column: '"lineNo"', type: 'int4' },
        amount: { column: 'exact_amount', type: 'numeric' },
      },
      defaultSort: { id: 'line', descending: false },
    },
    query,
  );
}

const columns = `b.id, b.number, b.state, b.cycle_id as "cycleId", b.period_from as "periodFrom",
  b.period_to as "periodTo", b.currency, b.net_minor as "netMinor", b.tax_minor as "taxMinor",
  b.total_minor as "totalMinor", b.amount_due_minor as "amountDueMinor", b.issued_on as "issuedOn", b.due_on as "dueOn",
  json_build_object('id', a.id, 'number', a.number, 'name', a.name) as "billingAccount",
  json_build_object('id', c.id, 'slug', c.slug, 'name', c.name) as customer`;

const from = `from bill b
  join billing_account a on a.operator_id = b.operator_id and a.id = b.billing_account_id
  join party c on c.operator_id = a.operator_id and c.id = a.customer_id`;
