-- AlterTable
ALTER TABLE "agreement" ADD COLUMN     "payout_fee_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "payout_fee_ppm" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "payout_minimum_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "reserve_days" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "reserve_ppm" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "partner_balance" (
    "operator_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "bucket" INTEGER NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "partner_balance_pkey" PRIMARY KEY ("operator_id","party_id","account","currency","bucket")
);

-- CreateTable
CREATE TABLE "settlement_run" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "through_on" DATE NOT NULL,
    "state" TEXT NOT NULL,
    "prepared_by_id" TEXT NOT NULL,
    "prepared_by" TEXT NOT NULL,
    "approved_by_id" TEXT,
    "approved_by" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "prepared_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "failure" TEXT,

    CONSTRAINT "settlement_run_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "payout" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "agreement_id" UUID,
    "currency" CHAR(3) NOT NULL,
    "through_on" DATE NOT NULL,
    "state" TEXT NOT NULL,
    "number" TEXT,
    "conditions" JSONB NOT NULL,
    "entries" BIGINT NOT NULL DEFAULT 0,
    "balance_minor" BIGINT NOT NULL DEFAULT 0,
    "fee_minor" BIGINT NOT NULL DEFAULT 0,
    "reserve_minor" BIGINT NOT NULL DEFAULT 0,
    "tax_minor" BIGINT NOT NULL DEFAULT 0,
    "carried_minor" BIGINT NOT NULL DEFAULT 0,
    "amount_minor" BIGINT NOT NULL DEFAULT 0,
    "taxable_minor" BIGINT NOT NULL DEFAULT 0,
    "reserve_until_on" DATE,
    "document" JSONB,
    "issues" JSONB NOT NULL DEFAULT '[]',
    "steps" JSONB NOT NULL DEFAULT '[]',
    "prepared_by_ids" TEXT[],
    "prepared_at" TIMESTAMPTZ(6),
    "approved_by" TEXT,
    "approved_at" TIMESTAMPTZ(6),
    "content_hash" BYTEA,
    "file_id" UUID,
    "sent_at" TIMESTAMPTZ(6),
    "settled_on" DATE,
    "bank_reason_code" TEXT,
    "bank_reason" TEXT,
    "open_objections" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "payout_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "payout_sum" (
    "operator_id" UUID NOT NULL,
    "payout_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "event" TEXT NOT NULL,
    "entries" BIGINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "payout_minor" BIGINT NOT NULL,

    CONSTRAINT "payout_sum_pkey" PRIMARY KEY ("operator_id","payout_id","currency","event")
);

-- CreateTable
CREATE TABLE "payout_rate" (
    "operator_id" UUID NOT NULL,
    "payout_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "rate" DECIMAL(38,15) NOT NULL,
    "source" TEXT NOT NULL,
    "valid_on" DATE NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "payout_minor" BIGINT NOT NULL,

    CONSTRAINT "payout_rate_pkey" PRIMARY KEY ("operator_id","payout_id","currency")
);

-- CreateTable
CREATE TABLE "payout_objection" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "payout_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "billing_account_id" UUID,
    "journal_id" UUID,
    "position" INTEGER,
    "words" TEXT NOT NULL,
    "raised_by" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(6) NOT NULL,
    "answer" TEXT,
    "answered_by" TEXT,
    "answered_at" TIMESTAMPTZ(6),

    CONSTRAINT "payout_objection_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "payment_file" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "message_id" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "payouts" INTEGER NOT NULL,
    "control_sum_minor" BIGINT NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "content" BYTEA NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "payment_file_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateIndex
