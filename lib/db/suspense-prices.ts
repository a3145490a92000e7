import type { Sql } from '@/lib/db/tenant';

/** A usage price that might take an event. `plan` is a price component as it is stored. */
export type CandidatePrice = {
  id: string;
  name: string;
  meter: string;
  currency: string;
  plan: unknown;
  supplierId: string;
};

const PRICE = `pr.id, pr.name, pr.plan ->> 'meter' as meter, pr.currency, pr.plan, o.supplier_id as "supplierId"`;

/**
 * Usage prices of these meters in force on a day, by supplier: what its products would be sold at. Those without a condition first,
 * then those in the operator's currency, then the newest.
 */
export const findCurrentPrices = (
  sql: Sql,
  { meters, on }: { meters: readonly string[]; on: string },
): Promise<CandidatePrice[]> =>
  sql.query<CandidatePrice>(
    `select ${PRICE}
     from product_offering o
     join product_offering_price pr on pr.operator_id = o.operator_id and pr.offering_id = o.id
     join operator op on op.id = o.operator_id
     where o.state = 'active' and pr.plan ->> 'kind' = 'usage' and pr.plan ->> 'meter' = any($1::text[])
       and pr.valid_from <= $2::date and (pr.valid_to is null or pr.valid_to > $2::date)
     order by pr.plan ? 'when', pr.currency <> op.currency, pr.valid_from desc, pr.id`,
    [meters, on],
  );

export const findPricesById = (sql: Sql, ids: readonly string[]): Promise<CandidatePrice[]> =>
  sql.query<CandidatePrice>(
    `select ${PRICE}
     from product_offering_price pr
     join product_offering o on o.operator_id = pr.operator_id and o.id = pr.offering_id
     where pr.id = any($1::uuid[])`,
    [ids],
  );

/** The prices of the products that events name; `n` is the event's place in `events`. The operator may name anybody's product. */
export const findNamedPrices = (
  sql: Sql,
  events: readonly { senderId: string; subject: string; meter: string }[],
  ownPartyId: string,
): Promise<(CandidatePrice & { n: number })[]> =>
  sql.query(
    `select r.n, ${PRICE}
     from jsonb_to_recordset($1::jsonb) as r(n int, "senderId" uuid, subject text, meter text)
     join product p on p.operator_id = (select scope_id('app.operator')) and p.reference = r.subject
     join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id
       and (o.supplier_id = r."senderId" or r."senderId" = $2::uuid)
     join product_offering_price pr on pr.operator_id = p.operator_id and pr.id = any(p.price_ids)
       and pr.plan ->> 'kind' = 'usage' and pr.plan ->> 'meter' = r.meter
     order by r.n, p.started_on desc, array_position(p.price_ids, pr.id)`,
    [JSON.stringify(events.map((event, n) => ({ n, ...event }))), ownPartyId],
  );

export type MeterRevenue = { meter: string; currency: string; amountMinor: bigint; quantity: string };

/** What the latest thousand issued bills charged for these meters, and for how much of them; the largest sum first. */
export const sumMeterRevenue = (sql: Sql, meters: readonly string[]): Promise<MeterRevenue[]> =>
  sql.query<MeterRevenue>(
    `select pr.plan ->> 'meter' as meter, b.currency, sum(l.amount_minor)::int8 as "amountMinor", sum(l.quantity) as quantity
     from (select operator_id, billing_account_id, id, currency from bill where state = 'issued' order by id desc limit 1000) b
     join bill_line l on l.operator_id = b.operator_id and l.billing_account_id = b.billing_account_id and l.bill_id = b.id
     join product_offering_price pr on pr.operator_id = l.operator_id and pr.id = l.price_id
     where l.kind = 'usage' and l.quantity > 0 and pr.plan ->> 'meter' = any($1::text[])
     group by 1, 2 order by 3 desc`,
    [meters],
  );

/** How the meters of these keys count. */
export const findAggregations = (
  sql: Sql,
  keys: readonly string[],
): Promise<{ key: string; aggregation: string }[]> =>
  sql.query('select key, aggregation from meter where key = any($1::text[])', [keys]);
