import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';

export type ServiceMapping = {
  externalService: string;
  offeringId: string | null;
  description: string | null;
  taxClass: string;
};

/** The services of a partner that are mapped, exactly as its bills name them. */
export async function listMappedServices(sql: Sql, partnerId: string): Promise<Set<string>> {
  const rows = await sql.query<{ externalService: string }>(
    'select external_service as "externalService" from service_mapping where partner_id = $1::uuid',
    [partnerId],
  );
  return new Set(rows.map(({ externalService }) => externalService));
}

export type ServiceMappingChange = { id: string; externalService: string; to: ServiceMapping | null };

/** Sets or takes away mappings of a partner's services; answers those that were there before, for the audit. */
export async function saveServiceMappings(
  sql: Sql,
  operatorId: string,
  partnerId: string,
  changes: readonly ServiceMappingChange[],
  createdBy: string,
): Promise<ServiceMapping[]> {
  const names = changes.map(({ externalService }) => externalService);
  const before = await sql.query<ServiceMapping>(
    `select external_service as "externalService", offering_id as "offeringId", description, tax_class as "taxClass"
     from service_mapping where partner_id = $1::uuid and external_service = any($2)`,
    [partnerId, names],
  );
  const gone = changes.filter(({ to }) => to === null).map(({ externalService }) => externalService);
  await sql.query('delete from service_mapping where partner_id = $1::uuid and external_service = any($2)', [
    partnerId,
    gone,
  ]);
  const kept = changes.flatMap(({ id, to }) => (to === null ? [] : { id, ...to }));
  await sql.query(
    `insert into service_mapping (operator_id, id, partner_id, external_service, offering_id, description, tax_class, created_by)
     select $1::uuid, r.id, $2::uuid, r."externalService", r."offeringId", r.description, r."taxClass", $4
     from jsonb_to_recordset($3::jsonb) as r(id uuid, "externalService" text, "offeringId" uuid, description text,
       "taxClass" text)
     on conflict (operator_id, partner_id, external_service) do update set offering_id = excluded.offering_id,
       description = excluded.description, tax_class = excluded.tax_class, created_by = excluded.created_by,
       created_at = now()`,
    [operatorId, partnerId, JSON.stringify(kept), createdBy],
  );
  return before;
}

/**
 * Takes unbilled lines of these services, or with these tax codes, off the drafts they are on: the next run groups them by the mapping as it
 * is then. Until it has, the draft is not what it would be now, and is not issued. The caller holds the drafts (`lockDraftsOf`).
 */
export async function releaseDraftLines(
  sql: Sql,
  partnerBillIds: readonly string[],
  { services = [], taxCodes = [] }: { services?: readonly string[]; taxCodes?: readonly string[] },
): Promise<void> {
  await sql.query(
    `update partner_bill_line l set bill_line_key = null
     where l.partner_bill_id = any($1::uuid[]) and l.bill_line_key is not null
       and (l.service = any($2) or l.tax_code = any($3))
       and not exists (
         select from bill_line k
         join bill b on b.operator_id = k.operator_id and b.billing_account_id = k.billing_account_id and b.id = k.bill_id
         where k.operator_id = l.operator_id and k.billing_account_id = l.billing_account_id
           and k.line_key = l.bill_line_key and b.state = 'issued')`,
    [partnerBillIds, services, taxCodes],
  );
}

export type NamedMoney = { currency: string; amount: string; waiting: string };

export type ServiceRow = {
  id: string;
  externalService: string;
  lineCount: number;
  waitingLines: number;
  money: NamedMoney[];
  mapping: {
    offering: { id: string; name: string } | null;
    description: string | null;
    taxClass: string;
  } | null;
};

/** Every service the partner's bills name or its mapping knows, with its money; filter `state` (mapped, unmapped). */
export function listServiceRows(sql: Sql, partnerId: string, query: ListQuery): Promise<Page<ServiceRow>> {
  return readPage(
    sql,
    {
      select: `
        with ${seenNames('service')}, own as (
          select m.external_service as name, json_build_object('offering',
              case when o.id is null then null else json_build_object('id', o.id, 'name', o.name) end,
              'description', m.description, 'taxClass', m.tax_class) as mapping
          from service_mapping m
          left join product_offering o on o.operator_id = m.operator_id and o.id = m.offering_id
          where m.partner_id = $1::uuid
        )
        select ${namedRow} as id, name as "externalService", ${namedColumns}
        from seen full join own using (name)
        where ${namedFilter}`,
      params: namedParams(partnerId, query),
      sortable: { ...namedSortable, externalService: { column: '"externalService"', type: 'text' } },
      defaultSort: { id: 'waiting', descending: true },
    },
    query,
  );
}

/** Names of one kind on the bills of a partner ($1) that count, with their money per currency. */
export const seenNames = (kind: 'service' | 'tax_code'): string => `per_currency as (
    select n.name, n.currency, sum(n.line_count)::int as lines, sum(n.waiting_lines)::int as waiting_lines,
      sum(n.amount) as amount, sum(n.waiting_amount) as waiting
    from partner_bill_name n
    join partner_bill b on b.operator_id = n.operator_id and b.id = n.partner_bill_id
    where b.partner_id = $1::uuid and b.state not in ('rejected', 'replaced') and n.kind = '${kind}'
    group by n.name, n.currency
  ), seen as (
    select name, sum(lines)::int as lines, sum(waiting_lines)::int as waiting_lines, max(abs(waiting)) as most_waiting,
      json_agg(json_build_object('currency', currency, 'amount', trim_scale(amount)::text,
        'waiting', trim_scale(waiting)::text) order by currency) as money
    from per_currency group by name
  )`;

export const namedRow = 'md5(name)::uuid';
export const namedColumns = `coalesce(lines, 0) as "lineCount", coalesce(waiting_lines, 0) as "waitingLines",
  coalesce(money, '[]') as money, mapping, coalesce(most_waiting, 0) as "mostWaiting"`;
export const namedFilter = `($2 = '' or name ilike $3)
  and (cardinality($4::text[]) = 0 or case when mapping is null then 'unmapped' else 'mapped' end = any($4))`;
export const namedParams = (partnerId: string, query: ListQuery) => [
  partnerId,
  query.q,
  containing(query.q),
  query.filters.state ?? [],
];
export const namedSortable = {
  waiting: { column: '"mostWaiting"', type: 'numeric' },
  lineCount: { column: '"lineCount"', type: 'int4' },
} as const;
