import type { AgreementConditions } from '@/lib/db/agreement-conditions';
import { civilAsDate } from '@/lib/db/civil';
import type { Prisma } from '@/lib/db/generated/client';
import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql, TenantClient } from '@/lib/db/tenant';

export type NewAgreement = {
  id: string;
  payerId: string;
  partnerId: string;
  version: number;
  role: 'principal' | 'agent';
  currency: string;
  validFrom: string;
  validTo: string | null;
  maxChargeAgeMonths: number;
  latePolicy: 'hold' | 'carry_over' | 'estimate';
  selfBillingConsent: boolean;
  payoutFrequency: string;
  signedAt: string | null;
  terms: NewTerm[];
};

export type NewTerm = {
  id: string;
  offeringId: string | null;
  kind: string;
  basis: string;
  terms: Prisma.InputJsonObject;
};

export async function insertAgreement(
  tx: TenantClient,
  operatorId: string,
  row: NewAgreement,
): Promise<void> {
  const { terms, ...agreement } = row;
  await tx.agreement.create({
    data: {
      ...agreement,
      operatorId,
      validFrom: civilAsDate(row.validFrom),
      validTo: row.validTo === null ? null : civilAsDate(row.validTo),
      terms: { create: terms },
    },
  });
}

/** Adds a term to an agreement; an offering's own term goes before the agreement's general one. */
export async function insertTerm(
  tx: TenantClient,
  operatorId: string,
  agreementId: string,
  term: NewTerm,
): Promise<void> {
  await tx.settlementTerm.create({ data: { ...term, operatorId, agreementId } });
}

type NamedParty = { id: string; slug: string; name: string };

export type AgreementRow = Omit<NewAgreement, 'terms' | 'payerId' | 'partnerId'> &
  AgreementConditions & {
    payer: NamedParty;
    partner: NamedParty;
    partnerName: string;
    terms: {
      id: string;
      kind: string;
      basis: string;
      terms: Record<string, unknown>;
      offering: { id: string; name: string } | null;
    }[];
  };

/** Agreements the scope may see, with their terms; filters `party` (id, on either side), `role`. */
export function listAgreements(sql: Sql, query: ListQuery): Promise<Page<AgreementRow>> {
  return readPage(
    sql,
    {
      select: `${selectAgreement}
        where ($1 = '' or r.name ilike '%' || $1 || '%')
          and (cardinality($2::text[]) = 0 or g.partner_id::text = any($2) or g.payer_id::text = any($2))
          and (cardinality($3::text[]) = 0 or g.role = any($3))`,
      params: [query.q, query.filters.party ?? [], query.filters.role ?? []],
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

const selectAgreement = `
  select g.id, g.version, g.role, g.currency, g.valid_from as "validFrom", g.valid_to as "validTo",
    g.max_charge_age_months as "maxChargeAgeMonths", g.late_policy as "latePolicy", g.acceptance,
    trim_scale(g.change_tolerance_percent)::text as "changeTolerancePercent",
    trim_scale(g.difference_tolerance_percent)::text as "differenceTolerancePercent",
    g.service_policy as "servicePolicy",
    g.self_billing_consent as "selfBillingConsent", g.payout_frequency as "payoutFrequency",
    g.signed_at as "signedAt", r.name as "partnerName",
    json_build_object('id', y.id, 'slug', y.slug, 'name', y.name) as payer,
    json_build_object('id', r.id, 'slug', r.slug, 'name', r.name) as partner,
    coalesce((
      select json_agg(json_build_object('id', t.id, 'kind', t.kind, 'basis', t.basis, 'terms', t.terms,
          'offering', case when o.id is null then null else json_build_object('id', o.id, 'name', o.name) end)
        order by o.name nulls last, t.id)
      from settlement_term t
      left join product_offering o on o.operator_id = t.operator_id and o.id = t.offering_id
      where t.operator_id = g.operator_id and t.agreement_id = g.id), '[]') as terms
  from agreement g
  join party y on y.operator_id = g.operator_id and y.id = g.payer_id
  join party r on r.operator_id = g.operator_id and r.id = g.partner_id`;
