import type { Sql } from '@/lib/db/tenant';

/** What the agreement of a party says of how it is paid, by the operator `o` and the party's id: one row at most. */
export const payingAgreement = (party: string, throughOn: string): string => `
  select g.*, jsonb_build_object('minimumMinor', g.payout_minimum_minor::text, 'feeMinor', g.payout_fee_minor::text,
    'feePpm', g.payout_fee_ppm, 'reservePpm', g.reserve_ppm, 'reserveDays', g.reserve_days, 'role', g.role,
    'selfBilling', g.self_billing_consent) as conditions
  from agreement g
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
