import { type Check, oneRowEach } from './check';

/** Extra charges and credits: each on one issued bill as it was written, or on none. */
export const adjustmentChecks: readonly Check[] = [
  {
    id: 'adjustment.once',
    claim:
      'a billed adjustment is one line of one issued bill, of its amount and undiscounted; one that waits or was withdrawn is on none',
    sql: oneRowEach(`select case when j.state = 'billed'
          then n.lines = 1 and n.issued = 1 and n.fits and j.currency = b.currency and n.discounts = 0
          else n.issued = 0 and j.bill_id is null and j.line_id is null end as ok,
        format('adjustment %s is %s: %s lines, %s of them issued', j.id, j.state, n.lines, n.issued) as fault
      from adjustment j
      left join bill b on b.operator_id = j.operator_id and b.billing_account_id = j.billing_account_id and b.id = j.bill_id
      cross join lateral (
        select count(*) filter (where l.kind <> 'discount') as lines,
          count(*) filter (where l.kind <> 'discount' and d.state = 'issued') as issued,
          count(*) filter (where l.kind = 'discount') as discounts,
          coalesce(bool_and(l.billing_account_id = j.billing_account_id and l.id = j.line_id and l.bill_id = j.bill_id
            and l.amount_minor = j.amount_minor and l.tax_class = j.tax_class and l.period_from = j.period_from
            and l.period_to = j.period_to and (l.supplier_role = 'operator') = (j.owner = 'operator')), false) as fits
        from bill_line l
        join bill d on d.operator_id = l.operator_id and d.billing_account_id = l.billing_account_id and d.id = l.bill_id
        where l.operator_id = j.operator_id
          and (l.line_key = 'adjustment:' || j.id or l.line_key like 'adjustment:' || j.id || ':%')) n
      union all
      select exists (
          select from adjustment j where j.operator_id = l.operator_id and j.billing_account_id = l.billing_account_id
            and j.line_id = l.id and j.bill_id = l.bill_id and j.state = 'billed'),
        format('%s is on an issued bill and no adjustment says so', l.line_key)
      from bill_line l
      join bill d on d.operator_id = l.operator_id and d.billing_account_id = l.billing_account_id and d.id = l.bill_id
        and d.state = 'issued'
      where l.line_key like 'adjustment:%'`),
  },
];
