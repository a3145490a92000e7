import type { Sql } from '@/lib/db/tenant';

export type RunPlanRow = {
  /** Accounts with usage in the period, and their events. */
  usedAccounts: number;
  events: bigint;
  /** Usage in suspense, of whatever period. */
  waiting: number;
  /** Usage of earlier periods that this cycle's bills would charge. */
  late: bigint;
  /** Accounts a person holds. */
  held: number;
};

/** What a cycle's run would find, as sums; a handful of index reads for any number of accounts. */
export async function readRunPlan(sql: Sql, cycleId: string): Promise<RunPlanRow> {
  const [row] = await sql.query<RunPlanRow>(
    `with cycle as (select operator_id, id, spec_id, period_from from billing_cycle where id = $1::uuid),
       account as (
         select a.operator_id, a.id from cycle c
         join billing_account a on a.operator_id = c.operator_id and a.cycle_spec_id = c.spec_id),
       used as (
         select count(distinct t.billing_account_id)::int as accounts, coalesce(sum(t.event_count), 0)::int8 as events
         from cycle c cross join account a
         join usage_total t on t.operator_id = a.operator_id and t.billing_account_id = a.id
           and t.period_from = c.period_from)
     select used.accounts as "usedAccounts", used.events,
       (select count(*)::int from usage_suspense where recycled_at is null) as waiting,
       (select coalesce(sum(l.event_count - l.billed_event_count), 0)::int8 from account a
        join late_usage l on l.operator_id = a.operator_id and l.billing_account_id = a.id
          and l.event_count > l.billed_event_count) as late,
       (select count(*)::int from account_hold h join cycle c on c.operator_id = h.operator_id and c.id = h.cycle_id
        where h.ended_at is null and h.kind = 'hold') as held
     from used`,
    [cycleId],
  );
  return row!;
}
