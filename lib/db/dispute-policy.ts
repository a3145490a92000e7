import type { Sql } from '@/lib/db/tenant';

export type DisputePolicyRow = { answerWorkingDays: number; remindWorkingDays: number };

export async function findDisputePolicy(sql: Sql): Promise<DisputePolicyRow | null> {
  const [row] = await sql.query<DisputePolicyRow>(
    `select answer_working_days as "answerWorkingDays", remind_working_days as "remindWorkingDays" from dispute_policy`,
  );
  return row ?? null;
}

export const saveDisputePolicy = (sql: Sql, operatorId: string, policy: DisputePolicyRow): Promise<unknown> =>
  sql.query(
    `insert into dispute_policy (operator_id, answer_working_days, remind_working_days) values ($1::uuid, $2, $3)
     on conflict (operator_id) do update
       set answer_working_days = excluded.answer_working_days, remind_working_days = excluded.remind_working_days`,
    [operatorId, policy.answerWorkingDays, policy.remindWorkingDays],
  );

/** Whether the operator's own agreement with a partner lets the partner's acceptance of a whole dispute decide it; the latest signed version on a day. */
export async function decidesByPartner(sql: Sql, partnerId: string, on: string): Promise<boolean> {
  const [row] = await sql.query<{ decides: boolean }>(
    `select g.dispute_decision = 'partner' as decides from agreement g
     join operator o on o.id = g.operator_id and o.party_id = g.payer_id
     where g.partner_id = $1::uuid and g.signed_at is not null and g.valid_from <= $2::date
       and (g.valid_to is null or g.valid_to > $2::date)
     order by g.version desc limit 1`,
    [partnerId, on],
  );
  return row?.decides ?? false;
}
