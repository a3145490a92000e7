import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';

export type CycleShareRow = {
  id: string;
  cycle: { id: string; name: string; from: string; to: string; state: string };
  periodTo: string;
  currency: string;
  lineCount: number;
  accountCount: number;
  /** Of the lines the party has a share in, net; and its shares. `issued…` is the part on issued bills. */
  chargesMinor: bigint;
  shareMinor: bigint;
  issuedShareMinor: bigint;
};

/** A party's charges and shares by cycle and currency, the latest cycle first. */
export function listCycleShareRows(
  sql: Sql,
  partyId: string,
  query: ListQuery,
): Promise<Page<CycleShareRow>> {
  return readPage(
    sql,
    {
      select: `
        select md5(c.id::text || b.currency)::uuid as id,
          json_build_object('id', c.id, 'name', p.name, 'from', c.period_from, 'to', c.period_to, 'state', c.state) as cycle,
          c.period_to as "periodTo", b.currency::text as currency, count(*)::int as "lineCount",
          count(distinct b.billing_account_id)::int as "accountCount", sum(l.amount_minor)::int8 as "chargesMinor",
          sum(s.amount_minor)::int8 as "shareMinor",
          coalesce(sum(s.amount_minor) filter (where b.state = 'issued'), 0)::int8 as "issuedShareMinor"
        from line_share s
        join bill_line l on l.operator_id = s.operator_id and l.billing_account_id = s.billing_account_id and l.id = s.line_id
        join bill b on b.operator_id = s.operator_id and b.billing_account_id = s.billing_account_id and b.id = s.bill_id
        join billing_cycle c on c.operator_id = s.operator_id and c.id = s.cycle_id
        join cycle_spec p on p.operator_id = c.operator_id and p.id = c.spec_id
        where s.party_id = $1::uuid and b.state <> 'cancelled'
        group by c.id, c.period_from, c.period_to, c.state, p.name, b.currency`,
      params: [partyId],
      sortable: { period: { column: '"periodTo"', type: 'date' } },
      defaultSort: { id: 'period', descending: true },
    },
    query,
  );
}

export type ShareLineRow = {
  id: string;
  account: { number: string; name: string };
  description: string;
  sourceMode: string;
  partnerBillId: string | null;
  periodFrom: string;
  periodTo: string;
  quantity: string | null;
  unit: string | null;
  currency: string;
  billNumber: string | null;
  billState: string;
  amountMinor: bigint;
  shareMinor: bigint;
};

/** The lines of a cycle in which a party has a share; filters `state` (issued, draft), `account` (number). */
export function listShareLineRows(
  sql: Sql,
  partyId: string,
  cycleId: string,
  query: ListQuery,
): Promise<Page<ShareLineRow>> {
  return readPage(
    sql,
    {
      select: `
        select l.id, json_build_object('number', a.number, 'name', a.name) as account, l.description,
          l.source_mode as "sourceMode", l.partner_bill_id as "partnerBillId", l.period_from as "periodFrom",
          l.period_to as "periodTo", trim_scale(l.quantity)::text as quantity, l.unit, b.currency::text as currency,
          b.number as "billNumber", b.state as "billState", l.amount_minor as "amountMinor",
          s.amount_minor as "shareMinor", a.number as "accountNumber"
        from line_share s
        join bill_line l on l.operator_id = s.operator_id and l.billing_account_id = s.billing_account_id and l.id = s.line_id
        join bill b on b.operator_id = s.operator_id and b.billing_account_id = s.billing_account_id and b.id = s.bill_id
        join billing_account a on a.operator_id = s.operator_id and a.id = s.billing_account_id
        where s.party_id = $1::uuid and s.cycle_id::text = $2 and b.state <> 'cancelled'
          and ($3 = '' or l.description ilike $4 or a.number ilike $4 or a.name ilike $4)
          and (cardinality($5::text[]) = 0 or case when b.state = 'issued' then 'issued' else 'draft' end = any($5))`,
      params: [partyId, cycleId, query.q, containing(query.q), query.filters.state ?? []],
      sortable: {
        account: { column: '"accountNumber"', type: 'text' },
        description: { column: 'description', type: 'text' },
        amount: { column: '"amountMinor"', type: 'int8' },
        share: { column: '"shareMinor"', type: 'int8' },
      },
      defaultSort: { id: 'share', descending: true },
    },
    query,
  );
}
