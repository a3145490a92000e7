import type { AgreementConditions } from '@/lib/db/agreement-conditions';
import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';

type NamedParty = { id: string; slug: string; name: string };

/** A draft is edited; an offered one the operator has signed; a signed one everybody has, and it is never edited again. */
export type AgreementState = 'draft' | 'offered' | 'signed';

export type AgreementTermRow = {
  id: string;
  kind: string;
  basis: string;
  terms: Record<string, unknown>;
  /** For what it holds: one offering, one category, or (neither) everything else. */
  offering: { id: string; name: string } | null;
  category: string | null;
};

export type AgreementRow = AgreementConditions & {
  id: string;
  version: number;
  state: AgreementState;
  role: 'principal' | 'agent';
  currency: string;
  validFrom: string;
  validTo: string | null;
  selfBillingConsent: boolean;
  payoutFrequency: string;
  offeredAt: string | null;
  signedAt: string | null;
  /** The version that ends when this one is signed. */
  replacesId: string | null;
  payer: NamedParty;
  partner: NamedParty;
  partnerName: string;
  terms: AgreementTermRow[];
  signatures: { partyId: string; name: string; signedBy: string; signedAt: string; onRecord: boolean }[];
};

/** Agreements the scope may see, with their terms; filters `party` (id, on either side), `role`, `state`. */
export function listAgreements(sql: Sql, query: ListQuery): Promise<Page<AgreementRow>> {
  return readPage(
    sql,
    {
      select: `${selectAgreement}
        where ($1 = '' or r.name ilike '%' || $1 || '%')
          and (cardinality($2::text[]) = 0 or g.partner_id::text = any($2) or g.payer_id::text = any($2))
          and (cardinality($3::text[]) = 0 or g.role = any($3))
          and (cardinality($4::text[]) = 0 or ${state} = any($4))`,
      params: [query.q, query.filters.party ?? [], query.filters.role ?? [], query.filters.state ?? []],
      sortable: {
        partner: { column: '"partnerName"', type: 'text' },
        validFrom: { column: '"validFrom"', type: 'date' },
      },
      defaultSort: { id: 'partner', descending: false },
    },
    query,
  );
}

export async function findAgreement(sql: Sql, id: string): Promise<AgreementRow | null> {
  const rows = await sql.query<AgreementRow>(`${selectAgreement} where g.id::text = $1`, [id]);
  return rows[0] ?? null;
}

/**
 * The signed version of an agreement's two parties that covers a day; else the first one to come, else the last one that was. Null when none
 * is signed, or the scope may not see it.
 */
export async function findVersionOn(sql: Sql, agreementId: string, on: string): Promise<AgreementRow | null> {
  const rows = await sql.query<AgreementRow>(
    `${selectAgreement}
     join agreement l on l.operator_id = g.operator_id and l.id = $1::uuid and l.payer_id = g.payer_id and l.partner_id = g.partner_id
     where g.signed_at is not null
     order by g.valid_from <= $2::date and (g.valid_to is null or g.valid_to > $2::date) desc,
       g.valid_from <= $2::date, abs(g.valid_from - $2::date) limit 1`,
    [agreementId, on],
  );
  return rows[0] ?? null;
}

const state = `case when g.signed_at is not null then 'signed' when g.offered_at is not null then 'offered' else 'draft' end`;

const selectAgreement = `
  select g.id, g.version, ${state} as state, g.role, g.currency, g.valid_from as "validFrom", g.valid_to as "validTo",
    g.max_charge_age_months as "maxChargeAgeMonths", g.late_policy as "latePolicy", g.acceptance,
    trim_scale(g.change_tolerance_percent)::text as "changeTolerancePercent",
    trim_scale(g.difference_tolerance_percent)::text as "differenceTolerancePercent",
    g.service_policy as "servicePolicy",
    g.self_billing_consent as "selfBillingConsent", g.payout_frequency as "payoutFrequency",
    g.offered_at as "offeredAt", g.signed_at as "signedAt", g.replaces_id as "replacesId", r.name as "partnerName",
    json_build_object('id', y.id, 'slug', y.slug, 'name', y.name) as payer,
    json_build_object('id', r.id, 'slug', r.slug, 'name', r.name) as partner,
    coalesce((
      select json_agg(json_build_object('id', t.id, 'kind', t.kind, 'basis', t.basis, 'terms', t.terms,
          'category', t.category,
          'offering', case when o.id is null then null else json_build_object('id', o.id, 'name', o.name) end)
        order by o.name nulls last, t.category nulls last, t.id)
      from settlement_term t
      left join product_offering o on o.operator_id = t.operator_id and o.id = t.offering_id
      where t.operator_id = g.operator_id and t.agreement_id = g.id), '[]') as terms,
    coalesce((
      select json_agg(json_build_object('partyId', s.party_id, 'name', p.name, 'signedBy', s.signed_by, 'signedAt', s.signed_at,
          'onRecord', s.on_record) order by s.signed_at, s.party_id)
      from agreement_signature s
      left join party p on p.operator_id = s.operator_id and p.id = s.party_id
      where s.operator_id = g.operator_id and s.agreement_id = g.id), '[]') as signatures
  from agreement g
  join party y on y.operator_id = g.operator_id and y.id = g.payer_id
  join party r on r.operator_id = g.operator_id and r.id = g.partner_id`;
