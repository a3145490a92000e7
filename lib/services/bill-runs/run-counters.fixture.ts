import type pg from 'pg';

/** Runs and cycles whose counters are not what counting their accounts and bills gives; none, whatever was done to them. */
export async function findWrongCounters(owner: pg.Client): Promise<unknown[]> {
  return (await owner.query(WRONG)).rows;
}

const WRONG = `
  with counted as (
    select run_id, count(*) as accounts, count(*) filter (where state = 'pending') as pending,
      count(*) filter (where state = 'done') as done, count(*) filter (where state = 'held') as held,
      count(*) filter (where state = 'issued') as issued, count(*) filter (where change = 'created') as created,
      count(*) filter (where change = 'updated') as updated, count(*) filter (where change = 'unchanged') as unchanged,
      coalesce(sum(total_minor), 0) as total
    from bill_run_account group by run_id
  ), summed as (
    select run_id, sum(accounts) as accounts, sum(pending) as pending, sum(done) as done, sum(held) as held,
      sum(issued) as issued, sum(created) as created, sum(updated) as updated, sum(unchanged) as unchanged,
      coalesce(sum((select sum(value::int8) from jsonb_each_text(totals))), 0) as total
    from bill_run_chunk group by run_id
  ), bills as (
    select cycle_id, currency, count(*) filter (where state = 'draft') as drafts, count(*) filter (where state = 'held') as held,
      count(*) filter (where state = 'approved') as approved, count(*) filter (where state = 'issued') as issued,
      coalesce(sum(total_minor), 0) as total
    from bill where kind <> 'on_demand' and state <> 'cancelled' group by cycle_id, currency
  ), cycles as (
    select cycle_id, currency, sum(drafts) as drafts, sum(held) as held, sum(approved) as approved, sum(issued) as issued,
      sum(total_minor) as total
    from billing_cycle_chunk group by cycle_id, currency having sum(drafts + held + approved + issued) <> 0
  )
  (select 'run', to_jsonb(c) from counted c except select 'run', to_jsonb(s) from summed s)
  union all (select 'run sums', to_jsonb(s) from summed s except select 'run sums', to_jsonb(c) from counted c)
  union all (select 'cycle', to_jsonb(b) from bills b except select 'cycle', to_jsonb(c) from cycles c)
  union all (select 'cycle sums', to_jsonb(c) from cycles c except select 'cycle sums', to_jsonb(b) from bills b)`;
