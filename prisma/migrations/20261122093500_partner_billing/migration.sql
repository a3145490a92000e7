-- AlterTable
ALTER TABLE "agreement" ADD COLUMN     "acceptance" TEXT NOT NULL DEFAULT 'automatic',
ADD COLUMN     "change_tolerance_percent" DECIMAL(9,4) NOT NULL DEFAULT 50,
ADD COLUMN     "difference_tolerance_percent" DECIMAL(9,4) NOT NULL DEFAULT 1,
ADD COLUMN     "service_policy" TEXT NOT NULL DEFAULT 'any';

-- AlterTable
ALTER TABLE "product_offering" ADD COLUMN     "billed_by" TEXT NOT NULL DEFAULT 'hub';

-- AlterTable
ALTER TABLE "partner_bill" ADD COLUMN     "decided_at" TIMESTAMPTZ(6),
ADD COLUMN     "decided_by" TEXT,
ADD COLUMN     "decision_reason" TEXT,
ADD COLUMN     "mapping_id" UUID,
ADD COLUMN     "original_id" UUID,
ADD COLUMN     "replaces_id" UUID;

-- AlterTable
ALTER TABLE "partner_bill_line" ADD COLUMN     "tax_code" TEXT;

-- CreateTable
CREATE TABLE "partner_expectation" (
    "operator_id" UUID NOT NULL,
    "cycle_id" UUID NOT NULL,
    "partner_id" UUID NOT NULL,
    "agreement_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'expected',
    "reminders" INTEGER NOT NULL DEFAULT 0,
    "reminded_at" TIMESTAMPTZ(6),
    "decided_at" TIMESTAMPTZ(6),
    "decided_by" TEXT,
    "reason" TEXT,

    CONSTRAINT "partner_expectation_pkey" PRIMARY KEY ("operator_id","cycle_id","partner_id")
);

-- CreateTable
CREATE TABLE "partner_bill_mapping" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "partner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "header_hash" BYTEA NOT NULL,
    "definition" JSONB NOT NULL,
    "sample" TEXT NOT NULL DEFAULT '',
    "is_current" BOOLEAN NOT NULL DEFAULT true,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "partner_bill_mapping_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "service_mapping" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "partner_id" UUID NOT NULL,
    "external_service" TEXT NOT NULL,
    "offering_id" UUID,
    "description" TEXT,
    "tax_class" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "service_mapping_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "tax_code_mapping" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "partner_id" UUID NOT NULL,
    "external_code" TEXT NOT NULL,
    "tax_class" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tax_code_mapping_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "partner_bill_import" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "partner_id" UUID NOT NULL,
    "cycle_id" UUID NOT NULL,
    "mapping_id" UUID,
    "external_id" TEXT NOT NULL,
    "replaces_id" UUID,
    "format" TEXT NOT NULL,
    "file_name" TEXT,
    "stated_totals" JSONB NOT NULL DEFAULT '[]',
    "size_bytes" BIGINT NOT NULL DEFAULT 0,
    "bytes_read" BIGINT NOT NULL DEFAULT 0,
    "rows_read" BIGINT NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL,
    "failure" JSONB,
    "partner_bill_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "partner_bill_import_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "partner_bill_import_chunk" (
    "operator_id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "partner_bill_import_chunk_pkey" PRIMARY KEY ("operator_id","import_id","n")
);

-- CreateIndex
CREATE UNIQUE INDEX "partner_bill_mapping_operator_id_partner_id_name_version_key" ON "partner_bill_mapping"("operator_id", "partner_id", "name", "version");

-- CreateIndex
CREATE UNIQUE INDEX "service_mapping_operator_id_partner_id_external_service_key" ON "service_mapping"("operator_id", "partner_id", "external_service");

-- CreateIndex
CREATE UNIQUE INDEX "tax_code_mapping_operator_id_partner_id_external_code_key" ON "tax_code_mapping"("operator_id", "partner_id", "external_code");

-- CreateIndex
CREATE INDEX "partner_bill_import_operator_id_partner_id_id_idx" ON "partner_bill_import"("operator_id", "partner_id", "id");

-- CreateIndex
CREATE INDEX "partner_bill_operator_id_original_id_idx" ON "partner_bill"("operator_id", "original_id");

-- Roles, tenant isolation and narrower scopes, as for the other tables: a partner sees its own, a customer none.
do $$
declare
  t text;
begin
  foreach t in array array['partner_expectation', 'partner_bill_mapping', 'service_mapping', 'tax_code_mapping',
    'partner_bill_import', 'partner_bill_import_chunk'] loop
    execute format('grant select, insert, update, delete on %I to tributary_app, tributary_worker', t);
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
    execute format($p$
      create policy customer_scope on %I as restrictive using ((select scope_id('app.customer')) is null) $p$, t);
  end loop;
  foreach t in array array['partner_expectation', 'partner_bill_mapping', 'service_mapping', 'tax_code_mapping',
    'partner_bill_import'] loop
    execute format($p$
      create policy partner_scope on %I as restrictive using (
        (select scope_id('app.partner')) is null or partner_id = (select scope_id('app.partner'))) $p$, t);
  end loop;
end
$$;
create policy partner_scope on partner_bill_import_chunk as restrictive using (
  (select scope_id('app.partner')) is null
  or exists (select from partner_bill_import i where i.operator_id = partner_bill_import_chunk.operator_id
             and i.id = partner_bill_import_chunk.import_id));

alter table agreement add constraint agreement_acceptance check (acceptance in ('automatic', 'whole', 'by_person'));
alter table agreement add constraint agreement_late_policy check (late_policy in ('hold', 'carry_over', 'estimate'));
alter table agreement add constraint agreement_service_policy check (service_policy in ('any', 'mapped'));
alter table product_offering add constraint product_offering_billed_by check (billed_by in ('hub', 'partner'));
alter table partner_expectation add constraint partner_expectation_state check (
  state in ('expected', 'received', 'held', 'carried_over', 'estimated', 'waived'));
alter table partner_bill_import add constraint partner_bill_import_state check (
  state in ('receiving', 'waiting', 'reading', 'done', 'failed', 'cancelled'));
-- A bill is corrected by one other, and a line of corrections has no branches.
create unique index partner_bill_replaced_once on partner_bill (operator_id, replaces_id) where replaces_id is not null and state <> 'rejected';
alter table partner_bill add constraint partner_bill_correction check ((replaces_id is null) = (original_id is null));
create index partner_expectation_open on partner_expectation (operator_id, due_at) where state in ('expected', 'held');
