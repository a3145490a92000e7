import type { Sql } from '@/lib/db/tenant';
import type { PaidPlace } from '@/lib/domain/settlement/arrange-chain';
import type { OfferedChain } from '@/lib/domain/settlement/find-above-whole';

/** Who stands behind an offering from a day on. A chain that was to begin on that day is replaced. */
export async function replaceChain(
  sql: Sql,
  chain: { operatorId: string; offeringId: string; validFrom: string; agreementIds: readonly string[] },
): Promise<void> {
  const { operatorId, offeringId, validFrom, agreementIds } = chain;
  await sql.query('delete from offering_chain_link where offering_id = $1::uuid and valid_from = $2::date', [
    offeringId,
    validFrom,
  ]);
  await sql.query(
    `insert into offering_chain_link (operator_id, offering_id, valid_from, position, agreement_id)
     select $1::uuid, $2::uuid, $3::date, d.position, d.agreement_id from unnest($4::uuid[]) with ordinality as d(agreement_id, position)`,
    [operatorId, offeringId, validFrom, agreementIds],
  );
}

/** One place of a chain to come, by the names of its parties. */
export type PlannedPlace = PaidPlace & { partner: string };
export type PlannedChain = { validFrom: string; partners: string[]; places: PlannedPlace[] };

/** The chains of an offering that begin after a day, with whom they are of, payers before those whom they pay. */
export const listPlannedChains = (sql: Sql, offeringId: string, on: string): Promise<PlannedChain[]> =>
  sql.query<PlannedChain>(
    `select l.valid_from as "validFrom", array_agg(p.name order by l.position) as partners,
       json_agg(json_build_object('payerId', g.payer_id, 'partnerId', g.partner_id, 'partner', p.name) order by l.position) as places
     from offering_chain_link l
     join agreement g on g.operator_id = l.operator_id and g.id = l.agreement_id
     join party p on p.operator_id = g.operator_id and p.id = g.partner_id
     where l.offering_id = $1::uuid and l.valid_from > $2::date group by 1 order by 1`,
    [offeringId, on],
  );

/** Every chain, past and to come, of the offerings of which a party pays several others; of one offering in the order of their days. */
export const listChainsPaidBy = (sql: Sql, payerId: string): Promise<OfferedChain[]> =>
  sql.query<OfferedChain>(
    `${selectChains} where o.id in (
       select x.offering_id from offering_chain_link x
       join agreement a on a.operator_id = x.operator_id and a.id = x.agreement_id
       where a.payer_id = $1::uuid group by x.offering_id, x.valid_from having count(*) > 1) ${inOrder}`,
    [payerId],
  );

/** Every chain of an offering, past and to come, in the order of their days. */
export const listChainsOf = (sql: Sql, offeringId: string): Promise<OfferedChain[]> =>
  sql.query<OfferedChain>(`${selectChains} where o.id = $1::uuid ${inOrder}`, [offeringId]);

const selectChains = `
  select json_build_object('id', o.id, 'name', o.name, 'category', o.category) as offering, l.valid_from as "validFrom",
    json_agg(json_build_object('payerId', g.payer_id, 'partnerId', g.partner_id) order by l.position) as places
  from offering_chain_link l
  join agreement g on g.operator_id = l.operator_id and g.id = l.agreement_id
  join product_offering o on o.operator_id = l.operator_id and o.id = l.offering_id`;

const inOrder = 'group by o.id, o.name, o.category, l.valid_from order by o.name, o.id, l.valid_from';

export type SignedTermsRow = PaidPlace & {
  id: string;
  currency: string;
  validFrom: string;
  validTo: string | null;
  terms: {
    id: string;
    offeringId: string | null;
    category: string | null;
    kind: string;
    basis: string;
    terms: unknown;
  }[];
};

/** Every signed version of agreements by which some parties pay, with its terms. */
export const listSignedTerms = (sql: Sql, payerIds: readonly string[]): Promise<SignedTermsRow[]> =>
  sql.query<SignedTermsRow>(
    `select g.id, g.payer_id as "payerId", g.partner_id as "partnerId", g.currency, g.valid_from as "validFrom",
       g.valid_to as "validTo", coalesce((
         select json_agg(json_build_object('id', t.id, 'offeringId', t.offering_id, 'category', t.category, 'kind', t.kind,
           'basis', t.basis, 'terms', t.terms) order by t.id)
         from settlement_term t where t.operator_id = g.operator_id and t.agreement_id = g.id), '[]') as terms
     from agreement g where g.signed_at is not null and g.payer_id = any($1::uuid[]) order by g.valid_from, g.id`,
    [payerIds],
  );
