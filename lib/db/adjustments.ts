import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import type { AdjustmentOwner, AdjustmentState } from '@/lib/domain/billing/adjustment';
import type { SupplierRole } from '@/lib/domain/billing/charge-line';

export type NewAdjustment = {
  billingAccountId: string;
  id: string;
  owner: AdjustmentOwner;
  description: string;
  reason: string;
  currency: string;
  amountMinor: bigint;
  taxClass: string;
  periodFrom: string;
  periodTo: string;
  productId: string | null;
  offeringId: string | null;
  refersToLineId: string | null;
  createdBy: string;
  createdAt: string;
};

export async function insertAdjustment(sql: Sql, operatorId: string, row: NewAdjustment): Promise<void> {
  await sql.query(
    `insert into adjustment (operator_id, billing_account_id, id, state, owner, description, reason, currency, amount_minor, tax_class,
       period_from, period_to, product_id, offering_id, refers_to_line_id, created_by, created_at)
     values ($1::uuid, $2::uuid, $3::uuid, 'pending', $4, $5, $6, $7, $8, $9, $10::date, $11::date, $12::uuid, $13::uuid, $14::uuid, $15,
       $16::timestamptz)`,
    [
      ...[operatorId, row.billingAccountId, row.id, row.owner, row.description, row.reason, row.currency],
      ...[row.amountMinor, row.taxClass, row.periodFrom, row.periodTo],
      ...[row.productId, row.offeringId, row.refersToLineId, row.createdBy, row.createdAt],
    ],
  );
}

export type AdjustmentRow = {
  id: string;
  state: AdjustmentState;
  owner: AdjustmentOwner;
  description: string;
  reason: string;
  currency: string;
  amountMinor: bigint;
  taxClass: string;
  periodFrom: string;
  periodTo: string;
  billingAccount: { id: string; number: string; name: string };
  customer: { id: string; slug: string; name: string };
  product: { id: string; name: string } | null;
  offering: { id: string; slug: string; name: string } | null;
  /** The line of an issued bill that it is about. */
  refersTo: { billId: string; billNumber: string; lineId: string; description: string } | null;
  createdBy: string;
  createdAt: string;
  withdrawnBy: string | null;
  withdrawnAt: string | null;
  withdrawalReason: string | null;
  /** The line it is: of an issued bill, or of a draft while it is pending. */
  line: { id: string; billId: string; billNumber: string | null } | null;
};

export async function findAdjustment(sql: Sql, id: string): Promise<AdjustmentRow | null> {
  const [row] = await sql.query<AdjustmentRow>(`${select} where j.id = $1::uuid`, [uuidOrNull(id)]);
  return row ?? null;
}

/** Until the transaction ends nobody else asks whether there is an adjustment of this id, or makes it. */
export const holdAdjustmentId = (sql: Sql, id: string): Promise<unknown> =>
  sql.query("select pg_advisory_xact_lock(hashtextextended('adjustment:' || $1, 0))", [id]);

/** Locked until the transaction ends: no run drafts it and none issues it meanwhile. */
export async function lockAdjustment(
  sql: Sql,
  id: string,
): Promise<{ billingAccountId: string; state: AdjustmentState } | null> {
  const [row] = await sql.query<{ billingAccountId: string; state: AdjustmentState }>(
    `select billing_account_id as "billingAccountId", state from adjustment where id = $1::uuid for update`,
    [uuidOrNull(id)],
  );
  return row ?? null;
}

export async function withdrawAdjustmentRow(
  sql: Sql,
  { billingAccountId, id }: { billingAccountId: string; id: string },
  withdrawn: { by: string; at: string; reason: string },
): Promise<void> {
  await sql.query(
    `update adjustment set state = 'withdrawn', withdrawn_by = $3, withdrawn_at = $4::timestamptz, withdrawal_reason = $5
     where billing_account_id = $1::uuid and id = $2::uuid`,
    [billingAccountId, id, withdrawn.by, withdrawn.at, withdrawn.reason],
  );
}

/**
 * Adjustments, the latest first; filters `state`, `account` (ids or numbers), `bill` (id, that they are on), `kind` (`charge`, `credit`), `currency`. Finds
 * by what the customer reads, and by the account's number and the customer's name.
 */
export function listAdjustmentRows(
  sql: Sql,
  { filters, q, ...query }: ListQuery,
): Promise<Page<AdjustmentRow>> {
  const params: unknown[] = [];
  const where = ['true'];
  const { state, account, bill, kind, currency } = filters;
  if (state?.length) where.push(`j.state = any($${params.push(state)}::text[])`);
  if (account?.length) {
    const [ids, numbers] = [params.push(account.map(uuidOrNull)), params.push(account)];
    where.push(
      `j.billing_account_id in (select id from billing_account where id = any($${ids}::uuid[]) or number = any($${numbers}::text[]))`,
    );
  }
  if (bill?.length) where.push(`j.bill_id = any($${params.push(bill.map(uuidOrNull))}::uuid[])`);
  if (kind?.length)
    where.push(
      `case when j.amount_minor < 0 then 'credit' else 'charge' end = any($${params.push(kind)}::text[])`,
    );
  if (currency?.length) where.push(`j.currency::text = any($${params.push(currency)}::text[])`);
  if (q !== '') {
    const pattern = `$${params.push(containing(q))}`;
    where.push(`(j.description ilike ${pattern} or a.number ilike ${pattern} or c.name ilike ${pattern})`);
  }
  return readPage(
    sql,
    {
      select: `${select} where ${where.join(' and ')}`,
      params,
      sortable: {
        created: { column: '"createdAt"', type: 'timestamptz' },
        amount: { column: '"amountMinor"', type: 'int8' },
      },
      defaultSort: { id: 'created', descending: true },
    },
    query,
  );
}

