import { type Check, oneRowEach } from './check';

/** Money that came in and was taken back, and what customers owe because of it. */
export const paymentChecks: readonly Check[] = [
  {
    id: 'payment.reversed',
    claim: 'what is kept of each payment as reversed is what was taken back less what was won back of that',
    sql: oneRowEach(`select p.reversed_minor = coalesce(r.amount, 0) and not coalesce(r.above, false) as ok,
        format('payment %s: kept %s, reversals %s', p.id, p.reversed_minor, r.amount) as fault
      from payment p
      left join (
        select v.operator_id, v.payment_id, sum(case when v.kind = 'won_back' then -v.amount_minor else v.amount_minor end) as amount,
          bool_or(v.kind <> 'won_back' and w.amount > v.amount_minor) as above
        from payment_reversal v
        left join (
          select operator_id, of_id, sum(amount_minor) as amount from payment_reversal where kind = 'won_back' group by 1, 2) w
          on w.operator_id = v.operator_id and w.of_id = v.id
        group by 1, 2) r on r.operator_id = p.operator_id and r.payment_id = p.id`),
  },
  {
    id: 'debit-note.open-item',
    claim:
      'the debit notes of each payment are open with their amount less what pays them and what was given up, as the books have it',
    sql: oneRowEach(`select coalesce(n.wrong, 0) = 0 as ok, format('payment %s: %s debit notes that are not what is open of them', p.id, n.wrong) as fault
      from payment p
      left join (
        select d.operator_id, d.payment_id, count(*) filter (where (i.total_minor = d.amount_minor and i.credited_minor = 0
          and i.disputed_minor = 0 and i.open_minor = d.amount_minor - i.collected_minor - i.written_off_minor
          and i.collected_minor = a.allocated and i.open_minor = g.receivable) is not true) as wrong
        from debit_note d
        left join open_item i on i.operator_id = d.operator_id and i.billing_account_id = d.billing_account_id and i.bill_id = d.id
        cross join lateral (
          select coalesce(sum(x.amount_minor), 0) as allocated from allocation x
          where x.operator_id = d.operator_id and x.billing_account_id = d.billing_account_id and x.bill_id = d.id) a
        cross join lateral (
          select coalesce(sum(g.debit_minor - g.credit_minor), 0) as receivable
          from journal j join posting g
            on g.operator_id = j.operator_id and g.billing_account_id = j.billing_account_id and g.journal_id = j.id
          where j.operator_id = d.operator_id and j.billing_account_id = d.billing_account_id and j.bill_id = d.id
            and g.account = 'receivable') g
        group by 1, 2) n on n.operator_id = p.operator_id and n.payment_id = p.id`),
  },
  {
    id: 'refund.clearing',
    claim:
      'what left the credit of each account and is not with the bank yet is its refunds that are asked for or sent',
    sql: oneRowEach(`select coalesce(c.balance, 0) = coalesce(r.due, 0) as ok,
        format('account %s: clearing %s %s, refunds %s', billing_account_id, c.balance, currency, r.due) as fault
      from account_credit k
      full join (
        select operator_id, billing_account_id, currency, sum(credit_minor - debit_minor) as balance from posting
        where account = 'refund_clearing' group by 1, 2, 3) c using (operator_id, billing_account_id, currency)
      full join (
        select operator_id, billing_account_id, currency, sum(amount_minor) as due from refund
        where state in ('requested', 'sent') group by 1, 2, 3) r using (operator_id, billing_account_id, currency)`),
  },
  {
    id: 'customer.debt',
    claim:
      'all that customers owe after chargebacks stands on debit notes, and each open item is a bill or one of those',
    sql: oneRowEach(`select coalesce(g.debt, 0) = 0 and not coalesce(i.nameless, false) as ok,
        format('account %s: %s %s on no debit note', billing_account_id, g.debt, g.currency) as fault
      from (
        select operator_id, billing_account_id, currency, sum(debit_minor - credit_minor) as debt from posting
        where account = 'customer_debt' group by 1, 2, 3) g
      full join (
        select i.operator_id, i.billing_account_id, i.currency, bool_or(b.id is null and d.id is null) as nameless
        from open_item i
        left join bill b on b.operator_id = i.operator_id and b.billing_account_id = i.billing_account_id and b.id = i.bill_id
          and b.state = 'issued'
        left join debit_note d on d.operator_id = i.operator_id and d.billing_account_id = i.billing_account_id and d.id = i.bill_id
        group by 1, 2, 3) i using (operator_id, billing_account_id, currency)`),
  },
];
