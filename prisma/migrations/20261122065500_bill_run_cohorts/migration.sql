-- AlterTable
ALTER TABLE "bill_run_account" ADD COLUMN     "cohort_id" UUID,
ADD COLUMN     "differences" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "previous_minor" BIGINT;

-- CreateTable
CREATE TABLE "bill_run_cohort" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "issued_on" DATE NOT NULL,
    "accounts" INTEGER NOT NULL,
    "issued" INTEGER NOT NULL DEFAULT 0,
    "held" INTEGER NOT NULL DEFAULT 0,
    "totals" JSONB NOT NULL,
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "bill_run_cohort_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "bill_run_cohort_operator_id_run_id_n_key" ON "bill_run_cohort"("operator_id", "run_id", "n");

-- Roles, tenant isolation and narrower scopes, as in the guards before.
grant select, insert, update on bill_run_cohort to tributary_app, tributary_worker;
alter table bill_run_cohort enable row level security;
alter table bill_run_cohort force row level security;
create policy tenant on bill_run_cohort using (operator_id = (select scope_id('app.operator')));
create policy customer_scope on bill_run_cohort as restrictive using ((select scope_id('app.customer')) is null);
create policy partner_scope on bill_run_cohort as restrictive using ((select scope_id('app.partner')) is null);

alter table bill_run_cohort add constraint bill_run_cohort_state check (state in ('approved', 'issuing', 'issued'));
alter table bill_run_cohort add constraint bill_run_cohort_counts check (accounts > 0 and issued >= 0 and held >= 0 and issued + held <= accounts);

-- The accounts of a cohort that wait to be issued, and those with findings, among a hundred thousand of neither.
create index bill_run_account_of_cohort on bill_run_account (operator_id, run_id, cohort_id, state, billing_account_id)
  where cohort_id is not null;
create index bill_run_account_with_findings on bill_run_account (operator_id, run_id) where issues <> '[]';

-- What waits for a product, by the name that usage gives it.
create index usage_suspense_waiting_for on usage_suspense (operator_id, subject) where recycled_at is null;

-- A run that issues cohort by cohort is under way too.
drop index bill_run_one_active;
create unique index bill_run_one_active on bill_run (operator_id, cycle_id)
  where not dry_run and kind = 'cycle'
    and state in ('queued', 'running', 'paused', 'review', 'issuing_cohort', 'approved', 'issuing');
