import type { Sql } from '@/lib/db/tenant';

/** Where usage of a product counts, in words, and what may rate it. */
export type UsagePlace = {
  reference: string;
  meter: string;
  unit: string;
  offering: string;
  accountNumber: string;
  prices: { name: string; model: string; currency: string; when: Record<string, string[]> | null }[];
};

/** For each product reference and meter the product in service on the day; of a supplier only its own. */
export const findUsagePlaces = (
  sql: Sql,
  supplierId: string | null,
  wanted: readonly { reference: string; meter: string; on: string }[],
): Promise<UsagePlace[]> =>
  sql.query<UsagePlace>(
    `select distinct on (k.reference, k.meter) k.reference, k.meter, m.unit, o.name as offering,
       a.number as "accountNumber",
       coalesce((
         select json_agg(json_build_object('name', r.name, 'model', r.plan ->> 'model', 'currency', r.currency,
           'when', r.plan -> 'when') order by r.id)
         from product_offering_price r
         where r.operator_id = p.operator_id and r.id = any(p.price_ids) and r.plan ->> 'meter' = k.meter), '[]') as prices
     from jsonb_to_recordset($1::jsonb) as k(reference text, meter text, "on" date)
     join product p on p.operator_id = (select scope_id('app.operator')) and p.reference = k.reference
       and p.started_on <= k."on" and (p.ended_on is null or p.ended_on > k."on")
     join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id
       and ($2::uuid is null or o.supplier_id = $2)
     join billing_account a on a.operator_id = p.operator_id and a.id = p.billing_account_id
     join meter m on m.operator_id = p.operator_id and m.key = k.meter
     order by k.reference, k.meter, p.started_on desc`,
    [JSON.stringify(wanted), supplierId],
  );
