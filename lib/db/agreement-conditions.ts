import { changedConditions } from '@/lib/db/payout-conditions';
import type { Sql } from '@/lib/db/tenant';
import type { LatePolicy } from '@/lib/domain/billing/partner-bill/expectation';
import { type Currency, currency as currencyOf } from '@/lib/domain/money/currency';
import { formatScaled, parseDecimal } from '@/lib/domain/money/decimal';
import { formatMinor, parseMoney } from '@/lib/domain/money/money';
import type { PayoutTerms } from '@/lib/domain/settlement/payout-notice';

export type AgreementConditions = {
  latePolicy: LatePolicy;
  acceptance: 'automatic' | 'whole' | 'by_person';
  /** Percentages as decimal text. */
  changeTolerancePercent: string;
  differenceTolerancePercent: string;
  servicePolicy: 'any' | 'mapped';
  /** Whose acceptance of a whole dispute decides it. */
  disputeDecision: 'operator' | 'partner';
  maxChargeAgeMonths: number;
};

export type ConditionsRow = AgreementConditions &
  PayoutTerms & { agreementId: string; version: number; currency: string };

/** Of the operator's own agreement with a partner: the latest signed version that has not ended on a day. Held with `lock`. */
export async function findConditionsRow(
  sql: Sql,
  partnerId: string,
  on: string,
  { lock = false } = {},
): Promise<ConditionsRow | null> {
  const rows = await sql.query<Stored>(
    `select g.id as "agreementId", g.version, g.currency, g.late_policy as "latePolicy", g.acceptance,
       trim_scale(g.change_tolerance_percent)::text as "changeTolerancePercent",
       trim_scale(g.difference_tolerance_percent)::text as "differenceTolerancePercent",
       g.service_policy as "servicePolicy", g.dispute_decision as "disputeDecision", g.max_charge_age_months as "maxChargeAgeMonths",
       coalesce(c.frequency, g.payout_frequency) as "payoutFrequency", coalesce(c.minimum_minor, g.payout_minimum_minor) as "minimumMinor",
       coalesce(c.fee_minor, g.payout_fee_minor) as "feeMinor", coalesce(c.fee_ppm, g.payout_fee_ppm) as "feePpm",
       coalesce(c.reserve_ppm, g.reserve_ppm) as "reservePpm", coalesce(c.reserve_days, g.reserve_days) as "reserveDays"
     from agreement g
     left join lateral (${changedConditions('$2::date')}) c on true
     join operator o on o.id = g.operator_id and o.party_id = g.payer_id
     where g.partner_id = $1::uuid and g.signed_at is not null and (g.valid_to is null or g.valid_to > $2::date)
     order by g.version desc limit 1 ${lock ? 'for update of g' : ''}`,
    [partnerId, on],
  );
  return rows[0] ? conditionsOf(rows[0]) : null;
}

/**
 * Saves how bills are taken, for every signed version of an agreement that has not ended on a day. How the partner is paid stays as it was
 * signed: what changes about that is a row with the day it holds from (`insertConditionChange`), so that no statement before it changes.
 */
export async function saveConditions(
  sql: Sql,
  agreementId: string,
  on: string,
  row: AgreementConditions,
): Promise<void> {
  await sql.query(
    `update agreement g set late_policy = $2, acceptance = $3, change_tolerance_percent = $4,
       difference_tolerance_percent = $5, service_policy = $6, max_charge_age_months = $7, dispute_decision = $8
     from agreement a
     where a.id = $1::uuid and g.operator_id = a.operator_id and g.payer_id = a.payer_id and g.partner_id = a.partner_id
       and g.signed_at is not null and (g.valid_to is null or g.valid_to > $9::date)`,
    [
      agreementId,
      row.latePolicy,
      row.acceptance,
      row.changeTolerancePercent,
      row.differenceTolerancePercent,
      row.servicePolicy,
      row.maxChargeAgeMonths,
      row.disputeDecision,
      on,
    ],
  );
}

type Stored = AgreementConditions &
  Pick<PayoutTerms, 'payoutFrequency' | 'reserveDays'> & {
    agreementId: string;
    version: number;
    currency: string;
    minimumMinor: bigint;
    feeMinor: bigint;
    feePpm: number;
    reservePpm: number;
  };

function conditionsOf({ minimumMinor, feeMinor, feePpm, reservePpm, ...row }: Stored): ConditionsRow {
  const currency = currencyOf(row.currency);
  return {
    ...row,
    payoutMinimum: formatMinor(minimumMinor, currency),
    payoutFee: formatMinor(feeMinor, currency),
    payoutFeePercent: formatScaled(BigInt(feePpm), 4),
    reservePercent: formatScaled(BigInt(reservePpm), 4),
  };
}

export function minorOf(text: string, currency: Currency): bigint {
  const money = parseMoney(text, currency);
  if (!money) throw new RangeError(`${text} is no amount of ${currency}`);
  return money.amountMinor;
}

const PPM_PER_PERCENT_SCALE = 10n ** 11n;

/** A percentage with four decimals at most, as the edge has checked. */
export const ppmOf = (percent: string): number =>
  Number((parseDecimal(percent) ?? 0n) / PPM_PER_PERCENT_SCALE);
