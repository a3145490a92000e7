import { type Check, oneRowEach } from './check';

/**
 * What all bills of an account charge of a group of corrected bills, beside the standing bill's rows, rounded once. A line's key is
 * pb:bill:slot:service:category:month and, for other than the usual one, tax class; accounts with any of those
 * are not looked at here. A group with rows that are on no bill yet is left out: the next run has it right.
 */
const correctedGroups = `select round(coalesce(r.amount, 0) * 10::numeric ^ m.digits) = c.charged as ok,
    format('account %s, %s of corrected bill %s: rows %s, bills %s', c.billing_account_id, c.part, c.family, r.amount, c.charged) as fault
  from (select x.operator_id, x.billing_account_id, coalesce(f.original_id, f.id) as family,
          regexp_replace(x.line_key, '^([^:]*:){3}', '') as part, sum(x.amount_minor) as charged
        from bill_line x join partner_bill f on f.operator_id = x.operator_id and f.id = x.partner_bill_id
        where x.kind <> 'discount' group by 1, 2, 3, 4) c
  join partner_bill s on s.operator_id = c.operator_id and s.original_id = c.family and s.state = 'accepted'
  join bill_line k on k.operator_id = c.operator_id and k.billing_account_id = c.billing_account_id
    and k.partner_bill_id = s.id and k.kind <> 'discount' and regexp_replace(k.line_key, '^([^:]*:){3}', '') = c.part
  join bill b on b.operator_id = k.operator_id and b.billing_account_id = k.billing_account_id and b.id = k.bill_id
  cross join lateral (select case when b.currency = any('{BIF,CLP,DJF,GNF,ISK,JPY,KMF,KRW,PYG,RWF,UGX,UYI,VND,VUV,XAF,XOF,XPF}') then 0
    when b.currency = any('{BHD,IQD,JOD,KWD,LYD,OMR,TND}') then 3 when b.currency in ('CLF', 'UYW') then 4 else 2 end as digits) m
  cross join lateral (
    select sum(l.amount) as amount, coalesce(bool_or(l.bill_line_key is null), false) as waits
    from partner_bill_line l where l.operator_id = s.operator_id and l.partner_bill_id = s.id
      and l.billing_account_id = c.billing_account_id and l.state = 'accepted'
      and split_part(c.part, ':', 1) = replace(replace(l.service, '%', '%25'), ':', '%3A')
      and split_part(c.part, ':', 2) = l.charge_category
      and split_part(c.part, ':', 3) = to_char(l.charge_from_at at time zone 'UTC', 'YYYY-MM')) r
  where not r.waits and not exists (
    select from bill_line y where y.operator_id = c.operator_id and y.billing_account_id = c.billing_account_id
      and y.partner_bill_id is not null and split_part(y.line_key, ':', 7) <> '')`;

