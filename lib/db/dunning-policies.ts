import type { Sql } from '@/lib/db/tenant';
import type { DunningStage } from '@/lib/domain/billing/dunning';

export type DunningPolicyRow = {
  customerGroup: string;
  /** Decimal text in major units, whichever the account's currency is. */
  minimum: string;
  stages: DunningStage[];
};

/** Of every group that has one, the default first. */
export const listDunningPolicies = (
  sql: Sql,
): Promise<(DunningPolicyRow & { changedAt: string; changedBy: string })[]> =>
  sql.query(
    `select customer_group as "customerGroup", trim_scale(minimum)::text as minimum, stages, changed_at as "changedAt",
       changed_by as "changedBy"
     from dunning_policy order by customer_group <> 'default', customer_group`,
  );

export const saveDunningPolicy = (
  sql: Sql,
  operatorId: string,
  { customerGroup, minimum, stages }: DunningPolicyRow,
  { at, by }: { at: string; by: string },
): Promise<unknown> =>
  sql.query(
    `insert into dunning_policy (operator_id, customer_group, minimum, stages, changed_at, changed_by)
     values ($1::uuid, $2, $3::numeric, $4::jsonb, $5::timestamptz, $6)
     on conflict (operator_id, customer_group) do update set minimum = excluded.minimum, stages = excluded.stages,
       changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [operatorId, customerGroup, minimum, JSON.stringify(stages), at, by],
  );

/** Groups that customers are in, for the editor of policies. */
export const listCustomerGroups = (sql: Sql): Promise<{ customerGroup: string; customers: number }[]> =>
  sql.query(
    `select customer_group as "customerGroup", count(*)::int as customers from party where kind = 'customer' group by 1 order by 1`,
  );

/** Whose policy a customer has from now on. */
export async function saveCustomerGroup(sql: Sql, customerId: string, group: string): Promise<void> {
  await sql.query(`update party set customer_group = $2 where id = $1::uuid and kind = 'customer'`, [
    customerId,
    group,
  ]);
}
