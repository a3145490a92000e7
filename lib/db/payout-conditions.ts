import type { Sql } from '@/lib/db/tenant';

/**
 * What changed by a day about how the agreement `g` pays: of each field the latest that holds, null where none does. Only what the operator
 * pays itself is changed so.
 */
export const changedConditions = (on: string): string => `
  select max(c.holds_from) as since, ${(
    ['frequency', 'minimum_minor', 'fee_minor', 'fee_ppm', 'reserve_ppm', 'reserve_days'] as const
  )
    .map((field) => {
      const isAmount = field === 'minimum_minor' || field === 'fee_minor';
      const given = `c.${field} is not null${isAmount ? ' and c.currency = g.currency' : ''}`;
      return `(array_agg(c.${field} order by c.holds_from desc, c.id desc) filter (where ${given}))[1] as ${field}`;
    })
    .join(', ')}
  from payout_condition c
  where c.operator_id = g.operator_id and c.partner_id = g.partner_id and c.withdrawn_at is null and c.holds_from <= ${on}
    and g.payer_id = (select party_id from operator where id = g.operator_id)`;

/** What the agreement of a party says of how it is paid on a day, by the operator `o` and the party's id: one row at most. */
export const payingAgreement = (party: string, throughOn: string): string => `
  select g.id, g.currency, coalesce(c.frequency, g.payout_frequency) as payout_frequency,
    jsonb_build_object('minimumMinor', coalesce(c.minimum_minor, g.payout_minimum_minor)::text,
      'feeMinor', coalesce(c.fee_minor, g.payout_fee_minor)::text, 'feePpm', coalesce(c.fee_ppm, g.payout_fee_ppm),
      'reservePpm', coalesce(c.reserve_ppm, g.reserve_ppm), 'reserveDays', coalesce(c.reserve_days, g.reserve_days),
      'role', g.role, 'selfBilling', g.self_billing_consent, 'since', c.since) as conditions
  from agreement g left join lateral (${changedConditions(throughOn)}) c on true
  where g.operator_id = o.id and g.partner_id = ${party} and g.signed_at is not null and g.valid_from <= ${throughOn}
  order by g.payer_id = o.party_id desc, g.signed_at desc, g.version desc limit 1`;

/** Of a party that no signed agreement pays. */
export const NO_CONDITIONS = `'{"minimumMinor": "0", "feeMinor": "0", "feePpm": 0, "reservePpm": 0, "reserveDays": 0, "role": null, "selfBilling": false}'::jsonb`;

/** Takes the conditions as they are now; the currency stays, because rows were converted to it. */
export async function refreshConditions(sql: Sql, payoutId: string): Promise<void> {
  await sql.query(
    `update payout p set conditions = a.conditions, agreement_id = a.id
     from operator o, lateral (${payingAgreement('(select party_id from payout where id = $1::uuid)', '(select through_on from payout where id = $1::uuid)')}) a
     where p.id = $1::uuid and o.id = p.operator_id and a.currency = p.currency`,
    [payoutId],
  );
}
