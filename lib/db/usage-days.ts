import type { Sql } from '@/lib/db/tenant';

export type WatchedKey = { billingAccountId: string; productId: string; meterId: string };

/** How far the days are filled, locked until the transaction ends; null before the first time. */
export async function lockUsageWatch(sql: Sql, operatorId: string): Promise<string | null> {
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('usage-watch:' || $1::text, 0))`, [
    operatorId,
  ]);
  const [row] = await sql.query<{ rolledTo: string }>('select rolled_to as "rolledTo" from usage_watch');
  return row?.rolledTo ?? null;
}

/** Since when something has been at work that stamps all it takes with the time it began: files and recycling. Null: nothing is. */
export async function oldestIntake(sql: Sql): Promise<string | null> {
  const [row] = await sql.query<{ since: string | null }>(
    `select least(
       (select min(started_at) from usage_file where state = 'reading'),
       (select min(created_at) from suspense_recycle where state in ('waiting', 'running'))) as since`,
  );
  return row?.since ?? null;
}

/**
 * Adds the events that arrived in `[from, to)` to the days of their accounts' calendars, a reversal taking its event's quantity and
 * count back, and moves the watch on. Answers what was touched since `sinceDay`. Once per event: the watch says what was added.
 */
export async function rollUsageDays(
  sql: Sql,
  operatorId: string,
  window: { from: string | null; to: string; sinceDay: string },
): Promise<WatchedKey[]> {
  const { from, to, sinceDay } = window;
  const rows = await sql.query<WatchedKey>(
    `with arrived as (
       select e.billing_account_id, e.product_id, e.meter_id, (e.occurred_at at time zone a.time_zone)::date as day,
         sum(e.quantity) as quantity, coalesce(max(e.quantity) filter (where e.reverses_id is null), 0) as maximum,
         count(*) filter (where e.reverses_id is null) - count(*) filter (where e.reverses_id is not null) as event_count
       from usage_event e
       join billing_account a on a.operator_id = e.operator_id and a.id = e.billing_account_id
       where ($1::timestamptz is null or e.received_at >= $1) and e.received_at < $2::timestamptz
       group by 1, 2, 3, 4),
     added as (
       insert into usage_day (operator_id, billing_account_id, product_id, meter_id, day, quantity, maximum, event_count)
       select $3::uuid, * from arrived order by 2, 3, 4, 5
       on conflict (operator_id, billing_account_id, product_id, meter_id, day) do update
       set quantity = usage_day.quantity + excluded.quantity,
         maximum = greatest(usage_day.maximum, excluded.maximum),
         event_count = usage_day.event_count + excluded.event_count),
     watch as (
       insert into usage_watch (operator_id, rolled_to) values ($3::uuid, $2::timestamptz)
       on conflict (operator_id) do update set rolled_to = excluded.rolled_to)
     select distinct billing_account_id as "billingAccountId", product_id as "productId", meter_id as "meterId"
     from arrived where day >= $4::date
     order by 1, 2, 3`,
    [from, to, operatorId, sinceDay],
  );
  return rows;
}

export type WatchedUsage = WatchedKey & {
  accountTimeZone: string;
  productName: string;
  productReference: string;
  customerId: string;
  meterName: string;
  unit: string;
  aggregation: string;
  startedOn: string;
  /** [day, quantity, maximum, events] as text, in any order. */
  days: [string, string, string, string][];
};

/** What these products used on each day since `since`, with what is needed to speak of it. */
export const readUsageDays = (
  sql: Sql,
  keys: readonly WatchedKey[],
  since: string,
): Promise<WatchedUsage[]> =>
  sql.query<WatchedUsage>(
    `select k.account_id as "billingAccountId", k.product_id as "productId", k.meter_id as "meterId",
       a.time_zone as "accountTimeZone", a.customer_id as "customerId", p.name as "productName",
       p.reference as "productReference", m.name as "meterName", m.unit, m.aggregation,
       p.started_on as "startedOn",
       (select coalesce(json_agg(json_build_array(d.day, d.quantity::text, d.maximum::text, d.event_count::text)), '[]')
        from usage_day d where d.billing_account_id = k.account_id and d.product_id = k.product_id
          and d.meter_id = k.meter_id and d.day >= $4::date) as days
     from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as k(account_id, product_id, meter_id)
     join billing_account a on a.id = k.account_id
     join product p on p.billing_account_id = k.account_id and p.id = k.product_id
     join meter m on m.id = k.meter_id
     order by 1, 2, 3`,
    [
      keys.map((key) => key.billingAccountId),
      keys.map((key) => key.productId),
      keys.map((key) => key.meterId),
      since,
    ],
  );

/** Everything of an account that was used since `since`. */
export const findUsedKeys = (sql: Sql, billingAccountId: string, since: string): Promise<WatchedKey[]> =>
  sql.query<WatchedKey>(
    `select distinct billing_account_id as "billingAccountId", product_id as "productId", meter_id as "meterId"
     from usage_day where billing_account_id = $1::uuid and day >= $2::date order by 2, 3`,
    [billingAccountId, since],
  );

/** What is older than any comparison looks back. */
export const dropUsageDays = (sql: Sql, before: string): Promise<unknown> =>
  sql.query('delete from usage_day where day < $1::date', [before]);

/** Where to write about an account: the addresses of its open budgets. */
export const readAlertAddresses = (
  sql: Sql,
  accountIds: readonly string[],
): Promise<{ billingAccountId: string; emails: string[] }[]> =>
  sql.query(
    `select b.billing_account_id as "billingAccountId", array_agg(distinct e.email order by e.email) as emails
     from usage_budget b cross join lateral unnest(b.emails) as e(email)
     where b.billing_account_id = any($1::uuid[]) and b.ended_at is null
     group by b.billing_account_id`,
    [accountIds],
  );
