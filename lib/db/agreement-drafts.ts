import { newId } from '@/lib/db/id';
import type { Sql } from '@/lib/db/tenant';
import type { PaymentEdge } from '@/lib/domain/settlement/find-cycle';
import type { DatedVersion } from '@/lib/domain/settlement/plan-validity';

export type NewAgreement = {
  id: string;
  payerId: string;
  partnerId: string;
  version: number;
  role: 'principal' | 'agent';
  currency: string;
  validFrom: string;
  validTo: string | null;
  replacesId: string | null;
  maxChargeAgeMonths: number;
  latePolicy: 'hold' | 'carry_over' | 'estimate';
  selfBillingConsent: boolean;
  payoutFrequency: string;
};

export type NewTerm = {
  offeringId: string | null;
  category: string | null;
  kind: string;
  basis: string;
  terms: Record<string, unknown>;
};

/** Those who write or sign agreements of an operator take turns: overlaps and cycles are about all of them. Until the end of the transaction. */
export async function lockAgreements(sql: Sql, operatorId: string): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('agreement:' || $1::text, 0))`, [
    operatorId,
  ]);
}

export async function insertDraft(sql: Sql, operatorId: string, row: NewAgreement): Promise<void> {
  await sql.query(
    `insert into agreement (operator_id, id, payer_id, partner_id, version, role, currency, valid_from, valid_to, replaces_id,
       max_charge_age_months, late_policy, self_billing_consent, payout_frequency)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6, $7, $8::date, $9::date, $10::uuid, $11, $12, $13, $14)`,
    [
      operatorId,
      row.id,
      row.payerId,
      row.partnerId,
      row.version,
      row.role,
      row.currency,
      row.validFrom,
      row.validTo,
      row.replacesId,
      row.maxChargeAgeMonths,
      row.latePolicy,
      row.selfBillingConsent,
      row.payoutFrequency,
    ],
  );
}

/** What a draft says, but its parties and version; whoever signed it must sign again. */
export async function updateDraft(
  sql: Sql,
  id: string,
  row: Pick<NewAgreement, 'role' | 'currency' | 'validFrom' | 'validTo'>,
): Promise<void> {
  await sql.query(
    `update agreement set role = $2, currency = $3, valid_from = $4::date, valid_to = $5::date, offered_at = null
     where id = $1::uuid`,
    [id, row.role, row.currency, row.validFrom, row.validTo],
  );
  await sql.query('delete from agreement_signature where agreement_id = $1::uuid', [id]);
}

/** Puts other terms in the place of a draft's. */
export async function replaceTerms(
  sql: Sql,
  operatorId: string,
  agreementId: string,
  terms: readonly NewTerm[],
): Promise<void> {
  await sql.query('delete from settlement_term where agreement_id = $1::uuid', [agreementId]);
  for (const { offeringId, category, kind, basis, terms: rule } of terms) {
    await sql.query(
      `insert into settlement_term (operator_id, id, agreement_id, offering_id, category, kind, basis, terms)
       values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6, $7, $8::jsonb)`,
      [operatorId, newId(), agreementId, offeringId, category, kind, basis, JSON.stringify(rule)],
    );
  }
}

export type Signature = {
  agreementId: string;
  partyId: string;
  signedBy: string;
  signedAt: string;
  contentHash: string;
  /** Signed elsewhere, and the operator says so. */
  onRecord: boolean;
};

export async function insertSignature(sql: Sql, operatorId: string, row: Signature): Promise<void> {
  await sql.query(
    `insert into agreement_signature (operator_id, agreement_id, party_id, signed_by, signed_at, content_hash, on_record)
     values ($1::uuid, $2::uuid, $3::uuid, $4, $5::timestamptz, $6, $7)`,
    [operatorId, row.agreementId, row.partyId, row.signedBy, row.signedAt, row.contentHash, row.onRecord],
  );
}

export async function markOffered(sql: Sql, id: string, at: string): Promise<void> {
  await sql.query('update agreement set offered_at = $2::timestamptz where id = $1::uuid', [id, at]);
}

/** How the version that it replaces is carried out by now goes on with this one. */
export async function takeOverConditions(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `update agreement n set late_policy = o.late_policy, acceptance = o.acceptance, service_policy = o.service_policy, dispute_decision = o.dispute_decision,
       change_tolerance_percent = o.change_tolerance_percent, difference_tolerance_percent = o.difference_tolerance_percent,
       max_charge_age_months = o.max_charge_age_months, payout_frequency = o.payout_frequency,
       payout_minimum_minor = case when n.currency = o.currency then o.payout_minimum_minor else 0 end,
       payout_fee_minor = case when n.currency = o.currency then o.payout_fee_minor else 0 end,
       payout_fee_ppm = o.payout_fee_ppm, reserve_ppm = o.reserve_ppm, reserve_days = o.reserve_days,
       self_billing_consent = o.self_billing_consent
     from agreement o
     where n.id = $1::uuid and o.operator_id = n.operator_id and o.id = n.replaces_id`,
    [id],
  );
}

/** The partner's own word, which it may take back. */
export async function setSelfBillingConsent(sql: Sql, id: string, consent: boolean): Promise<void> {
  await sql.query('update agreement set self_billing_consent = $2 where id = $1::uuid', [id, consent]);
}

/** In force from its first day on, and final. */
export async function markSigned(sql: Sql, id: string, at: string): Promise<void> {
  await sql.query(
    `update agreement set signed_at = $2::timestamptz, offered_at = coalesce(offered_at, $2::timestamptz) where id = $1::uuid`,
    [id, at],
  );
}

/** A signed version ends sooner, because another follows it. */
export async function endAgreement(sql: Sql, id: string, validTo: string): Promise<void> {
  await sql.query('update agreement set valid_to = $2::date where id = $1::uuid', [id, validTo]);
}

/** Signed versions of two parties. */
export const listSignedVersions = (sql: Sql, payerId: string, partnerId: string): Promise<DatedVersion[]> =>
  sql.query<DatedVersion>(
    `select id, version, valid_from as "validFrom", valid_to as "validTo" from agreement
     where payer_id = $1::uuid and partner_id = $2::uuid and signed_at is not null order by version`,
    [payerId, partnerId],
  );

/** The version number that comes next for two parties. */
export async function nextVersion(sql: Sql, payerId: string, partnerId: string): Promise<number> {
  const [row] = await sql.query<{ version: number }>(
    `select coalesce(max(version), 0) + 1 as version from agreement where payer_id = $1::uuid and partner_id = $2::uuid`,
    [payerId, partnerId],
  );
  return row!.version;
}

/** Who pays whom by signed agreements. */
export const listPaymentEdges = (sql: Sql): Promise<PaymentEdge[]> =>
  sql.query<PaymentEdge>(
    `select payer_id as "payerId", partner_id as "partnerId", valid_from as "validFrom", valid_to as "validTo"
     from agreement where signed_at is not null`,
  );

export type AgreementParty = { id: string; kind: 'operator' | 'partner' | 'customer'; name: string };

export const listAgreementParties = (sql: Sql): Promise<AgreementParty[]> =>
  sql.query<AgreementParty>(`select id, kind, name from party where kind <> 'customer' order by name`);

/** Held until the end of the transaction; null when the scope has none. */
export async function lockAgreement(sql: Sql, id: string): Promise<{ id: string } | null> {
  const rows = await sql.query<{ id: string }>('select id from agreement where id::text = $1 for update', [
    id,
  ]);
  return rows[0] ?? null;
}

/** Offerings and the categories there are, for terms that are for some of them. */
export const listTermPlaces = (
  sql: Sql,
): Promise<{ id: string; name: string; category: string; supplierId: string }[]> =>
  sql.query(
    `select id, name, category, supplier_id as "supplierId" from product_offering where state <> 'retired' order by name, version`,
  );

/** One for each two parties with a signed agreement: its last version. */
export const listSignedPairs = (
  sql: Sql,
): Promise<{ id: string; payerId: string; partnerId: string; partnerName: string }[]> =>
  sql.query(
    `select distinct on (g.payer_id, g.partner_id) g.id, g.payer_id as "payerId", g.partner_id as "partnerId", p.name as "partnerName"
     from agreement g join party p on p.operator_id = g.operator_id and p.id = g.partner_id
     where g.signed_at is not null order by g.payer_id, g.partner_id, g.version desc`,
  );
