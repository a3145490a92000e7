import { type Check, oneRowEach } from './check';

/** What was agreed: who, when, and in which order money goes down. */
export const agreementChecks: readonly Check[] = [
  {
    id: 'agreement.days',
    claim: 'no day has two signed agreements of the same two parties, and none ends before it begins',
    sql: oneRowEach(`select (g.valid_to is null or g.valid_from < g.valid_to) and not exists (
          select from agreement o where o.operator_id = g.operator_id and o.payer_id = g.payer_id and o.partner_id = g.partner_id
            and o.id <> g.id and o.signed_at is not null
            and (o.valid_to is null or g.valid_from < o.valid_to) and (g.valid_to is null or o.valid_from < g.valid_to)) as ok,
        format('agreement %s: version %s, %s to %s', g.id, g.version, g.valid_from, g.valid_to) as fault
      from agreement g where g.signed_at is not null`),
  },
  {
    id: 'agreement.signatures',
    claim:
      'whoever signed an agreement that is in force signed the same content, and operator, payer and partner all did',
    sql: oneRowEach(`select count(distinct s.content_hash) = 1 and array_agg(s.party_id) @> array[o.party_id, g.payer_id, g.partner_id]
          as ok,
        format('agreement %s: %s signatures of %s contents', g.id, count(*), count(distinct s.content_hash)) as fault
      from agreement g
      join operator o on o.id = g.operator_id
      join agreement_signature s on s.operator_id = g.operator_id and s.agreement_id = g.id
      where g.signed_at is not null
      group by g.operator_id, g.id, o.party_id, g.payer_id, g.partner_id`),
  },
  {
    id: 'chain.links',
    claim:
      'each place of a chain is paid by the operator or by a party of a place before it, and no party stands in it twice',
    sql: oneRowEach(`select places[1] = 1 and cardinality(places) = places[cardinality(places)]
          and not exists (select from generate_subscripts(payers, 1) i
            where payers[i] <> operator_party and not payers[i] = any(partners[1:i - 1]))
          and cardinality(partners) = (select count(distinct p) from unnest(partners) p) and not operator_party = any(partners) as ok,
        format('offering %s from %s: places %s', offering_id, valid_from, places) as fault
      from (
        select l.offering_id, l.valid_from, o.party_id as operator_party, array_agg(l.position order by l.position) as places,
          array_agg(g.payer_id order by l.position) as payers, array_agg(g.partner_id order by l.position) as partners
        from offering_chain_link l
        join agreement g on g.operator_id = l.operator_id and g.id = l.agreement_id
        join operator o on o.id = l.operator_id
        group by l.operator_id, l.offering_id, l.valid_from, o.party_id) c`),
  },
  {
    id: 'share.percentages',
    claim:
      'what each party received by a plain percentage is that part of what its payer received, to the minor unit where it alone is paid',
    // What came to a party is what it and everybody below it kept. Beside others a part may lack the unit that there was not to give.
    sql: oneRowEach(`with recursive shared as (
        select s.operator_id, s.billing_account_id, s.line_id, s.party_id, s.amount_minor::numeric as kept, s.agreement_id, s.term_id,
          coalesce(g.payer_id, s.party_id) as payer_id, o.party_id as operator_party, l.amount_minor::numeric as line
        from line_share s
        join bill b on b.operator_id = s.operator_id and b.billing_account_id = s.billing_account_id and b.id = s.bill_id and b.state = 'issued'
        join bill_line l on l.operator_id = s.operator_id and l.billing_account_id = s.billing_account_id and l.id = s.line_id
        join operator o on o.id = s.operator_id
        left join agreement g on g.operator_id = s.operator_id and g.id = s.agreement_id
        where l.kind <> 'discount' or not exists (
          select from account_discount d
          where d.operator_id = l.operator_id and d.billing_account_id = l.billing_account_id and d.borne_by <> 'shared'
            and d.id::text = substring(l.line_key from '[^:]*$'))),
      up as (
        select operator_id, billing_account_id, line_id, party_id, payer_id, kept from shared where party_id <> operator_party
        union all
        select u.operator_id, u.billing_account_id, u.line_id, s.party_id, s.payer_id, u.kept
        from up u
        join shared s on s.operator_id = u.operator_id and s.billing_account_id = u.billing_account_id and s.line_id = u.line_id
          and s.party_id = u.payer_id and s.party_id <> s.operator_party),
      received as (
        select s.*, coalesce(r.received, s.line) as received
        from shared s
        left join (select operator_id, billing_account_id, line_id, party_id, sum(kept) as received from up group by 1, 2, 3, 4) r
          using (operator_id, billing_account_id, line_id, party_id)),
      part as (
        select r.line_id, r.party_id, r.received, p.received as of_what, p.received * (t.terms ->> 'ratePercent')::numeric / 100 as exact,
          count(*) over (partition by r.operator_id, r.billing_account_id, r.line_id, r.payer_id) as siblings, t.kind, t.terms
        from received r
        join received p on p.operator_id = r.operator_id and p.billing_account_id = r.billing_account_id and p.line_id = r.line_id
          and p.party_id = r.payer_id
        join settlement_term t on t.operator_id = r.operator_id and t.id = r.term_id
        where r.party_id <> r.operator_party)
      select received = round(exact) or siblings > 1 and received = round(exact) - sign(of_what) as ok,
        format('line %s, party %s: received %s of %s, by its term %s', line_id, party_id, received, of_what, exact) as fault
      from part where kind = 'percentage' and not terms ? 'cap'`),
  },
];
