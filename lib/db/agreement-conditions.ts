import type { Sql } from '@/lib/db/tenant';
import type { LatePolicy } from '@/lib/domain/billing/partner-bill/expectation';

export type AgreementConditions = {
  latePolicy: LatePolicy;
  acceptance: 'automatic' | 'whole' | 'by_person';
  /** Percentages as decimal text. */
  changeTolerancePercent: string;
  differenceTolerancePercent: string;
  servicePolicy: 'any' | 'mapped';
  maxChargeAgeMonths: number;
};

export type ConditionsRow = AgreementConditions & { agreementId: string; version: number };

/** Of the operator's own agreement with a partner: the latest signed version that has not ended on a day. Held with `lock`. */
export async function findConditionsRow(
  sql: Sql,
  partnerId: string,
  on: string,
  { lock = false } = {},
): Promise<ConditionsRow | null> {
  const rows = await sql.query<ConditionsRow>(
    `select g.id as "agreementId", g.version, g.late_policy as "latePolicy", g.acceptance,
       trim_scale(g.change_tolerance_percent)::text as "changeTolerancePercent",
       trim_scale(g.difference_tolerance_percent)::text as "differenceTolerancePercent",
       g.service_policy as "servicePolicy", g.max_charge_age_months as "maxChargeAgeMonths"
     from agreement g
     join operator o on o.id = g.operator_id and o.party_id = g.payer_id
     where g.partner_id = $1::uuid and g.signed_at is not null and (g.valid_to is null or g.valid_to > $2::date)
     order by g.version desc limit 1 ${lock ? 'for update of g' : ''}`,
    [partnerId, on],
  );
  return rows[0] ?? null;
}

export async function saveConditions(sql: Sql, agreementId: string, row: AgreementConditions): Promise<void> {
  await sql.query(
    `update agreement set late_policy = $2, acceptance = $3, change_tolerance_percent = $4,
       difference_tolerance_percent = $5, service_policy = $6, max_charge_age_months = $7
     where id = $1::uuid`,
    [
      agreementId,
      row.latePolicy,
      row.acceptance,
      row.changeTolerancePercent,
      row.differenceTolerancePercent,
      row.servicePolicy,
      row.maxChargeAgeMonths,
    ],
  );
}
