-- CreateTable
CREATE TABLE "payout_condition" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "partner_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "holds_from" DATE NOT NULL,
    "frequency" TEXT,
    "minimum_minor" BIGINT,
    "fee_minor" BIGINT,
    "fee_ppm" INTEGER,
    "reserve_ppm" INTEGER,
    "reserve_days" INTEGER,
    "announced_by" TEXT NOT NULL,
    "announced_at" TIMESTAMPTZ(6) NOT NULL,
    "withdrawn_by" TEXT,
    "withdrawn_at" TIMESTAMPTZ(6),

    CONSTRAINT "payout_condition_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateIndex
CREATE INDEX "payout_condition_operator_id_partner_id_holds_from_idx" ON "payout_condition"("operator_id", "partner_id", "holds_from");

alter table payout_condition add constraint payout_condition_frequency check (frequency in ('weekly', 'monthly', 'quarterly'));
alter table payout_condition add constraint payout_condition_withdrawn check ((withdrawn_at is null) = (withdrawn_by is null));
-- What was announced is not edited: it is taken back, before it holds, or followed by another.
grant select, insert, update (withdrawn_at, withdrawn_by) on payout_condition to tributary_app, tributary_worker;
alter table payout_condition enable row level security;
alter table payout_condition force row level security;
create policy tenant on payout_condition using (operator_id = (select scope_id('app.operator')));
create policy customer_scope on payout_condition as restrictive using ((select scope_id('app.customer')) is null);
create policy partner_scope on payout_condition as restrictive using (
  (select scope_id('app.partner')) is null or partner_id = (select scope_id('app.partner')));
