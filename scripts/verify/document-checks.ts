import { type Check, oneRowEach } from './check';

// The canonical text of a bill, composed again from the stored rows (lib/domain/billing/canonical-bill says the format):
// a text says its length in UTF-16 units, an absent one is '-', numbers end in ';'.
const t = (raw: string, value = `(${raw})`) =>
  `coalesce(char_length(${value}) + char_length(regexp_replace(${value}, '[\\u0001-\\uFFFF]', '', 'g')) || ':' || ${value}, '-')`;

const scaled = (value: string, places: number) => `trunc(${value} * 1e${places})::numeric(100,0)::text`;

const own = (table: string, alias: string) =>
  `from ${table} ${alias} where ${alias}.operator_id = b.operator_id
     and ${alias}.billing_account_id = b.billing_account_id and ${alias}.bill_id = b.id`;

const canonicalLine = [
  t('l.line_key'),
  t('l.kind'),
  t('l.description'),
  t('l.source_mode'),
  t('l.partner_bill_id::text'),
  t('l.product_id::text'),
  t('l.offering_id::text'),
  t('l.agreement_id::text'),
  t('l.period_from::text'),
  t('l.period_to::text'),
  `coalesce(${scaled('l.quantity', 15)} || ';', '-')`,
  t('l.unit'),
  `${scaled('l.exact', 30)} || ';' || l.amount_minor || ';'`,
  t(`substring(case when l.kind = 'discount' then l.line_key end from '^(.*):discount:[^:]+$')`),
  t('l.tax_class'),
  t('l.tax_category'),
  `l.tax_rate_ppm || E';\\n'`,
].join(' || ');

const canonicalBill = `
  E'tributary-bill-1\\n' || ${t('b.billing_account_id::text')} || ${t('b.period_from::text')} || ${t('b.period_to::text')}
  || ${t('b.currency::text')} || E'\\n'
  || 'sections ' || (select count(*) from (select distinct l.supplier_id, l.supplier_role, l.seller_id ${own('bill_line', 'l')}) s) || E'\\n'
  || (select coalesce(string_agg(
        ${t('s.supplier_id::text')} || ${t(`b.parties->'suppliers'->s.supplier_id::text->>'name'`)} || ${t('s.supplier_role')}
        || ${t('s.seller_id::text')} || 'lines ' || s.lines || E'\\n' || s.body, '' order by s.first), '')
      from (select l.supplier_id, l.supplier_role, l.seller_id, count(*) as lines, min(l.position) as first,
              string_agg(${canonicalLine}, '' order by l.position) as body
            ${own('bill_line', 'l')} group by l.supplier_id, l.supplier_role, l.seller_id) s)
  || 'taxes ' || (select count(*) ${own('bill_tax', 'x')}) || E'\\n'
  || (select coalesce(string_agg(${t('x.seller_id::text')} || ${t('x.category')} || x.rate_ppm || ';' || x.base_minor || ';'
        || x.tax_minor || ';' || ${t('x.reason_code')} || E'\\n', '' order by x.seller_id, x.category collate "C", x.rate_ppm), '') ${own('bill_tax', 'x')})
  || 'invoices ' || (select count(*) ${own('invoice', 'i')}) || E'\\n'
  || (select coalesce(string_agg(${t('i.seller_id::text')} || i.type_code || ';' || i.net_minor || ';' || i.tax_minor || E';\\n',
        '' order by i.first), '')
      from (select i.*, (select min(l.position) ${own('bill_line', 'l')} and l.seller_id = i.seller_id) as first
            ${own('invoice', 'i')}) i)
  || E'deductions 0\\n' || b.total_minor || ';' || b.amount_due_minor || E';\\n'`;

