-- AlterTable
ALTER TABLE "party" ADD COLUMN     "customer_group" TEXT NOT NULL DEFAULT 'default';

-- AlterTable
ALTER TABLE "billing_account" ADD COLUMN     "dunning_state" TEXT NOT NULL DEFAULT 'none';

-- CreateTable
CREATE TABLE "dunning_policy" (
    "operator_id" UUID NOT NULL,
    "customer_group" TEXT NOT NULL,
    "minimum" DECIMAL(38,15) NOT NULL,
    "stages" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "dunning_policy_pkey" PRIMARY KEY ("operator_id","customer_group")
);

-- CreateTable
CREATE TABLE "dunning_case" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "round" INTEGER NOT NULL DEFAULT 1,
    "stage" INTEGER NOT NULL DEFAULT 0,
    "stage_on" DATE,
    "paused_until" DATE,
    "pause_reason" TEXT,
    "paused_by" TEXT,

    CONSTRAINT "dunning_case_pkey" PRIMARY KEY ("operator_id","billing_account_id")
);

-- CreateTable
CREATE TABLE "dunning_notice" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "stage" INTEGER NOT NULL,
    "bills_key" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "bills" JSONB NOT NULL,
    "language" TEXT NOT NULL,
    "recipient" TEXT,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "noticed_on" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "dunning_notice_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "payment_promise" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "paid_before_minor" BIGINT NOT NULL,
    "until_on" DATE NOT NULL,
    "note" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(6) NOT NULL,
    "closed_at" TIMESTAMPTZ(6),

    CONSTRAINT "payment_promise_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "dunning_sweep" (
    "operator_id" UUID NOT NULL,
    "swept_on" DATE NOT NULL,
    "accounts" INTEGER NOT NULL,
    "notices" INTEGER NOT NULL,
    "finished_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "dunning_sweep_pkey" PRIMARY KEY ("operator_id","swept_on")
);

-- CreateIndex
CREATE UNIQUE INDEX "dunning_notice_once" ON "dunning_notice"("operator_id", "billing_account_id", "round", "stage", "bills_key");

-- CreateIndex
CREATE INDEX "dunning_notice_operator_id_created_at_id_idx" ON "dunning_notice"("operator_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "payment_promise_operator_id_made_at_id_idx" ON "payment_promise"("operator_id", "made_at", "id");

-- Accounts in dunning are few among all that there are.
create index dunning_case_open on dunning_case (operator_id, billing_account_id) where stage > 0;
create index payment_promise_open on payment_promise (operator_id, billing_account_id) where state = 'open';
alter table payment_promise add constraint payment_promise_amount check (amount_minor > 0);
-- What was sent was sent.
create trigger append_only before update or delete or truncate on dunning_notice
  for each statement execute function refuse_change();

grant select, insert, update on dunning_policy, dunning_case, payment_promise, dunning_sweep to tributary_app, tributary_worker;
grant select, insert on dunning_notice to tributary_app, tributary_worker;
do $$
declare
  t text;
begin
  foreach t in array array['dunning_policy', 'dunning_case', 'dunning_notice', 'payment_promise', 'dunning_sweep'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
    execute format('create policy partner_scope on %I as restrictive using ((select scope_id(''app.partner'')) is null)', t);
  end loop;
  foreach t in array array['dunning_policy', 'dunning_sweep'] loop
    execute format('create policy customer_scope on %I as restrictive using ((select scope_id(''app.customer'')) is null)', t);
  end loop;
  foreach t in array array['dunning_case', 'dunning_notice', 'payment_promise'] loop
    execute format($p$
      create policy customer_scope on %I as restrictive using (
        (select scope_id('app.customer')) is null
        or exists (select from billing_account a
                   where a.operator_id = %I.operator_id and a.id = %I.billing_account_id
                     and a.customer_id = (select scope_id('app.customer')))) $p$, t, t, t);
  end loop;
end
$$;
