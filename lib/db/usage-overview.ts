import type { Sql } from '@/lib/db/tenant';

export type ReceivedDay = { day: string; meter: string; outcome: 'accepted' | 'waiting'; events: number };

/**
 * How many events came in on each day of a zone's calendar since an instant, by meter: those taken (reversals among them), and those
 * that wait still. Found by the time they were received, so that what is older costs nothing. With a supplier, its own.
 */
export const countReceived = (
  sql: Sql,
  { since, timeZone, senderId }: { since: string; timeZone: string; senderId: string | null },
): Promise<ReceivedDay[]> =>
  sql.query<ReceivedDay>(
    `select (e.received_at at time zone $2)::date::text as day, m.key as meter, 'accepted' as outcome, count(*)::int as events
     from usage_event e
     join meter m on m.operator_id = e.operator_id and m.id = e.meter_id
     where e.operator_id = (select scope_id('app.operator')) and e.received_at >= $1::timestamptz
       and ($3::uuid is null or exists (
         select from product p
         join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id
         where p.operator_id = e.operator_id and p.billing_account_id = e.billing_account_id and p.id = e.product_id
           and o.supplier_id = $3))
     group by 1, 2
     union all
     select (w.received_at at time zone $2)::date::text, w.meter, 'waiting', count(*)::int
     from usage_suspense w
     where w.recycled_at is null and w.received_at >= $1::timestamptz and ($3::uuid is null or w.sender_id = $3)
     group by 1, 2
     order by 1, 2, 3`,
    [since, timeZone, senderId],
  );

export type WaitingLateUsage = {
  id: string;
  accountNumber: string;
  accountName: string;
  product: string;
  reference: string;
  meter: string;
  periodFrom: string;
  events: number;
  firstReceivedAt: string;
};

/** Usage that came after the bill of its period and waits for the next one; the oldest period first, at most a hundred. */
export const listLateUsage = (sql: Sql): Promise<WaitingLateUsage[]> =>
  sql.query<WaitingLateUsage>(
    `select l.product_id || ' ' || l.meter_id || ' ' || l.period_from as id, a.number as "accountNumber",
       a.name as "accountName", p.name as product, p.reference, m.key as meter, l.period_from as "periodFrom",
       (l.event_count - l.billed_event_count)::int as events, l.first_received_at as "firstReceivedAt"
     from late_usage l
     join product p on p.operator_id = l.operator_id and p.billing_account_id = l.billing_account_id and p.id = l.product_id
     join billing_account a on a.operator_id = l.operator_id and a.id = l.billing_account_id
     join meter m on m.operator_id = l.operator_id and m.id = l.meter_id
     where l.event_count > l.billed_event_count
     order by l.period_from, a.number, p.reference, m.key limit 100`,
  );
