import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';

export type QueueKind = 'sub_account' | 'payer' | 'no_account' | 'service' | 'tax_code';

/**
 * Sums a bill's lines by what they call accounts, services and taxes, in place of the sums before: lines that are accepted or wait, no
 * others. So what waits is read from a few rows, whatever the size of the bills.
 */
export async function saveBillNames(sql: Sql, operatorId: string, partnerBillId: string): Promise<void> {
  await sql.query('delete from partner_bill_name where partner_bill_id = $1::uuid', [partnerBillId]);
  await sql.query(
    `with line as materialized (
       select external_account, external_payer, service, tax_code, currency, issue_code, max(external_name) as external_name,
         count(*)::int as lines, sum(amount) as amount
       from partner_bill_line
       where partner_bill_id = $2::uuid and amount is not null and currency is not null
         and (state = 'accepted' or issue_code = any($3))
       group by external_account, external_payer, service, tax_code, currency, issue_code
     ), named as (
       select case when external_account is not null then 'sub_account' when external_payer is not null then 'payer'
           else 'no_account' end as kind, coalesce(external_account, external_payer, '') as name, external_name as label,
         currency, lines, amount, issue_code is not distinct from 'unknown_account' as waits from line
       union all
       select 'service', service, null, currency, lines, amount, issue_code is not distinct from 'unknown_product' from line
       union all
       select 'tax_code', tax_code, null, currency, lines, amount, issue_code is not distinct from 'unknown_tax_code'
       from line where tax_code is not null
     )
     insert into partner_bill_name (operator_id, partner_bill_id, position, kind, name, label, currency, line_count, amount,
       waiting_lines, waiting_amount)
     select $1::uuid, $2::uuid, row_number() over (order by kind, name, currency), kind, name, max(label), currency, sum(lines),
       sum(amount), coalesce(sum(lines) filter (where waits), 0), coalesce(sum(amount) filter (where waits), 0)
     from named group by kind, name, currency`,
    [
      operatorId,
      partnerBillId,
      ['unknown_account', 'unknown_product', 'unknown_tax_code', 'currency_mismatch'],
    ],
  );
}

/** The partner's bills that name one of these services or tax codes and are neither rejected nor replaced, in the order they came. */
export const listBillsNaming = (
  sql: Sql,
  partnerId: string,
  kind: 'service' | 'tax_code',
  names: readonly string[],
): Promise<{ id: string }[]> =>
  sql.query(
    `select b.id from partner_bill b
     where b.partner_id = $1::uuid and b.state not in ('rejected', 'replaced') and exists (
       select from partner_bill_name n where n.operator_id = b.operator_id and n.partner_bill_id = b.id
         and n.kind = $2 and n.name = any($3))
     order by b.received_at, b.id`,
    [partnerId, kind, names],
  );

export type QueueRow = {
  id: string;
  partner: { id: string; slug: string; name: string };
  kind: QueueKind;
  name: string;
  /** What the partner calls it beside its id; accounts only. */
  label: string | null;
  /** False: billed already, under its own name at the usual tax. */
  waits: boolean;
  money: { currency: string; amount: string }[];
  /** Largest amount over its currencies, without its sign; for the order alone. */
  amount: string;
  lineCount: number;
  billCount: number;
  sinceAt: string;
};

/**
 * What partners' bills name and nobody has mapped, the most money first; filters `partner` (id or short name), `kind`, `state`
 * (waiting, billed: taken under its own name because the agreement does not ask for a mapping).
 */
