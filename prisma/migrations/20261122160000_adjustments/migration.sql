-- CreateTable
CREATE TABLE "adjustment" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "tax_class" TEXT NOT NULL,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "product_id" UUID,
    "offering_id" UUID,
    "refers_to_line_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "withdrawn_by" TEXT,
    "withdrawn_at" TIMESTAMPTZ(6),
    "withdrawal_reason" TEXT,
    "bill_id" UUID,
    "line_id" UUID,

    CONSTRAINT "adjustment_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateIndex
CREATE INDEX "adjustment_operator_id_id_idx" ON "adjustment"("operator_id", "id");

-- CreateIndex
CREATE INDEX "adjustment_operator_id_created_at_id_idx" ON "adjustment"("operator_id", "created_at", "id");

alter table adjustment add constraint adjustment_state check (state in ('pending', 'billed', 'withdrawn'));
alter table adjustment add constraint adjustment_owner check (owner in ('operator', 'partner'));
alter table adjustment add constraint adjustment_of_somebody check (
  owner = 'operator' or offering_id is not null or refers_to_line_id is not null);
alter table adjustment add constraint adjustment_amount check (amount_minor <> 0);
alter table adjustment add constraint adjustment_period check (period_from < period_to);
alter table adjustment add constraint adjustment_billed check (
  (state = 'billed') = (bill_id is not null) and (bill_id is null) = (line_id is null));
alter table adjustment add constraint adjustment_withdrawn check (
  (state = 'withdrawn') = (withdrawn_at is not null)
  and (withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawal_reason is null));
-- What a chunk of accounts looks for, in a run and at issue: most accounts have none, and those that are billed are never looked at again.
create index adjustment_open on adjustment (operator_id, billing_account_id, id) where state <> 'billed';
-- A bill's line is of one adjustment.
create unique index adjustment_line on adjustment (operator_id, billing_account_id, line_id) where line_id is not null;

-- It leaves `pending` once, and nothing that was written is ever edited: the roles may update no other column.
create function refuse_decided_adjustment() returns trigger language plpgsql as $$
begin
  raise exception 'adjustment % is %: update refused', old.id, old.state using errcode = 'restrict_violation';
end
$$;
create trigger decided_is_final before update on adjustment
  for each row when (old.state <> 'pending') execute function refuse_decided_adjustment();

grant select, insert on adjustment to tributary_app, tributary_worker;
grant update (state, withdrawn_by, withdrawn_at, withdrawal_reason, bill_id, line_id) on adjustment to tributary_app, tributary_worker;
alter table adjustment enable row level security;
alter table adjustment force row level security;
create policy tenant on adjustment using (operator_id = (select scope_id('app.operator')));
-- A customer and a partner see the line of the bill, never what the operator plans.
create policy customer_scope on adjustment as restrictive using ((select scope_id('app.customer')) is null);
create policy partner_scope on adjustment as restrictive using ((select scope_id('app.partner')) is null);