const select = `select j.id, j.state, j.owner, j.description, j.reason, j.currency, j.amount_minor as "amountMinor",
    j.tax_class as "taxClass", j.period_from as "periodFrom", j.period_to as "periodTo",
    json_build_object('id', a.id, 'number', a.number, 'name', a.name) as "billingAccount",
    json_build_object('id', c.id, 'slug', c.slug, 'name', c.name) as customer,
    case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as product,
    case when o.id is not null then json_build_object('id', o.id, 'slug', o.slug, 'name', o.name) end as offering,
    case when r.id is not null then json_build_object('billId', r.bill_id, 'billNumber', rb.number, 'lineId', r.id,
      'description', r.description) end as "refersTo",
    j.created_by as "createdBy", j.created_at as "createdAt", j.withdrawn_by as "withdrawnBy",
    j.withdrawn_at as "withdrawnAt", j.withdrawal_reason as "withdrawalReason",
    case when l.id is not null and j.state <> 'withdrawn'
      then json_build_object('id', l.id, 'billId', l.bill_id, 'billNumber', lb.number) end as line
  from adjustment j
  join billing_account a on a.operator_id = j.operator_id and a.id = j.billing_account_id
  join party c on c.operator_id = a.operator_id and c.id = a.customer_id
  left join product p on p.operator_id = j.operator_id and p.billing_account_id = j.billing_account_id and p.id = j.product_id
  left join product_offering o on o.operator_id = j.operator_id and o.id = j.offering_id
  left join bill_line r on r.operator_id = j.operator_id and r.billing_account_id = j.billing_account_id
    and r.id = j.refers_to_line_id
  left join bill rb on rb.operator_id = r.operator_id and rb.billing_account_id = r.billing_account_id and rb.id = r.bill_id
  left join bill_line l on l.operator_id = j.operator_id and l.billing_account_id = j.billing_account_id
    and l.line_key = 'adjustment:' || j.id
  left join bill lb on lb.operator_id = l.operator_id and lb.billing_account_id = l.billing_account_id and lb.id = l.bill_id`;

/** A line of an issued bill that an adjustment may be about. */
export type AdjustableLine = {
  id: string;
  billingAccountId: string;
  billId: string;
  billNumber: string;
  description: string;
  supplierRole: SupplierRole;
  supplierId: string;
  sellerId: string;
  productId: string | null;
  offeringId: string | null;
  agreementId: string | null;
  taxClass: string;
  periodFrom: string;
  periodTo: string;
};

export async function findAdjustableLine(sql: Sql, id: string): Promise<AdjustableLine | null> {
  const [row] = await sql.query<AdjustableLine>(
    `select l.id, l.billing_account_id as "billingAccountId", l.bill_id as "billId", b.number as "billNumber", l.description,
       l.supplier_role as "supplierRole", l.supplier_id as "supplierId", l.seller_id as "sellerId",
       l.product_id as "productId", l.offering_id as "offeringId", l.agreement_id as "agreementId", l.tax_class as "taxClass",
       l.period_from as "periodFrom", l.period_to as "periodTo"
     from bill_line l
     join bill b on b.operator_id = l.operator_id and b.billing_account_id = l.billing_account_id and b.id = l.bill_id
       and b.state = 'issued'
     where l.id = $1::uuid`,
    [uuidOrNull(id)],
  );
  return row ?? null;
}

/** A product of the account, ended ones too. */
export async function findAdjustableProduct(
  sql: Sql,
  billingAccountId: string,
  id: string,
): Promise<{ id: string; offeringId: string } | null> {
  const [row] = await sql.query<{ id: string; offeringId: string }>(
    `select id, offering_id as "offeringId" from product where billing_account_id = $1::uuid and id = $2::uuid`,
    [billingAccountId, uuidOrNull(id)],
  );
  return row ?? null;
}

/** An offering by id, or the latest version of a slug. */
export async function findAdjustableOffering(
  sql: Sql,
  idOrSlug: string,
): Promise<{ id: string; taxClass: string } | null> {
  const [row] = await sql.query<{ id: string; taxClass: string }>(
    `select id, tax_class as "taxClass" from product_offering where id = $2::uuid or slug = $1 order by version desc limit 1`,
    [idOrSlug, uuidOrNull(idOrSlug)],
  );
  return row ?? null;
}

export type AdjustableProductRow = {
  id: string;
  name: string;
  reference: string;
  /** Whose offering it is; null: the operator's. */
  partner: string | null;
  taxClass: string;
};

/** What an adjustment of an account may be about, what has ended last; no more than a person looks through. */
export const listAdjustableProducts = (sql: Sql, billingAccountId: string): Promise<AdjustableProductRow[]> =>
  sql.query<AdjustableProductRow>(
    `select p.id, p.name, p.reference, case when s.kind = 'partner' then s.name end as partner, o.tax_class as "taxClass"
     from product p
     join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id
     join party s on s.operator_id = o.operator_id and s.id = o.supplier_id
     where p.billing_account_id = $1::uuid
     order by p.ended_on is not null, p.name, p.reference, p.id limit 500`,
    [billingAccountId],
  );
