import { type Check, oneRowEach } from './check';

const FINAL = `('approved', 'sent', 'paid', 'returned', 'carried')`;
const exponent = (
  currency: string,
) => `case when ${currency} = any('{BIF,CLP,DJF,GNF,ISK,JPY,KMF,KRW,PYG,RWF,UGX,UYI,VND,VUV,XAF,XOF,XPF}') then 0
  when ${currency} = any('{BHD,IQD,JOD,KWD,LYD,OMR,TND}') then 3 when ${currency} = any('{CLF,UYW}') then 4 else 2 end`;
const part = (base: string, ppm: string) => `round(${base} * (${ppm})::numeric / 1000000)`;

/** Final payouts with what their rows are, but for those that they booked themselves, and what carried statements left to them. */
const based = `
  select p.*, (p.conditions ->> 'feeMinor')::numeric as fixed, p.conditions ->> 'feePpm' as fee_ppm, p.conditions ->> 'reservePpm' as reserve_ppm,
    coalesce(p.document #>> '{tax,ratePpm}', '0') as tax_ppm, e.found, e.found - e.opening - e.back as supplied, e.found - e.back as charged,
    e.earned, c.taxable, c.reservable
  from payout p
  cross join lateral (
    select coalesce(sum(x.payout_minor), 0) as found,
      coalesce(sum(x.payout_minor) filter (where x.event = 'payout.carried-over'), 0) as opening,
      coalesce(sum(x.payout_minor) filter (where x.event in ('payout.returned', 'payout.reserve-released')), 0) as back,
      coalesce(sum(x.payout_minor) filter (where x.event in ('bill.issued', 'payment.allocated', 'payment.reversed')), 0) as earned
    from payable_entry x where x.operator_id = p.operator_id and x.payout_id = p.id
      and x.event not in ('payout.fee', 'payout.reserved', 'payout.taxed') and not (x.event = 'payout.carried-over' and x.source_id = p.id)) e
  cross join lateral (
    select coalesce(sum(x.taxable_minor), 0) as taxable, coalesce(sum(x.reservable_minor), 0) as reservable
    from payout x where x.operator_id = p.operator_id and x.carried_to_id = p.id) c
  where p.state in ${FINAL}
    and not exists (select from payout x where x.operator_id = p.operator_id and x.carried_to_id = p.id and x.currency <> p.currency)`;

