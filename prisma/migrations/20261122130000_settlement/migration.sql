-- AlterTable
ALTER TABLE "journal" ADD COLUMN     "bill_id" UUID,
ADD COLUMN     "details" JSONB;

-- CreateTable
CREATE TABLE "open_item" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "bill_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "issued_on" DATE NOT NULL,
    "due_on" DATE NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "credited_minor" BIGINT NOT NULL DEFAULT 0,
    "collected_minor" BIGINT NOT NULL DEFAULT 0,
    "written_off_minor" BIGINT NOT NULL DEFAULT 0,
    "disputed_minor" BIGINT NOT NULL DEFAULT 0,
    "open_minor" BIGINT NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "open_item_pkey" PRIMARY KEY ("operator_id","billing_account_id","bill_id")
);

-- CreateTable
CREATE TABLE "bill_line_state" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "bill_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "credited_minor" BIGINT NOT NULL DEFAULT 0,
    "disputed_minor" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "bill_line_state_pkey" PRIMARY KEY ("operator_id","billing_account_id","bill_id","line_id")
);

-- CreateTable
CREATE TABLE "account_credit" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "credit_minor" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "account_credit_pkey" PRIMARY KEY ("operator_id","billing_account_id","currency")
);

-- CreateTable
CREATE TABLE "allocation" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "bill_id" UUID NOT NULL,
    "payment_id" UUID,
    "event" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "booked_on" DATE NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "allocation_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "payable_entry" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "journal_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "party_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "event" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "bill_id" UUID,
    "booked_on" DATE NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "payout_id" UUID,
    "payout_minor" BIGINT,

    CONSTRAINT "payable_entry_pkey" PRIMARY KEY ("operator_id","billing_account_id","journal_id","position")
);

-- CreateTable
CREATE TABLE "payable_total" (
    "operator_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "event" TEXT NOT NULL,
    "bucket" INTEGER NOT NULL,
    "entries" BIGINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "payable_total_pkey" PRIMARY KEY ("operator_id","party_id","currency","event","bucket")
);

-- CreateIndex
CREATE INDEX "allocation_operator_id_billing_account_id_bill_id_idx" ON "allocation"("operator_id", "billing_account_id", "bill_id");

-- CreateIndex
CREATE INDEX "allocation_operator_id_payment_id_idx" ON "allocation"("operator_id", "payment_id");

-- CreateIndex
CREATE INDEX "journal_operator_id_bill_id_idx" ON "journal"("operator_id", "bill_id");

-- What of a bill is owed is one sum, whoever writes it.
alter table open_item add constraint open_item_sums check (
  open_minor = total_minor - credited_minor - collected_minor - written_off_minor);
alter table bill_line_state add constraint bill_line_state_same_side check (
  credited_minor >= 0 and disputed_minor >= 0 or credited_minor <= 0 and disputed_minor <= 0);
-- Nobody has less than nothing to spend.
alter table account_credit add constraint account_credit_not_negative check (credit_minor >= 0);
create trigger append_only before update or delete or truncate on allocation
  for each statement execute function refuse_change();
-- What is open is found among millions of items that are settled, and what is due to a party among all it ever got.
create index open_item_open on open_item (operator_id, billing_account_id, due_on, bill_id) where open_minor <> 0;
create index open_item_due on open_item (operator_id, due_on, bill_id) where open_minor > 0;
create index payable_entry_open on payable_entry (operator_id, party_id, currency, journal_id, position) where payout_id is null;
create index payable_entry_of_payout on payable_entry (operator_id, payout_id, journal_id, position) where payout_id is not null;

grant select, insert, update on open_item, bill_line_state, account_credit, payable_total to tributary_app, tributary_worker;
grant select, insert on allocation, payable_entry to tributary_app, tributary_worker;
grant update (payout_id, payout_minor) on payable_entry to tributary_app, tributary_worker;
do $$
declare
  t text;