export function listQueueRows(sql: Sql, query: ListQuery): Promise<Page<QueueRow>> {
  return readPage(
    sql,
    {
      select: `
        with open as (
          select b.partner_id, n.kind, n.name, n.currency, max(n.label) as label, sum(n.line_count)::int as lines,
            sum(n.waiting_lines)::int as waiting_lines, sum(n.amount) as amount, sum(n.waiting_amount) as waiting,
            count(distinct b.id)::int as bills, min(b.received_at) as since_at
          from partner_bill_name n
          join partner_bill b on b.operator_id = n.operator_id and b.id = n.partner_bill_id
          where b.state not in ('rejected', 'replaced') and (n.waiting_lines > 0 or n.kind in ('service', 'tax_code') and
            not exists (select from service_mapping m where n.kind = 'service' and m.operator_id = n.operator_id
              and m.partner_id = b.partner_id and m.external_service = n.name)
            and not exists (select from tax_code_mapping m where n.kind = 'tax_code' and m.operator_id = n.operator_id
              and m.partner_id = b.partner_id and m.external_code = n.name))
          group by b.partner_id, n.kind, n.name, n.currency
        ), entry as (
          select partner_id, kind, name, max(label) as label, sum(waiting_lines) > 0 as waits,
            json_agg(json_build_object('currency', currency,
              'amount', trim_scale(case when waiting_lines > 0 then waiting else amount end)::text) order by currency) as money,
            max(abs(case when waiting_lines > 0 then waiting else amount end)) as amount,
            sum(case when waiting_lines > 0 then waiting_lines else lines end)::int as lines, max(bills) as bills, min(since_at) as since_at
          from open group by partner_id, kind, name
        )
        select md5(e.partner_id::text || ':' || e.kind || ':' || e.name)::uuid as id,
          json_build_object('id', p.id, 'slug', p.slug, 'name', p.name) as partner, e.kind, e.name, e.label, e.waits, e.money,
          trim_scale(e.amount)::text as amount, e.amount as "sortAmount",
          (case when e.waits then 1 else 0 end) as rank, e.lines as "lineCount", e.bills as "billCount", e.since_at as "sinceAt"
        from entry e join party p on p.operator_id = (select scope_id('app.operator')) and p.id = e.partner_id
        where ($1 = '' or e.name ilike $2 or e.label ilike $2)
          and (cardinality($3::text[]) = 0 or p.id::text = any($3) or p.slug = any($3))
          and (cardinality($4::text[]) = 0 or e.kind = any($4))
          and (cardinality($5::text[]) = 0 or case when e.waits then 'waiting' else 'billed' end = any($5))`,
      params: [
        query.q,
        containing(query.q),
        query.filters.partner ?? [],
        query.filters.kind ?? [],
        query.filters.state ?? [],
      ],
      sortable: {
        amount: { column: '"sortAmount"', type: 'numeric' },
        sinceAt: { column: '"sinceAt"', type: 'timestamptz' },
        lineCount: { column: '"lineCount"', type: 'int4' },
        name: { column: 'name', type: 'text' },
      },
      defaultSort: { id: 'amount', descending: true },
    },
    query,
  );
}

export type QueueTotal = {
  currency: string;
  amount: string;
  lineCount: number;
  entryCount: number;
  sinceAt: string;
};

/** What waits for a mapping, per currency; of one partner, or (null) of all the scope may see. */
export const sumQueue = (sql: Sql, partnerId: string | null): Promise<QueueTotal[]> =>
  sql.query<QueueTotal>(
    `select n.currency, trim_scale(sum(n.waiting_amount))::text as amount, sum(n.waiting_lines)::int as "lineCount",
       count(distinct (b.partner_id, n.kind, n.name))::int as "entryCount", min(b.received_at) as "sinceAt"
     from partner_bill_name n
     join partner_bill b on b.operator_id = n.operator_id and b.id = n.partner_bill_id
     where n.waiting_lines > 0 and b.state not in ('rejected', 'replaced') and ($1::uuid is null or b.partner_id = $1)
     group by n.currency order by max(abs(n.waiting_amount)) desc, n.currency`,
    [partnerId],
  );

export type AccountCandidateRow = {
  id: string;
  number: string;
  name: string;
  customerName: string;
  vatId: string | null;
  currency: string;
  /** What other partners call it, with who they are. */
  mappedBy: { externalAccount: string; partnerName: string }[];
};

/**
 * Active accounts of the scope that one of these names may mean: same id at another partner, same number or VAT number, or a word of the
 * name. One pass over the accounts whatever the number of names; at most 500.
 */
