import { type Check, oneRowEach } from './check';

/** Each share of an issued bill as it was given, with what became of its line; `back`: a line of nothing is credited. */
const share = `
  select s.operator_id, s.billing_account_id, s.bill_id, s.party_id, coalesce(t.basis, 'billed') as basis, s.amount_minor::numeric as given,
    l.amount_minor::numeric as line, coalesce(x.credited_minor, 0)::numeric as credited,
    coalesce(x.credited_minor, 0)::numeric + coalesce(x.disputed_minor, 0) as touched,
    coalesce(x.is_credited, false) as back
  from line_share s
  join bill b on b.operator_id = s.operator_id and b.billing_account_id = s.billing_account_id and b.id = s.bill_id and b.state = 'issued'
  join bill_line l on l.operator_id = s.operator_id and l.billing_account_id = s.billing_account_id and l.id = s.line_id
  join operator o on o.id = s.operator_id
  left join settlement_term t on t.operator_id = s.operator_id and t.id = s.term_id
  left join bill_line_state x on x.operator_id = s.operator_id and x.billing_account_id = s.billing_account_id
    and x.bill_id = s.bill_id and x.line_id = s.line_id`;
const taken = (part: string) =>
  `case when line = 0 then case when back then given else 0 end when ${part} = line then given else round(given * ${part} / line) end`;
/** What of an amount is due once `paid` of what is left to collect came in. */
const due = (amount: string, paid: string) => `case
  when i.total_minor - i.credited_minor <= 0 or ${paid} >= i.total_minor - i.credited_minor then ${amount}
  when ${paid} <= 0 then 0 else round(${amount} * ${paid} / (i.total_minor - i.credited_minor)) end`;

