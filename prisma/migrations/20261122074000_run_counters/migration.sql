-- AlterTable
ALTER TABLE "bill_run_chunk" ADD COLUMN     "done" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "pending" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "billing_cycle_chunk" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "cycle_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "drafts" INTEGER NOT NULL,
    "held" INTEGER NOT NULL,
    "approved" INTEGER NOT NULL,
    "issued" INTEGER NOT NULL,
    "total_minor" BIGINT NOT NULL,

    CONSTRAINT "billing_cycle_chunk_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateIndex
CREATE INDEX "billing_cycle_chunk_operator_id_cycle_id_idx" ON "billing_cycle_chunk"("operator_id", "cycle_id");

grant select, insert on billing_cycle_chunk to tributary_app, tributary_worker;
alter table billing_cycle_chunk enable row level security;
alter table billing_cycle_chunk force row level security;
create policy tenant on billing_cycle_chunk using (operator_id = (select scope_id('app.operator')));
create policy customer_scope on billing_cycle_chunk as restrictive using ((select scope_id('app.customer')) is null);
create policy partner_scope on billing_cycle_chunk as restrictive using ((select scope_id('app.partner')) is null);

-- What a run and a cycle come to is the sum of what each statement changed: a row a statement, written by the database itself, so
-- that it is right whoever writes, and is read in the same time for a hundred thousand accounts as for ten.
revoke update, delete on bill_run_chunk from tributary_app, tributary_worker;
revoke delete on bill_run_account from tributary_app, tributary_worker;

-- `changed` has each account's row after the statement (n = 1) and before it (n = -1).
create type run_account_change as (
  n int, operator_id uuid, run_id uuid, billing_account_id uuid, state text, change text, total_minor int8);

create function add_run_chunk(stage text, changed run_account_change[]) returns void language plpgsql as $$
begin
  insert into bill_run_chunk (
    operator_id, id, run_id, stage, accounts, pending, done, held, issued, created, updated, unchanged, totals)
  select c.operator_id, gen_random_uuid(), c.run_id, stage, c.accounts, c.pending, c.done, c.held, c.issued, c.created,
    c.updated, c.unchanged, coalesce(t.totals, '{}')
  from (
    select x.operator_id, x.run_id, sum(x.n) as accounts, coalesce(sum(x.n) filter (where x.state = 'pending'), 0) as pending,
      coalesce(sum(x.n) filter (where x.state = 'done'), 0) as done, coalesce(sum(x.n) filter (where x.state = 'held'), 0) as held,
      coalesce(sum(x.n) filter (where x.state = 'issued'), 0) as issued,
      coalesce(sum(x.n) filter (where x.change = 'created'), 0) as created,
      coalesce(sum(x.n) filter (where x.change = 'updated'), 0) as updated,
      coalesce(sum(x.n) filter (where x.change = 'unchanged'), 0) as unchanged
    from unnest(changed) x group by x.operator_id, x.run_id) c
  left join lateral (
    select jsonb_object_agg(y.currency, y.total) as totals
    from (
      select a.currency, sum(m.total) as total
      from (
        select x.billing_account_id, sum(x.n * x.total_minor) as total from unnest(changed) x
        where x.run_id = c.run_id group by x.billing_account_id having sum(x.n * x.total_minor) <> 0) m
      -- `offset 0`: one look-up an account, whatever the planner believes.
      cross join lateral (
        select b.currency from billing_account b
        where b.operator_id = c.operator_id and b.id = m.billing_account_id offset 0) a
      group by a.currency) y) t on true
  where (c.accounts, c.pending, c.done, c.held, c.issued, c.created, c.updated, c.unchanged) <> (0, 0, 0, 0, 0, 0, 0, 0)
    or t.totals is not null;
end
$$;

create function count_run_accounts_added() returns trigger language plpgsql as $$
begin
  perform add_run_chunk('begin', array(
    select (1, operator_id, run_id, billing_account_id, state, change, total_minor)::run_account_change from new_rows));
  return null;
