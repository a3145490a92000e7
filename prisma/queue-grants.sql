-- What web and worker may do with the job queue. Run after graphile-worker's own migrations; may run any number of times.

-- Jobs are added in the caller's transaction, by name, and in no other way.
create or replace function enqueue_job(
  task text, payload json, job_key text default null, run_at timestamptz default null, max_attempts integer default null
) returns void
  language sql security definer set search_path = pg_catalog
  as $$
    select graphile_worker.add_job(
      task, payload, run_at => run_at, max_attempts => max_attempts, job_key => job_key,
      -- A worker that does one job of a kind at a time leaves the others of that name to the next worker.
      flags => array[task]);
  $$;
revoke all on function enqueue_job from public;
grant execute on function enqueue_job to tributary_app, tributary_worker;

grant usage on schema graphile_worker to tributary_worker;
grant select, insert, update, delete on all tables in schema graphile_worker to tributary_worker;
grant usage, select on all sequences in schema graphile_worker to tributary_worker;
grant execute on all functions in schema graphile_worker to tributary_worker;

do $$
declare
  t text;
begin
  for t in select relname from pg_class
           where relnamespace = 'graphile_worker'::regnamespace and relkind = 'r' and relrowsecurity
  loop
    execute format('drop policy if exists worker on graphile_worker.%I', t);
    execute format('create policy worker on graphile_worker.%I to tributary_worker using (true) with check (true)', t);
  end loop;
end
$$;
