import { civilAsDate } from '@/lib/db/civil';
import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql, TenantClient } from '@/lib/db/tenant';

export type NewProduct = {
  id: string;
  billingAccountId: string;
  offeringId: string;
  name: string;
  reference: string;
  quantity: string;
  priceIds: string[];
  startedOn: string;
  endedOn: string | null;
};

export async function insertProduct(tx: TenantClient, operatorId: string, row: NewProduct): Promise<void> {
  await tx.product.create({
    data: {
      ...row,
      operatorId,
      startedOn: civilAsDate(row.startedOn),
      endedOn: row.endedOn === null ? null : civilAsDate(row.endedOn),
    },
  });
}

/** The product's row, locked until the transaction ends, so that two changes of it queue up. */
export async function lockProduct(tx: TenantClient, id: string): Promise<NewProduct | null> {
  const rows = await tx.$queryRaw<NewProduct[]>`
    select id::text, billing_account_id::text as "billingAccountId", offering_id::text as "offeringId", name,
      reference, trim_scale(quantity)::text as quantity, price_ids::text[] as "priceIds",
      started_on::text as "startedOn", ended_on::text as "endedOn"
    from product where id = ${id}::uuid for update`;
  return rows[0] ?? null;
}

export async function endProductOn(
  tx: TenantClient,
  key: { operatorId: string; billingAccountId: string; id: string },
  endedOn: string,
): Promise<void> {
  await tx.product.update({
    where: { operatorId_billingAccountId_id: key },
    data: { endedOn: civilAsDate(endedOn) },
  });
}

/** Other products of the same supplier that answer to the reference on some day of `[from, to)`; usage could not tell them apart. */
export async function findOverlapping(
  tx: TenantClient,
  supplierId: string,
  product: { reference: string; startedOn: string; endedOn: string | null },
): Promise<{ id: string }[]> {
  return tx.$queryRaw`
    select p.id::text from product p
    join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id
    where p.reference = ${product.reference} and o.supplier_id = ${supplierId}::uuid
      and p.started_on < coalesce(${product.endedOn}::date, 'infinity')
      and coalesce(p.ended_on, 'infinity') > ${product.startedOn}::date
    limit 1`;
}

/** One at a time per reference: two products with one reference cannot be added side by side. */
export async function lockReference(tx: TenantClient, operatorId: string, reference: string): Promise<void> {
  await tx.$executeRaw`
    select pg_advisory_xact_lock(hashtextextended(${`product:${operatorId}:${reference}`}, 0))`;
}

export type ProductListRow = {
  id: string;
  name: string;
  reference: string;
  quantity: string;
  offering: { id: string; slug: string; name: string; category: string };
  supplier: { id: string; slug: string; name: string };
  supplierName: string;
  account: { id: string; number: string; name: string };
  accountNumber: string;
  priceIds: string[];
  startedOn: string;
  endedOn: string | null;
};

/** Products the scope may see; filters `account` (id), `supplier` (id), `offering` (id), `state` (planned, active, ended on `on`). */
export function listProducts(sql: Sql, on: string, query: ListQuery): Promise<Page<ProductListRow>> {
  return readPage(
    sql,
    {
      select: `
        select p.id, p.name, p.reference, trim_scale(p.quantity)::text as quantity,
          p.price_ids::text[] as "priceIds", p.started_on as "startedOn", p.ended_on as "endedOn",
          s.name as "supplierName", coalesce(a.number, '') as "accountNumber",
          json_build_object('id', o.id, 'slug', o.slug, 'name', o.name, 'category', o.category) as offering,
          json_build_object('id', s.id, 'slug', s.slug, 'name', s.name) as supplier,
          json_build_object('id', p.billing_account_id, 'number', coalesce(a.number, ''),
            'name', coalesce(a.name, '')) as account
        from product p
        join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id
        join party s on s.operator_id = o.operator_id and s.id = o.supplier_id
        left join billing_account a on a.operator_id = p.operator_id and a.id = p.billing_account_id
        where ($1 = '' or p.name ilike $2 or p.reference ilike $2 or o.name ilike $2)
          and (cardinality($3::text[]) = 0 or p.billing_account_id::text = any($3))
          and (cardinality($4::text[]) = 0 or o.supplier_id::text = any($4))
          and (cardinality($5::text[]) = 0 or o.id::text = any($5))
          and (cardinality($6::text[]) = 0 or case
            when p.started_on > $7::date then 'planned' when p.ended_on <= $7::date then 'ended' else 'active'
            end = any($6))`,
      params: [
        query.q,
        containing(query.q),
        query.filters.account ?? [],
        query.filters.supplier ?? [],
        query.filters.offering ?? [],
        query.filters.state ?? [],
        on,
      ],
      sortable: {
        name: { column: 'name', type: 'text' },
        reference: { column: 'reference', type: 'text' },
        supplier: { column: '"supplierName"', type: 'text' },
        account: { column: '"accountNumber"', type: 'text' },
        startedOn: { column: '"startedOn"', type: 'date' },
      },
      defaultSort: { id: 'name', descending: false },
    },
    query,
  );
}

/** What an account's products are called, by name. */
export const findProductNames = (
  sql: Sql,
  billingAccountId: string,
  ids: readonly string[],
): Promise<{ id: string; name: string; reference: string }[]> =>
  sql.query(
    `select id, name, reference from product where billing_account_id = $1::uuid and id = any($2::uuid[])
     order by name, id`,
    [billingAccountId, ids],
  );
