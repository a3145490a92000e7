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
      'each chain begins at the operator, each place is paid by the one above it, and no party stands in it twice',
    sql: oneRowEach(`select places[1] = 1 and cardinality(places) = places[cardinality(places)] and payers[1] = operator_party
          and payers[2:] = partners[1:cardinality(partners) - 1]
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
];
