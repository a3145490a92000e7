import type { Sql } from '@/lib/db/tenant';

export type WaitingUsageRow = {
  billingAccountId: string;
  productId: string;
  /** The meter's key, as the event says. */
  meter: string;
  count: bigint;
  quantity: string;
};

/**
 * Usage until an instant that waits in suspense and names a product of these accounts, sent by whom the product is from or by the
 * operator itself; summed by product and meter. Asks nothing where nothing waits at all; else one index probe a product.
 */
export const readWaitingUsage = (
  sql: Sql,
  accountIds: readonly string[],
  until: string,
): Promise<WaitingUsageRow[]> =>
  sql.query<WaitingUsageRow>(
    `select p.billing_account_id as "billingAccountId", p.id as "productId", w.meter, count(*) as count,
       sum(w.quantity) as quantity
     from product p
     join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id
     join operator y on y.id = p.operator_id
     join usage_suspense w on w.operator_id = p.operator_id and w.subject = p.reference and w.recycled_at is null
       and w.sender_id in (o.supplier_id, y.party_id)
     where p.billing_account_id = any($1::uuid[])
       and (coalesce(w.repaired_body, w.body) ->> 'occurredAt')::timestamptz < $2::date + interval '1 day'
       and exists (select from usage_suspense where recycled_at is null)
     group by p.billing_account_id, p.id, w.meter order by p.billing_account_id, p.id, w.meter`,
    [accountIds, until],
  );