begin
  foreach t in array array['open_item', 'bill_line_state', 'account_credit', 'allocation', 'payable_entry', 'payable_total'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
  end loop;
  foreach t in array array['open_item', 'bill_line_state', 'account_credit', 'allocation'] loop
    execute format($p$
      create policy customer_scope on %I as restrictive using (
        (select scope_id('app.customer')) is null
        or exists (select from billing_account a
                   where a.operator_id = %I.operator_id and a.id = %I.billing_account_id
                     and a.customer_id = (select scope_id('app.customer')))) $p$, t, t, t);
    execute format('create policy partner_scope on %I as restrictive using ((select scope_id(''app.partner'')) is null)', t);
  end loop;
  foreach t in array array['payable_entry', 'payable_total'] loop
    execute format('create policy customer_scope on %I as restrictive using ((select scope_id(''app.customer'')) is null)', t);
    execute format($p$
      create policy partner_scope on %I as restrictive using (
        (select scope_id('app.partner')) is null or party_id = (select scope_id('app.partner'))) $p$, t);
  end loop;
end
$$;

-- Every posting to a party's payable is an entry of a payout to come, written by the database itself, so that no amount can be in the books
-- and on no payout. What a payout itself takes off the payable is not.
create function add_payable_totals(changed payable_entry[], sign int) returns void language sql as $$
  -- Buckets, so that writers side by side do not queue for a busy partner's one row; sorted, so that they cannot wait in a circle.
  insert into payable_total as t (operator_id, party_id, currency, event, bucket, entries, amount_minor)
  select x.operator_id, x.party_id, x.currency, x.event, pg_backend_pid() % 32, sign * count(*), sign * sum(x.amount_minor)
  from unnest(changed) x
  group by x.operator_id, x.party_id, x.currency, x.event order by 1, 2, 3, 4
  on conflict (operator_id, party_id, currency, event, bucket)
    do update set entries = t.entries + excluded.entries, amount_minor = t.amount_minor + excluded.amount_minor
$$;
create function enter_payables() returns trigger language plpgsql as $$
declare
  entries payable_entry[];
begin
  with entry as (
    insert into payable_entry (operator_id, billing_account_id, journal_id, position, party_id, currency, event, source_id,
      bill_id, booked_on, amount_minor)
    select p.operator_id, p.billing_account_id, p.journal_id, p.position, p.party_id, p.currency, j.event, j.source_id, j.bill_id,
      j.booked_on, p.credit_minor - p.debit_minor
    from new_rows p
    cross join lateral (
      select * from journal j
      where j.operator_id = p.operator_id and j.billing_account_id = p.billing_account_id and j.id = p.journal_id offset 0) j
    where p.account = 'partner_payable' and j.event not in ('payout.approved', 'payout.converted')
    returning payable_entry.*)
  select array_agg(row(entry.*)::payable_entry) into entries from entry;
  if entries is not null then
    perform add_payable_totals(entries, 1);
  end if;
  return null;
end
$$;
create trigger payables after insert on posting
  referencing new table as new_rows for each statement execute function enter_payables();

-- An entry is taken by a payout, or given back by one that is cancelled; the totals are of those that no payout has.
create function move_payables() returns trigger language plpgsql as $$
declare
  taken payable_entry[];
  given_back payable_entry[];
begin
  taken := array(
    select row(o.*)::payable_entry from old_rows o
    join new_rows n using (operator_id, billing_account_id, journal_id, position)
    where o.payout_id is null and n.payout_id is not null);
  given_back := array(
    select row(o.*)::payable_entry from old_rows o
    join new_rows n using (operator_id, billing_account_id, journal_id, position)
    where o.payout_id is not null and n.payout_id is null);
  if cardinality(taken) > 0 then
    perform add_payable_totals(taken, -1);
  end if;
  if cardinality(given_back) > 0 then
    perform add_payable_totals(given_back, 1);
  end if;
  return null;
end
$$;
create trigger totals after update on payable_entry
  referencing old table as old_rows new table as new_rows for each statement execute function move_payables();

-- What is there already.
alter table journal no force row level security;
alter table posting no force row level security;
alter table bill no force row level security;
alter table open_item no force row level security;
alter table payable_entry no force row level security;
alter table payable_total no force row level security;
alter table journal disable trigger append_only;
update journal set bill_id = source_id where event = 'bill.issued';
alter table journal enable trigger append_only;
insert into open_item (operator_id, billing_account_id, bill_id, currency, issued_on, due_on, total_minor, open_minor)
  select operator_id, billing_account_id, id, currency, issued_on, due_on, total_minor, total_minor from bill where state = 'issued';
insert into payable_entry (operator_id, billing_account_id, journal_id, position, party_id, currency, event, source_id, bill_id,
    booked_on, amount_minor)
  select p.operator_id, p.billing_account_id, p.journal_id, p.position, p.party_id, p.currency, j.event, j.source_id, j.bill_id,
    j.booked_on, p.credit_minor - p.debit_minor
  from posting p
  join journal j on j.operator_id = p.operator_id and j.billing_account_id = p.billing_account_id and j.id = p.journal_id
  where p.account = 'partner_payable';
insert into payable_total (operator_id, party_id, currency, event, bucket, entries, amount_minor)
  select operator_id, party_id, currency, event, 0, count(*), sum(amount_minor) from payable_entry group by 1, 2, 3, 4;
alter table journal force row level security;
alter table posting force row level security;
alter table bill force row level security;
alter table open_item force row level security;
alter table payable_entry force row level security;
alter table payable_total force row level security;
