import type { Sql } from '@/lib/db/tenant';

/** The rhythms that accounts with open budgets are billed in. */
export const listBudgetedSpecs = (
  sql: Sql,
): Promise<{ id: string; anchorOn: string; frequency: string; timeZone: string }[]> =>
  sql.query(
    `select s.id, s.anchor_on as "anchorOn", s.frequency, s.time_zone as "timeZone" from cycle_spec s
     where exists (
       select from usage_budget b
       join billing_account a on a.operator_id = b.operator_id and a.id = b.billing_account_id
       where b.operator_id = s.operator_id and b.ended_at is null and a.cycle_spec_id = s.id)
     order by s.id`,
  );

export type ChangedAccount = { billingAccountId: string; mark: string };

/**
 * The next accounts with open budgets, by id after `after`, whose usage of the period has changed since their budgets were last
 * compared, or that were not looked at since `recheckBefore` (partner lines and products raise a bill too). `last` is how far this
 * look came, null when there is nothing behind it. The mark is the period and how often its usage has changed.
 */
export async function findChangedAccounts(
  sql: Sql,
  input: { specId: string; periodFrom: string; recheckBefore: string; after: string | null; limit: number },
): Promise<{ accounts: ChangedAccount[]; last: string | null }> {
  const rows = await sql.query<ChangedAccount & { isChanged: boolean }>(
    `with account as (
       select b.billing_account_id as id, min(b.checked_mark) as low, max(b.checked_mark) as high,
         bool_or(b.checked_mark is null or b.checked_at is null or b.checked_at < $3::timestamptz) as is_due
       from usage_budget b
       join billing_account a on a.operator_id = b.operator_id and a.id = b.billing_account_id
       where b.ended_at is null and a.cycle_spec_id = $1::uuid and ($4::uuid is null or b.billing_account_id > $4)
       group by b.billing_account_id order by b.billing_account_id limit $5)
     select id as "billingAccountId", mark, is_due or low is distinct from mark or high is distinct from mark as "isChanged"
     from account cross join lateral (
       select $2::text || ' ' || coalesce(sum(t.change_count), 0)::text as mark from usage_total t
       where t.billing_account_id = account.id and t.period_from = $2::date) m
     order by id`,
    [input.specId, input.periodFrom, input.recheckBefore, input.after, input.limit],
  );
  const accounts = rows.flatMap(({ isChanged, ...row }) => (isChanged ? [row] : []));
  return { accounts, last: rows.length === input.limit ? rows.at(-1)!.billingAccountId : null };
}

export type OpenBudget = {
  id: string;
  billingAccountId: string;
  productId: string | null;
  productName: string | null;
  name: string;
  amountMinor: bigint;
  thresholds: number[];
  emails: string[];
};

export const readOpenBudgets = (sql: Sql, accountIds: readonly string[]): Promise<OpenBudget[]> =>
  sql.query<OpenBudget>(
    `select b.id, b.billing_account_id as "billingAccountId", b.product_id as "productId", p.name as "productName", b.name,
       b.amount_minor as "amountMinor", b.thresholds, b.emails
     from usage_budget b
     left join product p on p.operator_id = b.operator_id and p.billing_account_id = b.billing_account_id
       and p.id = b.product_id
     where b.billing_account_id = any($1::uuid[]) and b.ended_at is null
     order by b.billing_account_id, b.id`,
    [accountIds],
  );

/** Remembers what these accounts' budgets were compared with. */
export const markChecked = (
  sql: Sql,
  accounts: readonly ChangedAccount[],
  checkedAt: string,
): Promise<unknown> =>
  sql.query(
    `update usage_budget b set checked_mark = m.mark, checked_at = $3
     from unnest($1::uuid[], $2::text[]) as m(id, mark)
     where b.billing_account_id = m.id and b.ended_at is null`,
    [accounts.map((row) => row.billingAccountId), accounts.map((row) => row.mark), checkedAt],
  );

export async function hasOpenBudget(sql: Sql): Promise<boolean> {
  return (await sql.query('select 1 from usage_budget where ended_at is null limit 1')).length > 0;
}
