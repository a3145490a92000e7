import { type Check, oneRowEach } from './check';

/** A payout's parts, each by a sum of its own. */
const summed = `
  select p.*, e.rows_minor, e.found, s.sums_minor, s.entries as counted
  from payout p
  cross join lateral (
    select coalesce(sum(x.payout_minor), 0) as rows_minor,
      count(*) filter (where x.event not in ('payout.fee', 'payout.reserved', 'payout.taxed')
        and not (x.event = 'payout.carried-over' and x.source_id = p.id)) as found
    from payable_entry x where x.operator_id = p.operator_id and x.payout_id = p.id) e
  cross join lateral (
    select coalesce(sum(x.payout_minor), 0) as sums_minor, coalesce(sum(x.entries), 0) as entries
    from payout_sum x where x.operator_id = p.operator_id and x.payout_id = p.id) s
  where p.state not in ('preparing', 'cancelled')`;
/** What a journal of the payout's own booked on a partner's account: credit less debit. */
const booked = (event: string, account: string, side = '') => `
  coalesce((select sum(g.credit_minor - g.debit_minor) from journal j
    join posting g on g.operator_id = j.operator_id and g.billing_account_id = j.billing_account_id and g.journal_id = j.id
    where j.operator_id = p.operator_id and j.event = '${event}' and j.source_id = p.id and g.account = '${account}'
      and g.currency = p.currency and g.party_id = p.party_id ${side}), 0)`;
const FINAL = `('approved', 'sent', 'paid', 'returned', 'carried')`;

/** Payouts: their rows, their sums, the books behind them, and the files for the bank. */
export const payoutChecks: readonly Check[] = [
  {
    id: 'payout.rows',
    claim: 'the rows of each payout sum to it, and its kept sums are those of the rows it found',
    sql: oneRowEach(`select case when p.state = 'review' then p.rows_minor = p.balance_minor or p.issues <> '[]' else p.rows_minor = p.amount_minor end
          and (p.sums_minor = p.balance_minor) and p.found = p.counted and p.entries = p.counted as ok,
        format('payout %s (%s): amount %s, balance %s, rows %s, sums %s; %s rows, %s counted, %s kept', coalesce(p.number, p.id::text), p.state,
          p.amount_minor, p.balance_minor, p.rows_minor, p.sums_minor, p.found, p.counted, p.entries) as fault
      from (${summed}) p`),
  },
  {
    id: 'payout.books',
    claim:
      'each approved payout is in the books: payable down and clearing up by its amount, its fee, reserve, VAT and what it carries on',
    sql: oneRowEach(`select ${booked('payout.approved', 'partner_payable')} = -p.amount_minor and ${booked('payout.approved', 'payout_clearing')} = p.amount_minor
          and ${booked('payout.fee', 'partner_payable')} = -p.fee_minor and ${booked('payout.reserved', 'partner_reserve')} = p.reserve_minor
          and ${booked('payout.taxed', 'partner_payable')} = p.tax_minor and ${booked('payout.carried-over', 'partner_payable', 'and g.position = 1')} = p.carried_minor
          and case when p.state = 'carried' then p.amount_minor = 0 else p.amount_minor > 0 end as ok,
        format('payout %s: %s, fee %s, reserve %s, VAT %s, carried %s', p.number, p.amount_minor, p.fee_minor, p.reserve_minor, p.tax_minor,
          p.carried_minor) as fault
      from payout p where p.state in ${FINAL}`),
  },
  {
    id: 'payout.clearing',
    claim:
      'what is cleared for each partner and not with the bank yet is its payouts that are approved or sent',
    sql: oneRowEach(`select coalesce(c.balance, 0) = coalesce(d.due, 0) as ok,
        format('party %s: clearing %s %s, payouts %s', coalesce(c.party_id, d.party_id), c.balance, coalesce(c.currency, d.currency), d.due) as fault
      from (select operator_id, party_id, currency, sum(credit_minor - debit_minor) as balance from posting where account = 'payout_clearing' group by 1, 2, 3) c
      full join (select operator_id, party_id, currency, sum(amount_minor) as due from payout where state in ('approved', 'sent') group by 1, 2, 3) d
        using (operator_id, party_id, currency)`),
  },
  {
    id: 'payout.rates',
    claim: 'the rows of each currency of a payout sum to what it was, and to what it became at its rate',
    sql: oneRowEach(`select r.payout_minor = e.paid and r.amount_minor = e.amount as ok,
        format('payout %s, %s at %s: %s as %s; rows %s as %s', p.number, r.currency, r.rate, r.amount_minor, r.payout_minor, e.amount,
          e.paid) as fault
      from payout_rate r join payout p on p.operator_id = r.operator_id and p.id = r.payout_id and p.state not in ('preparing', 'cancelled')
      cross join lateral (
        select coalesce(sum(x.amount_minor), 0) as amount, coalesce(sum(x.payout_minor), 0) as paid
        from payable_entry x where x.operator_id = r.operator_id and x.payout_id = r.payout_id and x.currency = r.currency) e`),
  },
  {
    id: 'payout.four-eyes',
    claim: 'no payout was approved by who prepared its run, computed it again or added a row to it',
    sql: oneRowEach(`select p.approved_by_id is not null and p.approved_by_id <> r.prepared_by_id and p.approved_by_id <> all(p.prepared_by_ids) as ok,
        format('payout %s: approved by %s, prepared by %s', p.number, p.approved_by_id, p.prepared_by_ids) as fault
      from payout p join settlement_run r on r.operator_id = p.operator_id and r.id = p.run_id where p.state in ${FINAL}`),
  },
  {
    id: 'payment-file.sums',
    claim: 'each payment file has the count, the control sum and the hash of what is in it',
    sql: oneRowEach(`select f.payments = p.payments and f.control_sum_minor = p.amount and f.content_hash = sha256(f.content) as ok,
        format('file %s: %s %s, %s; found %s, %s', f.message_id, f.payments, f.kind, f.control_sum_minor, p.payments, p.amount) as fault
      from payment_file f cross join lateral (
        select count(*) as payments, coalesce(sum(x.amount_minor), 0) as amount from (
          select 'payouts' as kind, operator_id, file_id, amount_minor from payout
          union all select 'refunds', operator_id, file_id, amount_minor from refund) x
        where x.kind = f.kind and x.operator_id = f.operator_id and x.file_id = f.id) p`),
  },
  {
    id: 'partner-balance.sums',
    claim: 'what is kept of pending, held and reserved money is what the books say',
    sql: oneRowEach(`select coalesce(k.kept, 0) = coalesce(b.booked, 0) as ok,
        format('%s of %s: kept %s, booked %s', coalesce(k.account, b.account), coalesce(k.party_id, b.party_id), k.kept, b.booked) as fault
      from (select operator_id, party_id, account, currency, sum(amount_minor) as kept from partner_balance group by 1, 2, 3, 4) k
      full join (select operator_id, party_id, account, currency, sum(credit_minor - debit_minor) as booked from posting
        where account in ('partner_pending', 'partner_held', 'partner_reserve') group by 1, 2, 3, 4) b using (operator_id, party_id, account, currency)`),
  },
];
