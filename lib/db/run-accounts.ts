import type { Sql } from '@/lib/db/tenant';
import type { LineDifference } from '@/lib/domain/billing/diff-bill';
import type { Issue } from '@/lib/domain/money/issue';

/**
 * One row per account of the cycle. An account whose bill of the cycle is issued is done before it begins; an account that was
 * closed takes part only while a product of it reaches into the period, and when something of it came in late: usage, a partner's
 * charges, or the bill that an estimate stood in for; or when a person adjusted it.
 */
export async function addRunAccounts(
  sql: Sql,
  run: { id: string; cycleId: string },
  cycle: { specId: string; periodFrom: string; periodTo: string },
): Promise<void> {
  const params = [run.id, run.cycleId, cycle.specId, cycle.periodTo];
  await sql.query(
    `${addAccounts} and (a.state = 'active' or b.id is not null) on conflict do nothing`,
    params,
  );
  // Planning what follows costs more than the rest of a run's beginning, and most operators have no such account.
  const [closed] = await sql.query<{ any: boolean }>(
    `select exists (select from billing_account where cycle_spec_id = $1::uuid and state <> 'active') as any`,
    [cycle.specId],
  );
  if (closed!.any) await sql.query(ADD_CLOSED, [...params, cycle.periodFrom]);
}

const addAccounts = `
  insert into bill_run_account (operator_id, billing_account_id, run_id, state, change, total_minor, issues)
  select a.operator_id, a.id, $1::uuid, case when b.id is null then 'pending' else 'issued' end,
    case when b.id is not null then 'unchanged' end, b.total_minor, '[]'
  from billing_account a
  left join bill b on b.operator_id = a.operator_id and b.billing_account_id = a.id and b.cycle_id = $2::uuid
    and b.kind = 'cycle' and b.state = 'issued'
  where a.cycle_spec_id = $3::uuid and a.opened_on < $4::date`;

const ADD_CLOSED = `
  ${addAccounts} and a.state <> 'active' and b.id is null
    and (exists (
        select from product p where p.operator_id = a.operator_id and p.billing_account_id = a.id
          and p.started_on < $4::date and (p.ended_on is null or p.ended_on > $5::date))
      or exists (
        select from late_usage l where l.operator_id = a.operator_id and l.billing_account_id = a.id
          and l.event_count > l.billed_event_count)
      or exists (
        select from adjustment j where j.operator_id = a.operator_id and j.billing_account_id = a.id and j.state = 'pending')
      or exists (
        select from partner_bill_line l
        join partner_bill p on p.operator_id = l.operator_id and p.id = l.partner_bill_id and p.state = 'accepted'
        where l.operator_id = a.operator_id and l.billing_account_id = a.id and l.state = 'accepted'
          and l.bill_line_key is null)
      or exists (
        select from bill_line l where l.operator_id = a.operator_id and l.billing_account_id = a.id
          and l.line_key like 'estimate:%' and not exists (
            select from bill_line t where t.operator_id = l.operator_id and t.billing_account_id = l.billing_account_id
              and t.line_key = l.line_key || ':true_up')))
  on conflict do nothing`;

/** The accounts of a run that somebody named. */
export async function insertRunAccounts(
  sql: Sql,
  operatorId: string,
  runId: string,
  accountIds: readonly string[],
): Promise<void> {
  await sql.query(
    `insert into bill_run_account (operator_id, billing_account_id, run_id, state, issues)
     select $1::uuid, a.id, $2::uuid, 'pending', '[]' from unnest($3::uuid[]) as a(id)`,
    [operatorId, runId, accountIds],
  );
}

