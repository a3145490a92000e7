import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import { type SuspenseFilter, waitingWhere } from '@/lib/db/suspense-filter';
import type { Sql } from '@/lib/db/tenant';
import type { SuspendedBody } from '@/lib/db/usage-suspense';

/** What somebody did to a waiting event. */
export type SuspenseDeed = {
  at: string;
  by: string;
  deed: 'repaired' | 'dismissed' | 'accepted_late' | 'replaced';
  note: string | null;
  changes?: Readonly<Record<string, { from: string; to: string }>>;
};

export type SuspenseListRow = {
  id: string;
  reason: string;
  message: string;
  source: string;
  eventId: string;
  body: SuspendedBody;
  isRepaired: boolean;
  tries: number;
  lastTriedAt: string | null;
  receivedAt: string;
  senderId: string;
  sender: { id: string; slug: string; name: string } | null;
};

const COLUMNS = `w.id, w.reason, w.message, w.source, w.event_id as "eventId", coalesce(w.repaired_body, w.body) as body,
  w.repaired_body is not null as "isRepaired", w.tries, w.last_tried_at as "lastTriedAt", w.received_at as "receivedAt",
  w.sender_id as "senderId", case when p.id is null then null
    else json_build_object('id', p.id, 'slug', p.slug, 'name', p.name) end as sender`;
const TABLES = `usage_suspense w left join party p on p.operator_id = w.operator_id and p.id = w.sender_id`;

/** Usage that waits, the latest first. Filters by name as in `SuspenseFilter`; a sender that is no id finds nothing. */
export const listWaiting = (sql: Sql, query: ListQuery): Promise<Page<SuspenseListRow>> => {
  const { where, params } = waitingWhere(filterOf(query));
  return readPage(
    sql,
    {
      select: `select ${COLUMNS} from ${TABLES} where ${where}`,
      params,
      sortable: {
        receivedAt: { column: '"receivedAt"', type: 'timestamptz' },
        reason: { column: 'reason', type: 'text' },
      },
      defaultSort: { id: 'receivedAt', descending: true },
    },
    query,
  );
};

export type SuspenseRow = SuspenseListRow & {
  /** As it came, before any repair. */
  original: SuspendedBody;
  history: SuspenseDeed[];
  recycledAt: string | null;
  outcome: string | null;
};

/** One event, whether it waits still or waited once. */
export async function findSuspense(sql: Sql, id: string): Promise<SuspenseRow | null> {
  const rows = await sql.query<SuspenseRow>(
    `select ${COLUMNS}, w.body as original, w.history, w.recycled_at as "recycledAt", w.outcome
     from ${TABLES} where w.id = $1::uuid`,
    [id],
  );
  return rows[0] ?? null;
}

export type SuspenseCount = { reason: string; count: number; oldestAt: string };

export const countWaiting = (sql: Sql): Promise<SuspenseCount[]> =>
  sql.query<SuspenseCount>(
    `select reason, count(*)::int as count, min(received_at) as "oldestAt" from usage_suspense
     where recycled_at is null group by reason order by count(*) desc, reason`,
  );

/** How many wait that fit, and the newest of them by id; null when none does. */
export async function measureWaiting(
  sql: Sql,
  filter: SuspenseFilter,
): Promise<{ count: number; lastId: string } | null> {
  const { where, params } = waitingWhere(filter);
  const [row] = await sql.query<{ count: number; lastId: string | null }>(
    `select count(*)::int as count, (array_agg(w.id order by w.id desc))[1] as "lastId" from usage_suspense w where ${where}`,
    params,
  );
  return row && row.lastId !== null ? { count: row.count, lastId: row.lastId } : null;
}

export type WaitingSumRow = {
  reason: string;
  senderId: string;
  /** Null where there is no such meter. */
  meter: string | null;
  events: number;
  quantity: string;
  subjects: number;
  oldestAt: string;
};

/**
 * All that waits, added up by reason, sender and meter, in the order of the index that has all it needs. What names no known meter is
 * one row of its reason and sender.
 */