/** What payouts come to, computed once more from conditions, rates and entries; and what of the books no payout has yet. */
export const payoutSumChecks: readonly Check[] = [
  {
    id: 'payable.open',
    claim: 'what the books owe each partner is the entries that no payout, or none that is final, has',
    sql: oneRowEach(`select coalesce(b.booked, 0) = coalesce(e.open, 0) as ok,
        format('party %s: booked %s %s, entries %s', coalesce(b.party_id, e.party_id), b.booked, coalesce(b.currency, e.currency), e.open) as fault
      from (select operator_id, party_id, currency, sum(credit_minor - debit_minor) as booked from posting where account = 'partner_payable' group by 1, 2, 3) b
      full join (
        select x.operator_id, x.party_id, x.currency, sum(x.amount_minor) as open from payable_entry x
        left join payout p on p.operator_id = x.operator_id and p.id = x.payout_id
        where p.id is null or p.state not in ${FINAL} group by 1, 2, 3) e using (operator_id, party_id, currency)`),
  },
  {
    id: 'payout.converted',
    claim: 'each currency of a payout became what its sum is at its rate, rounded once',
    sql: oneRowEach(`select r.payout_minor = round(r.amount_minor * r.rate * 10::numeric ^ (${exponent('p.currency')}) / 10::numeric ^ (${exponent('r.currency')})) as ok,
        format('payout %s: %s of %s at %s as %s', p.number, r.amount_minor, r.currency, r.rate, r.payout_minor) as fault
      from payout_rate r join payout p on p.operator_id = r.operator_id and p.id = r.payout_id where p.state not in ('preparing', 'cancelled')`),
  },
  {
    id: 'payout.conditions',
    claim:
      'fee, reserve and VAT of each payout are what its conditions make of its rows, and nothing of what is carried',
    sql: oneRowEach(`select p.balance_minor = p.found and p.taxable_minor = p.supplied + p.taxable and p.reservable_minor = p.earned + p.reservable
          and case when p.state = 'carried' then p.fee_minor = 0 and p.reserve_minor = 0 and p.tax_minor = 0 and p.carried_minor = p.found
            else p.fee_minor = p.fixed + ${part('greatest(p.charged, 0)', 'p.fee_ppm')}
              and p.reserve_minor = ${part('greatest(p.earned + p.reservable, 0)', 'p.reserve_ppm')}
              and p.tax_minor = ${part('(p.supplied + p.taxable)', 'p.tax_ppm')} end as ok,
        format('payout %s: rows %s, fee %s, reserve %s of %s, VAT %s of %s', p.number, p.found, p.fee_minor, p.reserve_minor, p.reservable_minor,
          p.tax_minor, p.taxable_minor) as fault
      from (${based}) p`),
  },
  {
    id: 'payout.hash',
    claim: 'the hash of each approved payout is that of its stored parts, rates and rows',
    sql: oneRowEach(`select p.content_hash = sha256(convert_to(concat_ws(E'\\n', 'tributary-payout-2', p.number, p.party_id, coalesce(p.agreement_id::text, '-'),
          p.currency, p.through_on, p.conditions, concat_ws(' ', p.balance_minor, p.fee_minor, p.reserve_minor, p.tax_minor, p.carried_minor,
            p.amount_minor, p.taxable_minor, p.reservable_minor), coalesce(p.reserve_until_on::text, '-'), p.document, coalesce(r.rates, '-'),
          p.approved_by_id, encode(sha256(coalesce(e.hashes, ''::bytea)), 'hex')), 'UTF8')) as ok,
        format('payout %s of %s', p.number, p.amount_minor) as fault
      from payout p
      cross join lateral (
        select string_agg(concat_ws(' ', x.currency, trim_scale(x.rate), x.source, x.valid_on, x.amount_minor, x.payout_minor), E'\\n' order by x.currency) as rates
        from payout_rate x where x.operator_id = p.operator_id and x.payout_id = p.id) r
      cross join lateral (
        select string_agg(y.hash, ''::bytea order by y.chunk) as hashes
        from (
          select x.chunk, sha256(convert_to(string_agg(concat_ws(' ', x.journal_id, x.position, x.event, x.source_id, x.currency, x.amount_minor,
            x.payout_minor), E'\\n' order by x.journal_id, x.position), 'UTF8')) as hash
          from (select z.*, (row_number() over (order by z.journal_id, z.position) - 1) / 10000 as chunk
                from payable_entry z where z.operator_id = p.operator_id and z.payout_id = p.id) x group by x.chunk) y) e
      -- Those sealed before the approver was stored by id have a hash of fewer parts.
      where p.state in ${FINAL} and p.approved_by_id is not null`),
  },
  {
    id: 'payout.reserves',
    claim: 'what is kept back of each partner is the reserves of its payouts that were not released',
    sql: oneRowEach(`select coalesce(b.booked, 0) = coalesce(r.kept, 0) as ok,
        format('party %s: booked %s %s, reserves %s', coalesce(b.party_id, r.party_id), b.booked, coalesce(b.currency, r.currency), r.kept) as fault
      from (select operator_id, party_id, currency, sum(credit_minor - debit_minor) as booked from posting where account = 'partner_reserve' group by 1, 2, 3) b
      full join (
        select p.operator_id, p.party_id, p.currency, sum(p.reserve_minor) as kept from payout p
        where p.state in ${FINAL} and p.reserve_minor <> 0 and not exists (
          select from journal j where j.operator_id = p.operator_id and j.event = 'payout.reserve-released' and j.source_id = p.id)
        group by 1, 2, 3) r using (operator_id, party_id, currency)`),
  },
  {
    id: 'payout.numbers',
    claim: 'the payouts of each operator are numbered from 1 without a gap, up to the last number given',
    sql: oneRowEach(`select p.payouts = p.numbers and p.lowest = 1 and p.highest = p.payouts and p.highest = coalesce(s.last_number, 0) as ok,
        format('operator %s: %s payouts, %s numbers from %s to %s, last given %s', p.operator_id, p.payouts, p.numbers, p.lowest, p.highest, s.last_number) as fault
      from (select operator_id, count(*) as payouts, count(distinct number) as numbers, min(substring(number from '[0-9]+$')::int8) as lowest,
              max(substring(number from '[0-9]+$')::int8) as highest from payout where state in ${FINAL} group by 1) p
      join operator o on o.id = p.operator_id
      left join number_series s on s.operator_id = p.operator_id and s.party_id = o.party_id and s.series = 'payout'`),
  },
  {
    id: 'guarantee.once',
    claim:
      'each term is topped up by what lacks to its guarantee, in a cycle once for a payer, a partner and what it holds for; without one never',
    sql: oneRowEach(`select not exists (
          select from guarantee_check g
          left join journal j on j.operator_id = g.operator_id and j.event = 'guarantee.topped-up'
            and j.details ->> 'termId' = g.term_id::text and j.details ->> 'cycleId' = g.cycle_id::text
          left join posting b on b.operator_id = j.operator_id and b.billing_account_id = j.billing_account_id and b.journal_id = j.id and b.credit_minor > 0
          where g.operator_id = t.operator_id and g.term_id = t.id
            and (coalesce(g.top_up_minor, 0) <> coalesce(b.credit_minor, 0)
              or g.top_up_minor <> greatest(0, coalesce(t.guarantee, 0) * 10 ^ (${exponent('t.currency')}) - g.received_minor)
              or b.party_id <> t.partner_id))
          and not exists (
            select from guarantee_check g join guarantee_check h on h.operator_id = g.operator_id and h.cycle_id = g.cycle_id and h.term_id <> g.term_id
            join settlement_term u on u.operator_id = h.operator_id and u.id = h.term_id
            join agreement v on v.operator_id = u.operator_id and v.id = u.agreement_id
            where g.operator_id = t.operator_id and g.term_id = t.id and v.payer_id = t.payer_id and v.partner_id = t.partner_id
              and (u.offering_id, u.category) is not distinct from (t.offering_id, t.category))
          and (select count(*) from journal j where j.operator_id = t.operator_id and j.event = 'guarantee.topped-up' and j.details ->> 'termId' = t.id::text)
            = (select count(*) from guarantee_check g where g.operator_id = t.operator_id and g.term_id = t.id and g.top_up_minor > 0) as ok,
        format('term %s, guarantee %s', t.id, t.guarantee) as fault
      from (select t.*, a.payer_id, a.partner_id, a.currency,
              least((t.terms ->> 'minimumGuarantee')::numeric, coalesce((t.terms ->> 'cap')::numeric, (t.terms ->> 'minimumGuarantee')::numeric)) as guarantee
            from settlement_term t join agreement a on a.operator_id = t.operator_id and a.id = t.agreement_id) t`),
  },
];