CREATE INDEX "settlement_run_operator_id_created_at_id_idx" ON "settlement_run"("operator_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "payout_operator_id_created_at_id_idx" ON "payout"("operator_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "payout_operator_id_party_id_created_at_id_idx" ON "payout"("operator_id", "party_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payout_operator_id_run_id_party_id_key" ON "payout"("operator_id", "run_id", "party_id");

-- CreateIndex
CREATE INDEX "payout_objection_operator_id_payout_id_idx" ON "payout_objection"("operator_id", "payout_id");

-- CreateIndex
CREATE INDEX "payment_file_operator_id_created_at_id_idx" ON "payment_file"("operator_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_file_operator_id_message_id_key" ON "payment_file"("operator_id", "message_id");


alter table agreement add constraint agreement_payout_conditions check (
  payout_minimum_minor >= 0 and payout_fee_minor >= 0 and payout_fee_ppm between 0 and 1000000
  and reserve_ppm between 0 and 1000000 and reserve_days between 0 and 3660);
alter table settlement_run add constraint settlement_run_state check (
  state in ('queued', 'preparing', 'review', 'approving', 'partly', 'done', 'cancelled', 'failed'));
alter table payout add constraint payout_state check (
  state in ('preparing', 'review', 'approved', 'sent', 'paid', 'returned', 'carried', 'cancelled'));
-- What is paid is what was found, less what is kept back or carried on: netting has no hidden part, and nobody is paid less than nothing.
alter table payout add constraint payout_sums check (
  amount_minor >= 0 and fee_minor >= 0 and reserve_minor >= 0
  and amount_minor = balance_minor + tax_minor - fee_minor - reserve_minor - carried_minor);
alter table payout add constraint payout_approved_whole check (
  state in ('preparing', 'review', 'cancelled')
  or number is not null and content_hash is not null and approved_at is not null and document is not null);
create unique index payout_number_once on payout (operator_id, number) where number is not null;
create index payout_to_prepare on payout (operator_id, run_id, id) where state = 'preparing';
create index payout_to_approve on payout (operator_id, run_id, id) where state = 'review';
create index payout_reserved on payout (operator_id, reserve_until_on) where reserve_minor > 0;
create index payout_objection_open on payout_objection (operator_id, raised_at, id) where answered_at is null;
create index payout_of_file on payout (operator_id, file_id) where file_id is not null;

grant select, insert, update on partner_balance, settlement_run, payout, payout_sum, payout_rate, payout_objection
  to tributary_app, tributary_worker;
grant delete on payout_sum, payout_rate to tributary_app, tributary_worker;
grant select, insert on payment_file to tributary_app, tributary_worker;
do $$
declare
  t text;
begin
  foreach t in array array['partner_balance', 'settlement_run', 'payout', 'payout_sum', 'payout_rate', 'payout_objection', 'payment_file'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
    execute format('create policy customer_scope on %I as restrictive using ((select scope_id(''app.customer'')) is null)', t);
  end loop;
  foreach t in array array['settlement_run', 'payment_file'] loop
    execute format('create policy partner_scope on %I as restrictive using ((select scope_id(''app.partner'')) is null)', t);
  end loop;
  -- The parts of a payout are seen by whom the payout is seen.
  foreach t in array array['payout_sum', 'payout_rate', 'payout_objection'] loop
    execute format($p$
      create policy partner_scope on %I as restrictive using (
        (select scope_id('app.partner')) is null
        or exists (select from payout p where p.operator_id = %I.operator_id and p.id = %I.payout_id)) $p$, t, t, t);
  end loop;
end
$$;
create policy partner_scope on partner_balance as restrictive using (
  (select scope_id('app.partner')) is null or party_id = (select scope_id('app.partner')));
-- A partner sees its own payouts once they are computed.
create policy partner_scope on payout as restrictive using (
  (select scope_id('app.partner')) is null
  or party_id = (select scope_id('app.partner')) and state not in ('preparing', 'cancelled'));

create trigger append_only before update or delete or truncate on payment_file
  for each statement execute function refuse_change();

-- What was approved is final: only what the bank does with it, and what the partner says to it, is written afterwards. And it is approved
-- only with rows that sum to it.
create function guard_payout() returns trigger language plpgsql as $$
declare
  later constant text[] := array['state', 'file_id', 'sent_at', 'settled_on', 'bank_reason_code', 'bank_reason', 'open_objections'];
  rows_minor numeric;
begin
  if tg_op = 'DELETE' then
    raise exception 'payout %: delete refused', old.id using errcode = 'restrict_violation';
  end if;
  if old.state in ('preparing', 'review') then
    if new.state not in ('preparing', 'review', 'cancelled') then
      select coalesce(sum(payout_minor), 0) into rows_minor from payable_entry
        where operator_id = new.operator_id and payout_id = new.id;
      if rows_minor <> new.amount_minor then
        raise exception 'payout % is % and its rows sum to %', new.id, new.amount_minor, rows_minor using errcode = 'check_violation';
      end if;
    end if;
  elsif new.state in ('preparing', 'review', 'cancelled') or to_jsonb(old) - later is distinct from to_jsonb(new) - later then
    raise exception 'payout % is %: update refused', old.id, old.state using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger approved_is_final before update or delete on payout for each row execute function guard_payout();

create function refuse_final_payout_part() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select distinct operator_id, payout_id from changed) c
    join payout p on p.operator_id = c.operator_id and p.id = c.payout_id
    where p.state not in ('preparing', 'review')) then
    raise exception '% of a payout that is final: % refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
  end if;
  return null;
end
$$;
do $$
declare
  t text;
begin
  foreach t in array array['payout_sum', 'payout_rate'] loop
    execute format('create trigger final_insert after insert on %I
      referencing new table as changed for each statement execute function refuse_final_payout_part()', t);
    execute format('create trigger final_update after update on %I
      referencing old table as changed for each statement execute function refuse_final_payout_part()', t);
    execute format('create trigger final_delete after delete on %I
      referencing old table as changed for each statement execute function refuse_final_payout_part()', t);
  end loop;
end
$$;

-- Entries move only between no payout and one that is not final. Their totals are differences of sums: a settlement run moves hundreds of
-- thousands of entries in a statement, and joining the old to the new would cost as much as moving them.
create or replace function move_payables() returns trigger language plpgsql as $$
begin
  if exists (
    select from (
      select operator_id, payout_id from old_rows where payout_id is not null
      union select operator_id, payout_id from new_rows where payout_id is not null) m
    join payout p on p.operator_id = m.operator_id and p.id = m.payout_id
    where p.state not in ('preparing', 'review')) then
    raise exception 'payable_entry of a payout that is final: update refused' using errcode = 'restrict_violation';
  end if;
  insert into payable_total as t (operator_id, party_id, currency, event, bucket, entries, amount_minor)
  select x.operator_id, x.party_id, x.currency, x.event, pg_backend_pid() % 32, sum(x.entries), sum(x.amount_minor)
  from (
    select operator_id, party_id, currency, event, -count(*) as entries, -sum(amount_minor) as amount_minor
    from old_rows where payout_id is null group by 1, 2, 3, 4
    union all
    select operator_id, party_id, currency, event, count(*), sum(amount_minor)
    from new_rows where payout_id is null group by 1, 2, 3, 4) x
  group by x.operator_id, x.party_id, x.currency, x.event order by 1, 2, 3, 4
  on conflict (operator_id, party_id, currency, event, bucket)
    do update set entries = t.entries + excluded.entries, amount_minor = t.amount_minor + excluded.amount_minor;
  return null;
end
$$;

-- What pends, is held or reserved: sums that a partner's home shows at once, in buckets as the totals of payables.
create function add_partner_balances() returns trigger language plpgsql as $$
begin
  insert into partner_balance as b (operator_id, party_id, account, currency, bucket, amount_minor)
  select operator_id, party_id, account, currency, pg_backend_pid() % 32, sum(credit_minor) - sum(debit_minor)
  from new_rows where account in ('partner_pending', 'partner_held', 'partner_reserve')
  group by operator_id, party_id, account, currency order by 1, 2, 3, 4
  on conflict (operator_id, party_id, account, currency, bucket) do update set amount_minor = b.amount_minor + excluded.amount_minor;
  return null;
end
$$;
create trigger partner_balances after insert on posting
  referencing new table as new_rows for each statement execute function add_partner_balances();

-- What is there already.
alter table posting no force row level security;
alter table partner_balance no force row level security;
insert into partner_balance (operator_id, party_id, account, currency, bucket, amount_minor)
  select operator_id, party_id, account, currency, 0, sum(credit_minor) - sum(debit_minor)
  from posting where account in ('partner_pending', 'partner_held', 'partner_reserve') group by 1, 2, 3, 4;
alter table posting force row level security;
alter table partner_balance force row level security;
