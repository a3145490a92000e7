import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';

export type ChangeKind = 'added' | 'removed' | 'changed';

/** A row of a corrected bill beside the one it was; amounts and quantities as exact decimal text. */
export type PartnerBillChangeRow = {
  id: string;
  kind: ChangeKind;
  lineNo: number | null;
  earlierLineNo: number | null;
  externalAccount: string | null;
  externalName: string | null;
  service: string;
  description: string;
  chargeCategory: string | null;
  unit: string | null;
  currency: string | null;
  amountBefore: string | null;
  amount: string | null;
  quantityBefore: string | null;
  quantity: string | null;
};

/**
 * Writes down how a bill's rows differ from those of the bill it replaces. Rows are matched by what makes a line itself; of those
 * without an id of their own, the ones alike in all but amount and quantity are one line with another amount, in the order of the file;
 * a row that could not be read is matched with the row in its place. What is left was added or removed.
 */
export async function storeChanges(
  sql: Sql,
  operatorId: string,
  { id, replacesId }: { id: string; replacesId: string },
): Promise<void> {
  await sql.query(
    `with line as (
       select l.partner_bill_id = $2::uuid as is_new, l.line_no, l.source::text as source,
         l.problems is not null as unreadable, md5(row(l.external_payer, l.external_account, l.service, l.category,
           l.charge_category, l.description, l.unit, l.currency, l.tax_code, l.charge_from_at, l.charge_to_at,
           case when l.problems is not null then l.source::text when l.line_key like 'id:%' then l.line_key end)::text) as likeness,
         l.line_key, row_number() over (partition by l.partner_bill_id, l.line_key order by l.line_no) as turn
       from partner_bill_line l where l.partner_bill_id in ($2::uuid, $3::uuid)),
     keyed as (
       select n.line_no, o.line_no as earlier, ${DIFFERS} as differs
       from line n join line o on not o.is_new and o.line_key = n.line_key and o.turn = n.turn and not o.unreadable
       where n.is_new and not n.unreadable),
     rest as (
       select l.is_new, l.line_no, l.source, l.unreadable, l.likeness,
         row_number() over (partition by l.is_new, l.likeness order by l.line_no) as place
       from line l
       where not exists (select from keyed k where l.line_no = case when l.is_new then k.line_no else k.earlier end)),
     alike as (
       select n.line_no, o.line_no as earlier, ${DIFFERS} as differs
       from rest n join rest o on not o.is_new and o.likeness = n.likeness and o.place = n.place where n.is_new),
     left_over as (
       select r.* from rest r
       where not exists (select from alike a where r.line_no = case when r.is_new then a.line_no else a.earlier end)),
     placed as (
       select n.line_no, o.line_no as earlier
       from left_over n join left_over o on not o.is_new and o.line_no = n.line_no and (o.unreadable or n.unreadable)
       where n.is_new),
     change as (
       select line_no, earlier from keyed where differs
       union all select line_no, earlier from alike where differs
       union all select line_no, earlier from placed
       union all select case when l.is_new then l.line_no end, case when not l.is_new then l.line_no end from left_over l
         where not exists (select from placed p where l.line_no = case when l.is_new then p.line_no else p.earlier end))
     insert into partner_bill_change (operator_id, partner_bill_id, position, kind, line_no, earlier_line_no)
     select $1::uuid, $2::uuid, row_number() over (order by coalesce(line_no, earlier), line_no is null, earlier),
       case when earlier is null then 'added' when line_no is null then 'removed' else 'changed' end, line_no, earlier
     from change`,
    [operatorId, id, replacesId],
  );
}

// Columns in another order are no difference; most rows are the same to the letter, so few are parsed.
const DIFFERS = `(n.source is distinct from o.source and n.source::jsonb is distinct from o.source::jsonb)`;