/** The next accounts nobody else is working on, locked until the transaction ends; empty when there are none. */
export async function takeRunAccounts(
  sql: Sql,
  runId: string,
  state: 'pending' | 'done',
  count: number,
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select billing_account_id as id from bill_run_account where run_id = $1::uuid and state = $2
     order by billing_account_id limit $3 for update skip locked`,
    [runId, state, count],
  );
  return rows.map(({ id }) => id);
}

export type RunAccountResult = {
  accountId: string;
  state: 'done' | 'held' | 'issued';
  change: 'created' | 'updated' | 'unchanged' | null;
  totalMinor: bigint | null;
  /** Events of the period behind the totals that were rated; they only ever grow. */
  usageEventCount: bigint;
  issues: readonly Issue[];
  /** Of a draft that was there and changed: what it came to, and the lines that differ. */
  previousMinor?: bigint | undefined;
  differences?: readonly LineDifference[] | undefined;
};

/** Written as an upsert: that goes by key, whatever the planner believes of a table that a run has just filled. */
export async function saveRunAccounts(
  sql: Sql,
  runId: string,
  results: readonly RunAccountResult[],
): Promise<void> {
  await sql.query(
    `insert into bill_run_account as a (operator_id, run_id, billing_account_id, state, change, total_minor,
       usage_event_count, issues, previous_minor, differences)
     select scope_id('app.operator'), $1::uuid, account_id, state, change, total, events, issues::jsonb, previous,
       differences::jsonb
     from unnest($2::uuid[], $3::text[], $4::text[], $5::int8[], $6::int8[], $7::text[], $8::int8[], $9::text[])
       as r(account_id, state, change, total, events, issues, previous, differences)
     on conflict (operator_id, billing_account_id, run_id) do update set state = excluded.state, change = excluded.change,
       total_minor = excluded.total_minor, usage_event_count = excluded.usage_event_count, issues = excluded.issues,
       previous_minor = excluded.previous_minor, differences = excluded.differences`,
    [
      runId,
      results.map(({ accountId }) => accountId),
      results.map(({ state }) => state),
      results.map(({ change }) => change),
      results.map(({ totalMinor }) => totalMinor),
      results.map(({ usageEventCount }) => usageEventCount),
      results.map(({ issues }) => JSON.stringify(issues.slice(0, ISSUES_PER_ACCOUNT))),
      results.map(({ previousMinor }) => previousMinor ?? null),
      results.map(({ differences }) => (differences ? differencesText(differences) : '[]')),
    ],
  );
}

const ISSUES_PER_ACCOUNT = 50;
const DIFFERENCES_PER_ACCOUNT = 50;

/** Minor units as text, because JSON has no bigint. */
const differencesText = (differences: readonly LineDifference[]): string =>
  JSON.stringify(differences.slice(0, DIFFERENCES_PER_ACCOUNT), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );

/** Marks accounts whose bills this transaction has issued. */
export async function markRunAccountsIssued(
  sql: Sql,
  runId: string,
  accountIds: readonly string[],
): Promise<void> {
  await sql.query(
    `update bill_run_account set state = 'issued' where run_id = $1::uuid and billing_account_id = any($2::uuid[])`,
    [runId, accountIds],
  );
}

/** Holds accounts that were done, with one more issue each. */
export async function holdRunAccounts(
  sql: Sql,
  runId: string,
  held: readonly { accountId: string; issue: Issue }[],
): Promise<void> {
  if (held.length === 0) return;
  await sql.query(
    `update bill_run_account a set state = 'held', issues = r.issue::jsonb || a.issues
     from unnest($2::uuid[], $3::text[]) as r(account_id, issue)
     where a.run_id = $1::uuid and a.billing_account_id = r.account_id`,
    [runId, held.map(({ accountId }) => accountId), held.map(({ issue }) => JSON.stringify([issue]))],
  );
}

export const isRunAccountLeft = async (
  sql: Sql,
  runId: string,
  state: 'pending' | 'done',
): Promise<boolean> =>
  (
    await sql.query<{ left: boolean }>(
      'select exists (select from bill_run_account where run_id = $1::uuid and state = $2) as left',
      [runId, state],
    )
  )[0]!.left;