end
$$;
create function count_run_accounts_changed() returns trigger language plpgsql as $$
begin
  perform add_run_chunk(case when exists (select from new_rows where state = 'issued') then 'issue' else 'bill' end, array(
    select (1, operator_id, run_id, billing_account_id, state, change, total_minor)::run_account_change from new_rows
    union all
    select (-1, operator_id, run_id, billing_account_id, state, change, total_minor)::run_account_change from old_rows));
  return null;
end
$$;
create trigger counted_insert after insert on bill_run_account
  referencing new table as new_rows for each statement execute function count_run_accounts_added();
create trigger counted_update after update on bill_run_account
  referencing old table as old_rows new table as new_rows for each statement execute function count_run_accounts_changed();

create type cycle_bill_change as (n int, operator_id uuid, cycle_id uuid, currency text, kind text, state text, total_minor int8);

create function add_cycle_chunk(changed cycle_bill_change[]) returns void language sql as $$
  insert into billing_cycle_chunk (operator_id, id, cycle_id, currency, drafts, held, approved, issued, total_minor)
  select x.operator_id, gen_random_uuid(), x.cycle_id, x.currency, coalesce(sum(x.n) filter (where x.state = 'draft'), 0),
    coalesce(sum(x.n) filter (where x.state = 'held'), 0), coalesce(sum(x.n) filter (where x.state = 'approved'), 0),
    coalesce(sum(x.n) filter (where x.state = 'issued'), 0), sum(x.n * x.total_minor)
  from unnest(changed) x
  where x.kind <> 'on_demand' and x.state <> 'cancelled'
  group by x.operator_id, x.cycle_id, x.currency
  having (sum(x.n) filter (where x.state = 'draft'), sum(x.n) filter (where x.state = 'held'),
    sum(x.n) filter (where x.state = 'approved'), sum(x.n) filter (where x.state = 'issued'), sum(x.n * x.total_minor))
    is distinct from (0, 0, 0, 0, 0)
$$;
create function count_bills_added() returns trigger language plpgsql as $$
begin
  perform add_cycle_chunk(array(
    select (1, operator_id, cycle_id, currency, kind, state, total_minor)::cycle_bill_change from new_rows));
  return null;
end
$$;
create function count_bills_changed() returns trigger language plpgsql as $$
begin
  perform add_cycle_chunk(array(
    select (1, operator_id, cycle_id, currency, kind, state, total_minor)::cycle_bill_change from new_rows
    union all
    select (-1, operator_id, cycle_id, currency, kind, state, total_minor)::cycle_bill_change from old_rows));
  return null;
end
$$;
create function count_bills_removed() returns trigger language plpgsql as $$
begin
  perform add_cycle_chunk(array(
    select (-1, operator_id, cycle_id, currency, kind, state, total_minor)::cycle_bill_change from old_rows));
  return null;
end
$$;
create trigger counted_insert after insert on bill
  referencing new table as new_rows for each statement execute function count_bills_added();
create trigger counted_update after update on bill
  referencing old table as old_rows new table as new_rows for each statement execute function count_bills_changed();
create trigger counted_delete after delete on bill
  referencing old table as old_rows for each statement execute function count_bills_removed();

-- What is there already. A table's owner is held by forced row-level security too, unless it says otherwise for the moment.
alter table bill_run_account no force row level security;
alter table bill_run_chunk no force row level security;
alter table billing_account no force row level security;
alter table bill no force row level security;
alter table billing_cycle_chunk no force row level security;
delete from bill_run_chunk;
select add_run_chunk('begin', array_agg((1, operator_id, run_id, billing_account_id, state, change, total_minor)::run_account_change))
  from bill_run_account group by operator_id, run_id;
select add_cycle_chunk(array_agg((1, operator_id, cycle_id, currency, kind, state, total_minor)::cycle_bill_change))
  from bill group by operator_id, cycle_id;
alter table bill_run_account force row level security;
alter table bill_run_chunk force row level security;
alter table billing_account force row level security;
alter table bill force row level security;
alter table billing_cycle_chunk force row level security;
