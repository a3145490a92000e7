import type { Sql } from '@/lib/db/tenant';

/** How often the usage and the adjustments of these accounts have changed, ever, late usage with it: a number that only grows. */
export const countAccountChanges = (
  sql: Sql,
  accountIds: readonly string[],
): Promise<{ id: string; changes: string }[]> =>
  sql.query(
    `select a.id, (coalesce((select sum(t.change_count) from usage_total t
       where t.operator_id = (select scope_id('app.operator')) and t.billing_account_id = a.id), 0)
       + (select count(*) + count(j.withdrawn_at) from adjustment j
          where j.operator_id = (select scope_id('app.operator')) and j.billing_account_id = a.id))::text as changes
     from unnest($1::uuid[]) as a(id)`,
    [accountIds],
  );
