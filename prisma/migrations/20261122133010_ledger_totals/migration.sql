-- DropIndex
DROP INDEX "posting_operator_id_account_party_id_currency_idx";

-- CreateTable
CREATE TABLE "ledger_total" (
    "operator_id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "party_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "bucket" INTEGER NOT NULL,
    "postings" BIGINT NOT NULL,
    "debit_minor" BIGINT NOT NULL,
    "credit_minor" BIGINT NOT NULL,

    CONSTRAINT "ledger_total_pkey" PRIMARY KEY ("operator_id","account","party_id","currency","bucket")
);

-- CreateIndex
CREATE INDEX "journal_operator_id_booked_on_id_idx" ON "journal"("operator_id", "booked_on", "id");

-- CreateIndex
CREATE INDEX "posting_operator_id_account_party_id_currency_journal_id_idx" ON "posting"("operator_id", "account", "party_id", "currency", "journal_id");

-- What is not a bill is rare among bills, and is looked for by its kind and its cause.
create index journal_of_event on journal (operator_id, event, booked_on, id) where event <> 'bill.issued';
create index journal_of_source on journal (operator_id, source_id) where event <> 'bill.issued';

grant select, insert, update on ledger_total to tributary_app, tributary_worker;
alter table ledger_total enable row level security;
alter table ledger_total force row level security;
create policy tenant on ledger_total using (operator_id = (select scope_id('app.operator')));

-- Balances stay projections of postings, kept in the statement that writes those: a page of balances costs the same at ten postings and
-- at ten millions. Accounts of customers, of whom there are many, are kept as one sum; one customer's is summed by its index.
-- Buckets as in payable_total, and more of them: every journal touches the same few accounts, and two writers seldom share one.
create function add_ledger_totals() returns trigger language plpgsql as $$
begin
  insert into ledger_total as t (operator_id, account, party_id, currency, bucket, postings, debit_minor, credit_minor)
  select operator_id, account, ledger_party(account, party_id), currency, pg_backend_pid() % 128, count(*), sum(debit_minor), sum(credit_minor)
  from new_rows group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (operator_id, account, party_id, currency, bucket)
    do update set postings = t.postings + excluded.postings, debit_minor = t.debit_minor + excluded.debit_minor,
      credit_minor = t.credit_minor + excluded.credit_minor;
  return null;
end
$$;
create function ledger_party(account text, party_id uuid) returns uuid language sql immutable parallel safe as $$
  select case when account in ('receivable', 'customer_credit', 'loyalty_liability') then '00000000-0000-0000-0000-000000000000'::uuid
    else party_id end
$$;
create trigger totals after insert on posting
  referencing new table as new_rows for each statement execute function add_ledger_totals();

-- What is there already.
alter table posting no force row level security;
alter table ledger_total no force row level security;
insert into ledger_total (operator_id, account, party_id, currency, bucket, postings, debit_minor, credit_minor)
  select operator_id, account, ledger_party(account, party_id), currency, 0, count(*), sum(debit_minor), sum(credit_minor)
  from posting group by 1, 2, 3, 4;
alter table posting force row level security;
alter table ledger_total force row level security;
create policy customer_scope on ledger_total as restrictive using ((select scope_id('app.customer')) is null);
create policy partner_scope on ledger_total as restrictive using ((select scope_id('app.partner')) is null);