export const sumWaiting = (sql: Sql): Promise<WaitingSumRow[]> =>
  sql.query<WaitingSumRow>(
    `select w.reason, w.sender_id as "senderId", m.key as meter, sum(w.events)::int as events, sum(w.quantity) as quantity,
       sum(w.subjects)::int as subjects, min(w.oldest_at) as "oldestAt"
     from (
       select reason, sender_id, meter, count(*) as events, sum(quantity) as quantity, count(distinct subject) as subjects,
         min(received_at) as oldest_at
       from usage_suspense where operator_id = (select scope_id('app.operator')) and recycled_at is null
       group by reason, sender_id, meter) w
     left join meter m on m.key = w.meter
     group by w.reason, w.sender_id, m.key order by 1, 2, 3`,
  );

export type WaitingSample = {
  /** The group's place. */
  n: number;
  /** Of the product that the events name; null where that has none for the meter. */
  priceId: string | null;
  events: number;
  quantity: string;
  subjects: number;
};

/**
 * By which prices the events of each group would be taken, told by its first `subjects` product references: a bounded number of
 * look-ups, whatever waits. `ownPartyId` is the operator, whose usage may name anybody's product.
 */
export const sampleWaiting = (
  sql: Sql,
  groups: readonly { n: number; reason: string; senderId: string; meter: string }[],
  { ownPartyId, subjects }: { ownPartyId: string; subjects: number },
): Promise<WaitingSample[]> =>
  sql.query<WaitingSample>(
    `select g.n, p.price_id as "priceId", sum(s.events)::int as events, sum(s.quantity) as quantity, count(*)::int as subjects
     from jsonb_to_recordset($1::jsonb) as g(n int, reason text, "senderId" uuid, meter text)
     cross join lateral (
       select w.subject, count(*) as events, sum(w.quantity) as quantity
       from usage_suspense w
       where w.operator_id = (select scope_id('app.operator')) and w.recycled_at is null and w.reason = g.reason
         and w.sender_id = g."senderId" and w.meter = g.meter
       group by w.subject order by w.subject limit $3) s
     left join lateral (
       select pr.id as price_id
       from product p
       join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id
       join product_offering_price pr on pr.operator_id = p.operator_id and pr.id = any(p.price_ids)
       where p.operator_id = (select scope_id('app.operator')) and p.reference = s.subject
         and (o.supplier_id = g."senderId" or g."senderId" = $2::uuid)
         and pr.plan ->> 'kind' = 'usage' and pr.plan ->> 'meter' = g.meter
       order by pr.plan ? 'when', p.started_on desc, pr.id limit 1) p on true
     group by g.n, p.price_id order by g.n, p.price_id`,
    [JSON.stringify(groups), ownPartyId, subjects],
  );

export const listSenders = (
  sql: Sql,
  ids: readonly string[],
): Promise<{ id: string; slug: string; name: string }[]> =>
  sql.query('select id, slug, name from party where id = any($1::uuid[]) order by name', [[...new Set(ids)]]);

export type NamedProduct = {
  id: string;
  startedOn: string;
  endedOn: string | null;
  accountNumber: string;
  offering: { slug: string; name: string };
};

/** Products that answer to a reference, the latest first, at most ten; with a supplier only its own. */
export const findNamedProducts = (
  sql: Sql,
  supplierId: string | null,
  reference: string,
): Promise<NamedProduct[]> =>
  sql.query<NamedProduct>(
    `select p.id, p.started_on as "startedOn", p.ended_on as "endedOn", a.number as "accountNumber",
       json_build_object('slug', o.slug, 'name', o.name) as offering
     from product p
     join billing_account a on a.operator_id = p.operator_id and a.id = p.billing_account_id
     join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id
     where p.operator_id = (select scope_id('app.operator')) and p.reference = $2
       and ($1::uuid is null or o.supplier_id = $1)
     order by p.started_on desc, p.id limit 10`,
    [supplierId, reference],
  );

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function filterOf({ q, filters }: ListQuery): SuspenseFilter {
  const { reason, meter, sender } = filters;
  return { q, reason, meter, sender: sender?.map((id) => (UUID.test(id) ? id : NOBODY)) };
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