/** Partners' own bills: nothing dropped, nothing billed twice, no fraction of a cent unexplained. */
export const partnerChecks: readonly Check[] = [
  {
    id: 'partner-bill.counts',
    claim: 'lines in = accepted + rejected + duplicate, and the counts are the rows’',
    sql: oneRowEach(`select b.lines_received = r.received and b.lines_accepted = r.accepted
          and b.lines_rejected = r.rejected and b.lines_duplicate = r.duplicate
          and r.received = r.accepted + r.rejected + r.duplicate as ok,
        format('partner bill %s: says %s/%s/%s/%s, has %s/%s/%s/%s', b.external_id, b.lines_received, b.lines_accepted,
          b.lines_rejected, b.lines_duplicate, r.received, r.accepted, r.rejected, r.duplicate) as fault
      from partner_bill b cross join lateral (
        select count(*) as received, count(*) filter (where l.state = 'accepted') as accepted,
          count(*) filter (where l.state = 'rejected') as rejected,
          count(*) filter (where l.state = 'duplicate') as duplicate
        from partner_bill_line l where l.operator_id = b.operator_id and l.partner_bill_id = b.id) r
      where b.state in ('validated', 'accepted', 'rejected', 'replaced')`),
  },
  {
    id: 'partner-bill.totals',
    claim: 'its totals are the exact sums of its rows, currency by currency',
    sql: oneRowEach(`select t.received is not distinct from l.received and t.accepted is not distinct from l.accepted as ok,
        format('partner bill %s %s: says %s and %s, rows %s and %s', partner_bill_id, currency, t.received, t.accepted, l.received, l.accepted) as fault
      from partner_bill_total t full join (
        select operator_id, partner_bill_id, currency::char(3) as currency, coalesce(sum(amount), 0) as received,
          coalesce(sum(amount) filter (where state = 'accepted'), 0) as accepted
        from partner_bill_line where currency ~ '^[A-Z]{3}$' and amount is not null
        group by operator_id, partner_bill_id, currency) l using (operator_id, partner_bill_id, currency)
      where t.partner_bill_id is not null or l.accepted <> 0`),
  },
  {
    id: 'partner-bill.exact',
    claim:
      'what a bill shows of a partner’s bill is exactly the sum of the rows behind it, before rounding; of a corrected bill all bills together',
    sql: oneRowEach(`select l.exact is not distinct from r.amount as ok,
        format('%s: line %s, rows %s', coalesce(l.line_key, r.bill_line_key), l.exact, r.amount) as fault
      from (select x.operator_id, x.billing_account_id, x.line_key, x.exact from bill_line x
            join partner_bill b on b.operator_id = x.operator_id and b.id = x.partner_bill_id and b.original_id is null
            where x.kind <> 'discount') l
      full join (select l.operator_id, l.billing_account_id, l.bill_line_key, sum(l.amount) as amount
                 from partner_bill_line l
                 join partner_bill b on b.operator_id = l.operator_id and b.id = l.partner_bill_id and b.original_id is null
                 where l.bill_line_key is not null group by 1, 2, 3) r
        on r.operator_id = l.operator_id and r.billing_account_id = l.billing_account_id and r.bill_line_key = l.line_key
      union all ${correctedGroups}`),
  },
  {
    id: 'partner-bill.once',
    claim: 'only accepted rows are billed, each to the account it is mapped to and in its currency',
    sql: oneRowEach(`select l.state = 'accepted' and b.currency = l.currency as ok,
        format('partner bill %s line %s: %s, %s on a %s bill', l.partner_bill_id, l.line_no, l.state, l.currency, b.currency) as fault
      from partner_bill_line l
      left join bill_line x on x.operator_id = l.operator_id and x.billing_account_id = l.billing_account_id
        and x.line_key = l.bill_line_key
      left join bill b on b.operator_id = x.operator_id and b.billing_account_id = x.billing_account_id and b.id = x.bill_id
      where l.bill_line_key is not null`),
  },
  {
    id: 'usage.totals',
    claim: 'running totals are the sums of the usage behind them',
    sql: oneRowEach(`select t.quantity is not distinct from e.quantity and t.events is not distinct from e.events as ok,
        format('product %s from %s: total %s of %s events, events %s of %s', product_id, period_from, t.quantity, t.events, e.quantity, e.events) as fault
      from (select operator_id, billing_account_id, product_id, meter_id, period_from, sum(quantity) as quantity,
              sum(event_count) as events from usage_total group by 1, 2, 3, 4, 5) t
      full join (select operator_id, billing_account_id, product_id, meter_id, period_from, sum(quantity) as quantity,
                   sum(case when reverses_id is null then 1 else -1 end) as events from usage_event group by 1, 2, 3, 4, 5) e
        using (operator_id, billing_account_id, product_id, meter_id, period_from)`),
  },
  {
    id: 'estimates.taken-back',
    claim:
      'what takes an estimate back is its exact opposite, on a later bill; an estimate and the real bill’s rows are together on issued bills only beside it',
    sql: oneRowEach(`select case
          when t.id is not null then t.amount_minor = -e.amount_minor and t.exact = -e.exact and t.kind = 'true_up'
            and t.supplier_id = e.supplier_id and t.tax_class = e.tax_class and t.bill_id <> e.bill_id
          else not exists (
            select from bill_line r
            join bill d on d.operator_id = r.operator_id and d.billing_account_id = r.billing_account_id and d.id = r.bill_id
              and d.state = 'issued' and d.period_from > b.period_from
            join partner_bill p on p.operator_id = r.operator_id and p.id = r.partner_bill_id and p.partner_id = e.supplier_id
              and p.cycle_id = split_part(e.line_key, ':', 3)::uuid and p.state = 'accepted'
            where r.operator_id = e.operator_id and r.billing_account_id = e.billing_account_id) end as ok,
        format('account %s: %s of %s, taken back: %s', e.billing_account_id, e.line_key, e.amount_minor, t.amount_minor) as fault
      from bill_line e
      join bill b on b.operator_id = e.operator_id and b.billing_account_id = e.billing_account_id and b.id = e.bill_id
        and b.state = 'issued'
      left join bill_line t on t.operator_id = e.operator_id and t.billing_account_id = e.billing_account_id
        and t.line_key = e.line_key || ':true_up'
      where e.line_key like 'estimate:%' and e.kind = 'adjustment'
      union all
      select exists (
          select from bill_line e
          where e.operator_id = t.operator_id and e.billing_account_id = t.billing_account_id
            and e.line_key || ':true_up' = t.line_key),
        format('account %s: %s takes back what is on no bill', t.billing_account_id, t.line_key)
      from bill_line t where t.kind = 'true_up'`),
  },
];