/** Numbers, hashes and the audit chain. */
export const documentChecks: readonly Check[] = [
  {
    id: 'numbers.gapless',
    claim:
      'numbers of bills, invoices, credit notes, debit notes and payouts have no gap and no double, per legal entity and series',
    sql: oneRowEach(`select n.used = s.last_number and n.distinct_used = n.used and n.lowest = 1 and n.highest = s.last_number as ok,
        format('%s of %s: last %s, used %s, distinct %s, from %s to %s', s.series, s.party_id, s.last_number, n.used, n.distinct_used, n.lowest, n.highest) as fault
      from number_series s cross join lateral (
        select count(*) as used, count(distinct number) as distinct_used,
          min(substr(number, length(s.prefix) + 1)::bigint) as lowest, max(substr(number, length(s.prefix) + 1)::bigint) as highest
        from (
          select b.number from bill b join operator o on o.id = b.operator_id
          where s.series = 'bill' and b.operator_id = s.operator_id and o.party_id = s.party_id and b.number is not null
          union all
          select i.number from invoice i
          where i.operator_id = s.operator_id and i.seller_id = s.party_id and i.number is not null
            and s.series = case i.type_code when '381' then 'credit_note' else 'invoice' end
          union all
          select c.number from credit_note c join operator o on o.id = c.operator_id
          where s.series = 'credit' and c.operator_id = s.operator_id and o.party_id = s.party_id
          union all
          select n.number from debit_note n join operator o on o.id = n.operator_id
          where s.series = 'debit' and n.operator_id = s.operator_id and o.party_id = s.party_id
          union all
          select p.number from payout p join operator o on o.id = p.operator_id
          where s.series = 'payout' and p.operator_id = s.operator_id and o.party_id = s.party_id and p.number is not null
          union all
          select d.number from credit_note_document d
          where d.operator_id = s.operator_id and d.seller_id = s.party_id
            and s.series = case d.type_code when '381' then 'credit_note' else 'invoice' end) given) n`),
  },
  {
    id: 'numbers.issued',
    claim: 'every issued bill and each of its invoices has a number',
    sql: oneRowEach(`select b.number is not null and not exists (
          select ${own('invoice', 'i')} and (i.number is null or i.issued_on is distinct from b.issued_on)) as ok,
        format('bill %s has no number, or an invoice without one', b.id) as fault
      from bill b where b.state = 'issued'`),
  },
  {
    id: 'hash.draft',
    claim: 'the hash of every bill is that of its stored rows',
    sql: oneRowEach(`select b.draft_hash = sha256(convert_to(${canonicalBill} || E'\\n' || b.parties::text, 'UTF8')) as ok,
        format('bill %s (%s) is not what was hashed', coalesce(b.number, 'draft'), b.id) as fault
      from bill b where b.state <> 'cancelled'`),
  },
  {
    id: 'hash.issued',
    claim: 'the hash of every issued bill covers its number, dates and invoices',
    sql: oneRowEach(`select b.content_hash = sha256(convert_to(
          '["tributary-issued-1","' || encode(b.draft_hash, 'hex') || '",' || to_json(b.number) || ',"' || b.issued_on
          || '","' || b.due_on || '",[' || (
            select string_agg('["' || i.seller_id || '","' || i.type_code || '",' || to_json(i.number) || ']', ','
              order by i.seller_id::text collate "C") ${own('invoice', 'i')}) || ']]', 'UTF8')) as ok,
        format('bill %s is not what was issued', b.number) as fault
      from bill b where b.state = 'issued'`),
  },
  {
    id: 'audit.chain',
    claim: 'the audit trail has no gap, and each entry hashes the one before it',
    sql: oneRowEach(`select seq = place and previous_hash = coalesce(before_hash, '\\x')
          and hash = sha256(previous_hash || convert_to(jsonb_build_array(operator_id, seq,
            to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), actor, action, entity_type, entity_id, before, after)::text, 'UTF8')) as ok,
        format('audit entry %s of %s', seq, operator_id) as fault
      from (select a.*, row_number() over w as place, lag(hash) over w as before_hash from audit_entry a
            window w as (partition by operator_id order by seq)) chain`),
  },
];