export const findAccountCandidates = (
  sql: Sql,
  partnerId: string,
  asked: { ids: readonly string[]; vatIds: readonly string[]; words: readonly string[] },
): Promise<AccountCandidateRow[]> =>
  sql.query<AccountCandidateRow>(
    `with elsewhere as (
       select m.billing_account_id, json_agg(json_build_object('externalAccount', m.external_account, 'partnerName', p.name)
         order by p.name) as mapped_by
       from account_mapping m join party p on p.operator_id = m.operator_id and p.id = m.partner_id
       where m.partner_id <> $1::uuid and m.external_account = any($2) group by m.billing_account_id
     )
     select a.id, a.number, a.name, c.name as "customerName", a.vat_id as "vatId", a.currency,
       coalesce(e.mapped_by, '[]') as "mappedBy"
     from billing_account a
     join party c on c.operator_id = a.operator_id and c.id = a.customer_id
     left join elsewhere e on e.billing_account_id = a.id
     where a.state = 'active' and (e.billing_account_id is not null
       or regexp_replace(upper(a.number), '[^A-Z0-9]', '', 'g') = any($3)
       or ltrim(regexp_replace(a.number, '[^0-9]', '', 'g'), '0') = any($4)
       or regexp_replace(upper(a.vat_id), '[^A-Z0-9]', '', 'g') = any($5)
       or lower(a.name) like any($6) or lower(c.name) like any($6))
     order by a.number limit 500`,
    [
      partnerId,
      asked.ids,
      asked.ids.map((id) => id.toUpperCase().replace(/[^A-Z0-9]/g, '')),
      asked.ids.map((id) => id.replace(/\D/g, '').replace(/^0+/, '')).filter((digits) => digits.length >= 4),
      [...asked.vatIds, ...asked.ids].map((id) => id.toUpperCase().replace(/[^A-Z0-9]/g, '')),
      asked.words.map(containing),
    ],
  );

/** VAT numbers of buyers that a partner's invoices state, by the account their lines name. */
export const readStatedVatIds = (
  sql: Sql,
  partnerId: string,
  names: readonly string[],
): Promise<{ name: string; vatId: string }[]> =>
  sql.query(
    `select distinct n.name, b.statement #>> '{buyer,vatId}' as "vatId"
     from partner_bill b
     join partner_bill_name n on n.operator_id = b.operator_id and n.partner_bill_id = b.id
     where b.partner_id = $1::uuid and b.statement is not null and n.kind in ('sub_account', 'payer') and n.name = any($2)
       and b.statement #>> '{buyer,vatId}' is not null`,
    [partnerId, names],
  );

export type KnownServiceRow = {
  service: string;
  partnerId: string;
  partnerName: string;
  offering: { id: string; slug: string; name: string } | null;
  description: string | null;
  taxClass: string;
};

/** What services are mapped to, of all partners the scope may see. */
export const listKnownServices = (sql: Sql): Promise<KnownServiceRow[]> =>
  sql.query<KnownServiceRow>(
    `select m.external_service as service, p.id as "partnerId", p.name as "partnerName", m.description,
       m.tax_class as "taxClass",
       case when o.id is null then null else json_build_object('id', o.id, 'slug', o.slug, 'name', o.name) end as offering
     from service_mapping m
     join party p on p.operator_id = m.operator_id and p.id = m.partner_id
     left join product_offering o on o.operator_id = m.operator_id and o.id = m.offering_id
     order by p.name, m.external_service limit 5000`,
    [],
  );

/** What a partner sells here, for the choice of what a service is. */
export const listPartnerOfferings = (
  sql: Sql,
  partnerId: string,
): Promise<{ id: string; slug: string; name: string; taxClass: string }[]> =>
  sql.query(
    `select distinct on (slug) id, slug, name, tax_class as "taxClass" from product_offering
     where supplier_id = $1::uuid and state = 'active' order by slug, version desc`,
    [partnerId],
  );