/** What a corrected bill changes, in the order of the file; filters `kind`, `account` (the partner's name for it). */
export function listPartnerBillChangeRows(
  sql: Sql,
  { id, replacesId }: { id: string; replacesId: string },
  query: ListQuery,
): Promise<Page<PartnerBillChangeRow>> {
  return readPage(
    sql,
    {
      // The list's own id is the change's place in the shape of one.
      select: `
        select lpad(to_hex(c.position), 32, '0')::uuid as id, c.position, c.kind, c.line_no as "lineNo",
          c.earlier_line_no as "earlierLineNo",
          coalesce(n.external_account, n.external_payer, o.external_account, o.external_payer) as "externalAccount",
          coalesce(n.external_name, o.external_name) as "externalName", coalesce(n.service, o.service) as service,
          coalesce(n.description, o.description) as description,
          coalesce(n.charge_category, o.charge_category) as "chargeCategory", coalesce(n.unit, o.unit) as unit,
          coalesce(n.currency, o.currency) as currency, trim_scale(o.amount)::text as "amountBefore",
          trim_scale(n.amount)::text as amount, trim_scale(o.quantity)::text as "quantityBefore",
          trim_scale(n.quantity)::text as quantity,
          abs(coalesce(n.amount, 0) - coalesce(o.amount, 0)) as "difference"
        from partner_bill_change c
        left join partner_bill_line n on n.operator_id = c.operator_id and n.partner_bill_id = c.partner_bill_id
          and n.line_no = c.line_no
        left join partner_bill_line o on o.operator_id = c.operator_id and o.partner_bill_id = $2::uuid
          and o.line_no = c.earlier_line_no
        where c.partner_bill_id = $1::uuid
          and ($3 = '' or coalesce(n.service, o.service) ilike $4 or coalesce(n.description, o.description) ilike $4
            or coalesce(n.external_account, o.external_account) ilike $4)
          and (cardinality($5::text[]) = 0 or c.kind = any($5))
          and (cardinality($6::text[]) = 0 or coalesce(n.external_account, o.external_account) = any($6))`,
      params: [
        id,
        replacesId,
        query.q,
        containing(query.q),
        query.filters.kind ?? [],
        query.filters.account ?? [],
      ],
      sortable: {
        position: { column: 'position', type: 'int4' },
        difference: { column: '"difference"', type: 'numeric' },
      },
      defaultSort: { id: 'position', descending: false },
    },
    query,
  );
}

export type ChangeCounts = { added: number; removed: number; changed: number };

export async function countChanges(sql: Sql, id: string): Promise<ChangeCounts> {
  const [counts] = await sql.query<ChangeCounts>(
    `select (count(*) filter (where kind = 'added'))::int as added,
       (count(*) filter (where kind = 'removed'))::int as removed,
       (count(*) filter (where kind = 'changed'))::int as changed
     from partner_bill_change where partner_bill_id = $1::uuid`,
    [id],
  );
  return counts!;
}

/** What a partner's account comes to in the bill before and in this one; exact decimal text. */
export type AccountChange = {
  externalAccount: string;
  billingAccount: { id: string; number: string; name: string } | null;
  currency: string;
  before: string;
  after: string;
};

/** The accounts whose sums differ, the largest difference first, a hundred at most. */
export const listAccountChanges = (
  sql: Sql,
  { id, replacesId }: { id: string; replacesId: string },
): Promise<AccountChange[]> =>
  sql.query<AccountChange>(
    `with sums as (
       select coalesce(l.external_account, l.external_payer, '') as account, l.currency,
         (array_agg(l.billing_account_id) filter (where l.billing_account_id is not null))[1] as billing_account_id,
         coalesce(sum(l.amount) filter (where l.partner_bill_id = $2::uuid), 0) as before,
         coalesce(sum(l.amount) filter (where l.partner_bill_id = $1::uuid), 0) as after
       from partner_bill_line l where l.partner_bill_id in ($1::uuid, $2::uuid) and l.amount is not null
       group by 1, 2)
     select s.account as "externalAccount", s.currency, trim_scale(s.before)::text as before,
       trim_scale(s.after)::text as after,
       case when a.id is not null then json_build_object('id', a.id, 'number', a.number, 'name', a.name) end
         as "billingAccount"
     from sums s left join billing_account a on a.id = s.billing_account_id
     where s.before <> s.after order by abs(s.after - s.before) desc, s.account limit 100`,
    [id, replacesId],
  );
