import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';

export type AlertKind = 'budget' | 'unusual_usage';

export type NewAlert = {
  id: string;
  billingAccountId: string;
  kind: AlertKind;
  /** What makes it the only one of its kind on the account. */
  subject: string;
  productId: string | null;
  details: Readonly<Record<string, unknown>>;
};

/** Writes alerts that are not there yet and answers the ids of those it wrote: the database decides who was first. */
export async function insertAlerts(
  sql: Sql,
  operatorId: string,
  alerts: readonly NewAlert[],
  createdAt: string,
): Promise<Set<string>> {
  if (alerts.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    `insert into alert (operator_id, billing_account_id, id, kind, subject, product_id, details, created_at)
     select $1::uuid, r."billingAccountId", r.id, r.kind, r.subject, r."productId", r.details, $3::timestamptz
     from jsonb_to_recordset($2::jsonb) as r(
       "billingAccountId" uuid, id uuid, kind text, subject text, "productId" uuid, details jsonb)
     order by r."billingAccountId", r.kind, r.subject
     on conflict do nothing
     returning id`,
    [operatorId, JSON.stringify(alerts), createdAt],
  );
  return new Set(rows.map(({ id }) => id));
}

export type AlertRow = {
  id: string;
  kind: AlertKind;
  account: { id: string; number: string; name: string; currency: string };
  product: { id: string; name: string; reference: string } | null;
  details: Record<string, string>;
  createdAt: string;
  seenAt: string | null;
};

/** Alerts the scope may see, the latest first; filters `account` (id), `kind`, `state` (new, seen). Seen is by whom `seenBy` names. */
export function listAlerts(sql: Sql, reader: AlertReader, query: ListQuery): Promise<Page<AlertRow>> {
  const seenAt = SEEN_AT[reader];
  return readPage(
    sql,
    {
      select: `
        select l.id, l.kind, l.details, l.created_at as "createdAt", l.${seenAt} as "seenAt",
          json_build_object('id', a.id, 'number', a.number, 'name', a.name, 'currency', a.currency) as account,
          case when p.id is not null
            then json_build_object('id', p.id, 'name', p.name, 'reference', p.reference) end as product
        from alert l
        join billing_account a on a.operator_id = l.operator_id and a.id = l.billing_account_id
        left join product p on p.operator_id = l.operator_id and p.billing_account_id = l.billing_account_id
          and p.id = l.product_id
        where (cardinality($1::text[]) = 0 or l.billing_account_id::text = any($1))
          and (cardinality($2::text[]) = 0 or l.kind = any($2))
          and (cardinality($3::text[]) = 0
            or case when l.${seenAt} is null then 'new' else 'seen' end = any($3))`,
      params: [query.filters.account ?? [], query.filters.kind ?? [], query.filters.state ?? []],
      sortable: { createdAt: { column: '"createdAt"', type: 'timestamptz' } },
      defaultSort: { id: 'createdAt', descending: true },
    },
    query,
  );
}

/** Operator and customer each see for themselves. */
export type AlertReader = 'operator' | 'customer';

const SEEN_AT: Readonly<Record<AlertReader, 'operator_seen_at' | 'seen_at'>> = {
  operator: 'operator_seen_at',
  customer: 'seen_at',
};
const SEEN_BY = { operator: 'operator_seen_by', customer: 'seen_by' } as const;

/** How many the reader has not seen, counted to `most` and no further. */
export async function countUnseenAlerts(sql: Sql, reader: AlertReader, most: number): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from alert where ${SEEN_AT[reader]} is null limit $1) as l`,
    [most],
  );
  return row!.count;
}

/** Marks these, or all when null, as seen; answers how many were not. */
export async function markAlertsSeen(
  sql: Sql,
  reader: AlertReader,
  input: { ids: readonly string[] | null; at: string; by: string },
): Promise<number> {
  const rows = await sql.query(
    `update alert set ${SEEN_AT[reader]} = $2::timestamptz, ${SEEN_BY[reader]} = $3
     where ${SEEN_AT[reader]} is null and ($1::uuid[] is null or id = any($1)) returning id`,
    [input.ids, input.at, input.by],
  );
  return rows.length;
}
