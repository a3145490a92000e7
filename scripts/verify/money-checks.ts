import { type Check, oneRowEach } from './check';

const minorUnit = `case currency
  when 'BIF' then 0 when 'CLP' then 0 when 'DJF' then 0 when 'GNF' then 0 when 'ISK' then 0 when 'JPY' then 0
  when 'KMF' then 0 when 'KRW' then 0 when 'PYG' then 0 when 'RWF' then 0 when 'UGX' then 0 when 'UYI' then 0
  when 'VND' then 0 when 'VUV' then 0 when 'XAF' then 0 when 'XOF' then 0 when 'XPF' then 0
  when 'BHD' then 3 when 'IQD' then 3 when 'JOD' then 3 when 'KWD' then 3 when 'LYD' then 3 when 'OMR' then 3
  when 'TND' then 3 when 'CLF' then 4 when 'UYW' then 4 else 2 end`;

const billed = `from bill b where b.state <> 'cancelled'`;
const ofBill = (table: string) =>
  `from ${table} x where x.operator_id = b.operator_id and x.billing_account_id = b.billing_account_id and x.bill_id = b.id`;

/** Conservation, rounding and tax of every bill; balance and completeness of the books. */
export const moneyChecks: readonly Check[] = [
  {
    id: 'bill.lines',
    claim: 'the lines of a bill sum to its net',
    sql: oneRowEach(`select b.net_minor = s.lines as ok,
        format('bill %s: net %s, lines %s', b.id, b.net_minor, s.lines) as fault
      from (select b.*, (select coalesce(sum(x.amount_minor), 0) ${ofBill('bill_line')}) as lines ${billed}) s
      join bill b on b.operator_id = s.operator_id and b.billing_account_id = s.billing_account_id and b.id = s.id`),
  },
  {
    id: 'bill.tax',
    claim: 'net and the sum of its taxes are the total',
    sql: oneRowEach(`select b.tax_minor = t.tax and b.total_minor = b.net_minor + t.tax as ok,
        format('bill %s: tax %s, tax rows %s, total %s', b.id, b.tax_minor, t.tax, b.total_minor) as fault
      from bill b cross join lateral (select coalesce(sum(x.tax_minor), 0) as tax ${ofBill('bill_tax')}) t
      where b.state <> 'cancelled'`),
  },
  {
    id: 'tax.groups',
    claim: 'tax per seller, category and rate is computed on the sum of its lines and rounded once',
    sql: oneRowEach(`select t.base_minor = coalesce(l.base, 0)
          and t.tax_minor = sign(t.base_minor) * floor(abs(t.base_minor::numeric) * t.rate_ppm / 1000000 + 0.5) as ok,
        format('bill %s, %s %s: base %s, lines %s, tax %s', t.bill_id, t.category, t.rate_ppm, t.base_minor, l.base, t.tax_minor) as fault
      from (
        select operator_id, billing_account_id, bill_id, seller_id, tax_category as category, tax_rate_ppm as rate_ppm,
          sum(amount_minor) as base
        from bill_line group by 1, 2, 3, 4, 5, 6) l
      full join bill_tax t using (operator_id, billing_account_id, bill_id, seller_id, category, rate_ppm)`),
  },
  {
    id: 'line.rounding',
    claim: 'a line is its exact amount rounded once, half away from zero',
    sql: oneRowEach(`select amount_minor = sign(exact) * floor(abs(exact) * power(10::numeric, ${minorUnit}) + 0.5) as ok,
        format('line %s: exact %s, amount %s', line_key, exact, amount_minor) as fault
      from (
        select l.line_key, l.exact, l.amount_minor, b.currency from bill_line l
        join bill b on b.operator_id = l.operator_id and b.billing_account_id = l.billing_account_id and b.id = l.bill_id
        where l.kind <> 'discount') x`),
  },
  {
    id: 'line.shares',
    claim: 'the shares of a line sum to it',
    sql: oneRowEach(`select l.amount_minor = s.shared as ok,
        format('line %s: amount %s, shares %s', l.line_key, l.amount_minor, s.shared) as fault
      from bill_line l cross join lateral (
        select coalesce(sum(x.amount_minor), 0) as shared from line_share x
        where x.operator_id = l.operator_id and x.billing_account_id = l.billing_account_id
          and x.bill_id = l.bill_id and x.line_id = l.id) s`),
  },
  {
    id: 'bill.shares',
    claim: 'total = Σ shares of operator and partners + tax',
    sql: oneRowEach(`select b.total_minor = s.shared + b.tax_minor as ok,
        format('bill %s: total %s, shares %s, tax %s', b.id, b.total_minor, s.shared, b.tax_minor) as fault
      from bill b cross join lateral (select coalesce(sum(x.amount_minor), 0) as shared ${ofBill('line_share')}) s
      where b.state <> 'cancelled'`),
  },
  {
    id: 'discount.bearers',
    claim:
      'a discount that parties agreed to bear is borne by them alone, each to the minor unit by its part of the whole',
    sql: oneRowEach(`select abs(borne - whole * percent / 100) < 1 and sum(borne) over part = whole as ok,
        format('discount %s on bill %s: %s of %s for %s %%', id, bill_id, borne, whole, percent) as fault
      from (
        select l.bill_id, d.id, l.amount_minor < 0 as off, p.party_id, p.percent, sum(l.amount_minor) as whole,
          coalesce(sum(s.amount_minor), 0) as borne
        from bill_line l
        join account_discount d on d.operator_id = l.operator_id and d.billing_account_id = l.billing_account_id
          and d.borne_by <> 'shared' and d.id::text = substring(l.line_key from '[^:]*$')
        cross join lateral (
          select (b ->> 'partyId')::uuid as party_id, (b ->> 'percent')::numeric as percent
          from jsonb_array_elements(coalesce(d.bearers, '[]')) b
          union all select o.party_id, 100 from operator o where o.id = d.operator_id and d.bearers is null) p
        left join line_share s on s.operator_id = l.operator_id and s.billing_account_id = l.billing_account_id
          and s.bill_id = l.bill_id and s.line_id = l.id and s.party_id = p.party_id
        where l.kind = 'discount' group by 1, 2, 3, 4, 5) x
      window part as (partition by bill_id, id, off)`),
  },
  {
    id: 'invoice.sums',
    claim: 'the legal invoices behind a bill sum to it, and each to its seller’s lines and tax',
    sql: oneRowEach(`select i.net = b.net_minor and i.tax = b.tax_minor and i.total = b.total_minor and i.wrong = 0 as ok,
        format('bill %s: %s/%s/%s, invoices %s/%s/%s, %s wrong', b.id, b.net_minor, b.tax_minor, b.total_minor, i.net, i.tax, i.total, i.wrong) as fault
      from bill b cross join lateral (
        select coalesce(sum(x.net_minor), 0) as net, coalesce(sum(x.tax_minor), 0) as tax,
          coalesce(sum(x.total_minor), 0) as total,
          count(*) filter (where x.total_minor <> x.net_minor + x.tax_minor or x.net_minor <> (
            select coalesce(sum(l.amount_minor), 0) from bill_line l where l.operator_id = x.operator_id
              and l.billing_account_id = x.billing_account_id and l.bill_id = x.bill_id and l.seller_id = x.seller_id)) as wrong
        ${ofBill('invoice')}) i
      where b.state <> 'cancelled'`),
  },
  {
    id: 'charge.parts',
    claim:
      'what a period was charged in parts (late, on demand, in advance, corrected) is whole: numbered from 1 without a gap',
    sql: oneRowEach(`select parts = highest and parts = distinct_parts as ok,
        format('%s: %s parts, the highest is %s', whole_key, parts, highest) as fault
      from (
        select regexp_replace(line_key, ':(late|interim|advance|rest):[0-9]+$', '') as whole_key,
          substring(line_key from ':(late|interim|advance|rest):[0-9]+$') as part,
          count(*) filter (where n is not null) as parts, count(distinct n) as distinct_parts, coalesce(max(n), 0) as highest
        from (
          select *, substring(line_key from ':(?:late|interim|advance|rest):([0-9]+)$')::int as n from bill_line
          where product_id is not null and kind <> 'discount') l
        group by operator_id, billing_account_id, 1, 2) numbered`),
  },
  {
    id: 'ledger.balance',
    claim: 'every journal balances in each currency',
    sql: oneRowEach(`select debit = credit as ok, format('journal %s: debit %s, credit %s %s', journal_id, debit, credit, currency) as fault
      from (select journal_id, currency, sum(debit_minor) as debit, sum(credit_minor) as credit from posting
            group by operator_id, billing_account_id, journal_id, currency) j`),
  },
  {
    id: 'ledger.bills',
    claim:
      'each issued bill is booked once: receivable = total, tax payable = tax, the rest = shares per party',
    sql: oneRowEach(`select p.journals = 1 and p.receivable = b.total_minor and p.tax = -b.tax_minor and p.strangers = 0 as ok,
        format('bill %s: total %s, %s journals, receivable %s, tax %s, %s parties differ', b.number, b.total_minor, p.journals, p.receivable, p.tax, p.strangers) as fault
      from bill b cross join lateral (
        select count(distinct j.id) as journals,
          coalesce(sum(g.debit_minor - g.credit_minor) filter (where g.account = 'receivable'), 0) as receivable,
          coalesce(sum(g.debit_minor - g.credit_minor) filter (where g.account = 'tax_payable'), 0) as tax,
          (select count(*) from (
             select party_id, sum(amount) as rest from (
               select s.party_id, s.amount_minor as amount from line_share s
               where s.operator_id = b.operator_id and s.billing_account_id = b.billing_account_id and s.bill_id = b.id
               union all
               select q.party_id, q.debit_minor - q.credit_minor from posting q join journal k
                 on k.operator_id = q.operator_id and k.billing_account_id = q.billing_account_id and k.id = q.journal_id
               where k.operator_id = b.operator_id and k.billing_account_id = b.billing_account_id and k.source_id = b.id
                 and q.account in ('operator_revenue', 'partner_payable', 'partner_pending')) both_sides
             group by party_id having sum(amount) <> 0) differing) as strangers
        from journal j join posting g
          on g.operator_id = j.operator_id and g.billing_account_id = j.billing_account_id and g.journal_id = j.id
        where j.operator_id = b.operator_id and j.billing_account_id = b.billing_account_id and j.source_id = b.id
          and j.event = 'bill.issued') p
      where b.state = 'issued'`),
  },
];