/** After the bill: what is open, who gets what of what was paid, credited and disputed, and what payouts will take. */
export const settlementChecks: readonly Check[] = [
  {
    id: 'open-item.sums',
    claim:
      'what is open of each issued bill is its total less credits, payments and write-offs, and its receivable in the books',
    sql: oneRowEach(`select i.open_minor = b.total_minor - i.credited_minor - i.collected_minor - i.written_off_minor
          and i.collected_minor = a.allocated and i.open_minor = p.receivable as ok,
        format('bill %s: total %s, credited %s, collected %s, written off %s, open %s; allocated %s, receivable %s', b.number,
          b.total_minor, i.credited_minor, i.collected_minor, i.written_off_minor, i.open_minor, a.allocated, p.receivable) as fault
      from bill b
      left join open_item i on i.operator_id = b.operator_id and i.billing_account_id = b.billing_account_id and i.bill_id = b.id
      cross join lateral (
        select coalesce(sum(x.amount_minor), 0) as allocated from allocation x
        where x.operator_id = b.operator_id and x.billing_account_id = b.billing_account_id and x.bill_id = b.id) a
      cross join lateral (
        select coalesce(sum(g.debit_minor - g.credit_minor), 0) as receivable
        from journal j join posting g
          on g.operator_id = j.operator_id and g.billing_account_id = j.billing_account_id and g.journal_id = j.id
        where j.operator_id = b.operator_id and j.billing_account_id = b.billing_account_id and j.bill_id = b.id
          and g.account = 'receivable') p
      where b.state = 'issued'`),
  },
  {
    id: 'party.position',
    claim:
      'what is due to, pends for and is held from each party of a bill follows from its shares, credits, disputes and payments',
    sql: oneRowEach(`with entitled as (
        select operator_id, billing_account_id, bill_id, party_id, basis, sum(given - ${taken('credited')}) as share,
          sum(${taken('touched')} - ${taken('credited')}) as held
        from (${share}) s
        where not exists (select from operator o where o.id = s.operator_id and o.party_id = s.party_id)
        group by 1, 2, 3, 4, 5),
      expected as (
        select e.operator_id, e.billing_account_id, e.bill_id, e.party_id,
          sum(case when basis = 'billed' then share - held
            else ${due('share', 'i.collected_minor')} - ${due('held', 'i.collected_minor')} end) as payable,
          sum(case when basis = 'billed' then 0 else share - ${due('share', '(i.collected_minor + i.written_off_minor)')} end) as pending,
          sum(case when basis = 'billed' then held else ${due('held', 'i.collected_minor')} end) as held
        from entitled e
        join open_item i using (operator_id, billing_account_id, bill_id)
        group by 1, 2, 3, 4),
      booked as (
        select j.operator_id, j.billing_account_id, j.bill_id, g.party_id,
          sum(g.credit_minor - g.debit_minor) filter (where g.account = 'partner_payable') as payable,
          sum(g.credit_minor - g.debit_minor) filter (where g.account = 'partner_pending') as pending,
          sum(g.credit_minor - g.debit_minor) filter (where g.account = 'partner_held') as held
        from journal j join posting g
          on g.operator_id = j.operator_id and g.billing_account_id = j.billing_account_id and g.journal_id = j.id
        where j.bill_id is not null and g.account in ('partner_payable', 'partner_pending', 'partner_held')
        group by 1, 2, 3, 4)
      select (coalesce(e.payable, 0), coalesce(e.pending, 0), coalesce(e.held, 0))
          = (coalesce(k.payable, 0), coalesce(k.pending, 0), coalesce(k.held, 0)) as ok,
        format('bill %s, party %s: due %s, pending %s, held %s; booked %s, %s, %s', bill_id, party_id, e.payable, e.pending, e.held,
          k.payable, k.pending, k.held) as fault
      from expected e full join booked k using (operator_id, billing_account_id, bill_id, party_id)`),
  },
  {
    id: 'payment.allocated',
    claim: 'what is kept of each payment as put on bills is the sum of its allocations',
    sql: oneRowEach(`select p.allocated_minor = coalesce(a.amount, 0) as ok,
        format('payment %s: kept %s, allocations %s', p.id, p.allocated_minor, a.amount) as fault
      from payment p
      left join (
        select operator_id, payment_id, sum(amount_minor) as amount from allocation where payment_id is not null group by 1, 2) a
        on a.operator_id = p.operator_id and a.payment_id = p.id`),
  },
  {
    id: 'account.credit',
    claim: 'a customer’s credit is what the books owe the account',
    sql: oneRowEach(`select coalesce(c.credit_minor, 0) = coalesce(g.credit, 0) as ok,
        format('account %s: credit %s, books %s %s', billing_account_id, c.credit_minor, g.credit, currency) as fault
      from account_credit c
      full join (
        select operator_id, billing_account_id, currency, sum(credit_minor - debit_minor) as credit from posting
        where account = 'customer_credit' group by 1, 2, 3) g using (operator_id, billing_account_id, currency)`),
  },
  {
    id: 'payable.entries',
    claim:
      'every posting to a party’s payable is in its payouts once, and the kept sums are those of what no payout has',
    sql: oneRowEach(`select coalesce(e.amount, 0) = coalesce(g.amount, 0) and coalesce(e.open, 0) = coalesce(t.amount, 0)
          and coalesce(e.open_entries, 0) = coalesce(t.entries, 0) as ok,
        format('party %s: entries %s, booked %s, open %s (%s), kept %s (%s) %s', party_id, e.amount, g.amount, e.open, e.open_entries,
          t.amount, t.entries, currency) as fault
      from (
        select operator_id, party_id, currency, sum(amount_minor) as amount, sum(amount_minor) filter (where payout_id is null) as open,
          count(*) filter (where payout_id is null) as open_entries
        from payable_entry group by 1, 2, 3) e
      full join (
        select g.operator_id, g.party_id, g.currency, sum(g.credit_minor - g.debit_minor) as amount
        from posting g join journal j
          on j.operator_id = g.operator_id and j.billing_account_id = g.billing_account_id and j.id = g.journal_id
        where g.account = 'partner_payable' and j.event not in ('payout.approved', 'payout.converted')
        group by 1, 2, 3) g using (operator_id, party_id, currency)
      full join (
        select operator_id, party_id, currency, sum(amount_minor) as amount, sum(entries) as entries
        from payable_total group by 1, 2, 3) t using (operator_id, party_id, currency)`),
  },
];
