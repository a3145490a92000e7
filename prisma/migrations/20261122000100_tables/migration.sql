-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "user_account" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "membership_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operator" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "party_id" UUID NOT NULL,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "operator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "audience" TEXT NOT NULL,
    "party_id" UUID,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "audience" TEXT NOT NULL,
    "party_id" UUID,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "party" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "legal_name" TEXT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "vat_id" TEXT,
    "is_business" BOOLEAN NOT NULL DEFAULT true,
    "address" JSONB NOT NULL,
    "email" TEXT,
    "rating_mode" TEXT,
    "state" TEXT NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "party_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "agreement" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "payer_id" UUID NOT NULL,
    "partner_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "max_charge_age_months" INTEGER NOT NULL DEFAULT 3,
    "late_policy" TEXT NOT NULL DEFAULT 'carry_over',
    "self_billing_consent" BOOLEAN NOT NULL DEFAULT false,
    "payout_frequency" TEXT NOT NULL DEFAULT 'monthly',
    "signed_at" TIMESTAMPTZ(6),

    CONSTRAINT "agreement_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "settlement_term" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "agreement_id" UUID NOT NULL,
    "offering_id" UUID,
    "kind" TEXT NOT NULL,
    "basis" TEXT NOT NULL DEFAULT 'billed',
    "terms" JSONB NOT NULL,

    CONSTRAINT "settlement_term_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "meter" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "aggregation" TEXT NOT NULL,
    "dimensions" TEXT[],

    CONSTRAINT "meter_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "product_offering" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "supplier_id" UUID NOT NULL,
    "tax_class" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "product_offering_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "product_offering_price" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "offering_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "plan" JSONB NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "product_offering_price_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "offering_chain_link" (
    "operator_id" UUID NOT NULL,
    "offering_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "agreement_id" UUID NOT NULL,

    CONSTRAINT "offering_chain_link_pkey" PRIMARY KEY ("operator_id","offering_id","position")
);

-- CreateTable
CREATE TABLE "tax_rate" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "country" CHAR(2) NOT NULL,
    "tax_class" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "rate_ppm" BIGINT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "tax_rate_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "cycle_spec" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "anchor_on" DATE NOT NULL,
    "frequency" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "cut_off_days" INTEGER NOT NULL DEFAULT 3,

    CONSTRAINT "cycle_spec_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "billing_cycle" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "spec_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "from_at" TIMESTAMPTZ(6) NOT NULL,
    "to_at" TIMESTAMPTZ(6) NOT NULL,
    "cut_off_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL,

    CONSTRAINT "billing_cycle_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "billing_account" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "parent_id" UUID,
    "number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "time_zone" TEXT NOT NULL,
    "cycle_spec_id" UUID NOT NULL,
    "country" CHAR(2) NOT NULL,
    "vat_id" TEXT,
    "is_business" BOOLEAN NOT NULL DEFAULT true,
    "address" JSONB NOT NULL,
    "payment_terms_days" INTEGER NOT NULL DEFAULT 14,
    "state" TEXT NOT NULL DEFAULT 'active',
    "opened_on" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "billing_account_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "product" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "offering_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "quantity" DECIMAL(38,15) NOT NULL DEFAULT 1,
    "price_ids" UUID[],
    "started_on" DATE NOT NULL,
    "ended_on" DATE,

    CONSTRAINT "product_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "account_discount" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "percent" DECIMAL(38,15),
    "amount_minor" BIGINT,
    "supplier_id" UUID,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "account_discount_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "usage_key" (
    "operator_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "supplier_id" UUID NOT NULL,
    "body_hash" BYTEA NOT NULL,

    CONSTRAINT "usage_key_pkey" PRIMARY KEY ("operator_id","source","event_id","supplier_id")
);

-- CreateTable
CREATE TABLE "usage_event" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "meter_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "period_from" DATE NOT NULL,
    "quantity" DECIMAL(38,15) NOT NULL,
    "attributes" JSONB NOT NULL,

    CONSTRAINT "usage_event_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "usage_total" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "meter_id" UUID NOT NULL,
    "period_from" DATE NOT NULL,
    "dimension_key" TEXT NOT NULL,
    "dimensions" JSONB NOT NULL,
    "quantity" DECIMAL(38,15) NOT NULL,
    "maximum" DECIMAL(38,15) NOT NULL,
    "event_count" BIGINT NOT NULL,

    CONSTRAINT "usage_total_pkey" PRIMARY KEY ("operator_id","billing_account_id","product_id","meter_id","period_from","dimension_key")
);

-- CreateTable
CREATE TABLE "usage_suspense" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "sender_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "reason" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "recycled_at" TIMESTAMPTZ(6),
    "outcome" TEXT,

    CONSTRAINT "usage_suspense_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "partner_bill" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "partner_id" UUID NOT NULL,
    "agreement_id" UUID NOT NULL,
    "cycle_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "file_name" TEXT,
    "content_hash" BYTEA NOT NULL,
    "state" TEXT NOT NULL,
    "lines_received" INTEGER NOT NULL DEFAULT 0,
    "lines_accepted" INTEGER NOT NULL DEFAULT 0,
    "lines_rejected" INTEGER NOT NULL DEFAULT 0,
    "lines_duplicate" INTEGER NOT NULL DEFAULT 0,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "received_by" TEXT NOT NULL,

    CONSTRAINT "partner_bill_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "partner_bill_total" (
    "operator_id" UUID NOT NULL,
    "partner_bill_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "stated" DECIMAL(38,15),
    "received" DECIMAL(38,15) NOT NULL,
    "accepted" DECIMAL(38,15) NOT NULL,

    CONSTRAINT "partner_bill_total_pkey" PRIMARY KEY ("operator_id","partner_bill_id","currency")
);

-- CreateTable
CREATE TABLE "partner_bill_line" (
    "operator_id" UUID NOT NULL,
    "partner_bill_id" UUID NOT NULL,
    "line_no" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "billing_account_id" UUID,
    "external_account" TEXT,
    "external_payer" TEXT,
    "external_name" TEXT,
    "line_key" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "charge_category" TEXT,
    "quantity" DECIMAL(38,15),
    "unit" TEXT,
    "currency" TEXT,
    "amount" DECIMAL(38,15),
    "charge_from_at" TIMESTAMPTZ(6),
    "charge_to_at" TIMESTAMPTZ(6),
    "source" JSON NOT NULL,
    "issue_code" TEXT,
    "problems" JSONB,
    "bill_line_key" TEXT,

    CONSTRAINT "partner_bill_line_pkey" PRIMARY KEY ("operator_id","partner_bill_id","line_no")
);

-- CreateTable
CREATE TABLE "partner_bill_issue" (
    "operator_id" UUID NOT NULL,
    "partner_bill_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "amount_at_stake" DECIMAL(38,15),
    "currency" TEXT,
    "line_no" INTEGER,
    "line_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "partner_bill_issue_pkey" PRIMARY KEY ("operator_id","partner_bill_id","position")
);

-- CreateTable
CREATE TABLE "account_mapping" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "partner_id" UUID NOT NULL,
    "level" TEXT NOT NULL,
    "external_account" TEXT NOT NULL,
    "external_name" TEXT,
    "billing_account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_mapping_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "bill_run" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "cycle_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "dry_run" BOOLEAN NOT NULL DEFAULT false,
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "issued_on" DATE,
    "failure" TEXT,

    CONSTRAINT "bill_run_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "bill_run_account" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "change" TEXT,
    "total_minor" BIGINT,
    "usage_event_count" BIGINT NOT NULL DEFAULT 0,
    "issues" JSONB NOT NULL,

    CONSTRAINT "bill_run_account_pkey" PRIMARY KEY ("operator_id","billing_account_id","run_id")
);

-- CreateTable
CREATE TABLE "bill" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "cycle_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'cycle',
    "state" TEXT NOT NULL,
    "number" TEXT,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "amount_due_minor" BIGINT NOT NULL,
    "draft_hash" BYTEA NOT NULL,
    "shares_hash" BYTEA NOT NULL,
    "content_hash" BYTEA,
    "issued_on" DATE,
    "due_on" DATE,
    "parties" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bill_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "bill_line" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "bill_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "line_key" TEXT NOT NULL,
    "supplier_id" UUID NOT NULL,
    "supplier_role" TEXT NOT NULL,
    "seller_id" UUID NOT NULL,
    "product_id" UUID,
    "offering_id" UUID,
    "price_id" UUID,
    "agreement_id" UUID,
    "partner_bill_id" UUID,
    "kind" TEXT NOT NULL,
    "source_mode" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "quantity" DECIMAL(38,15),
    "unit" TEXT,
    "exact" DECIMAL(60,30) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "tax_class" TEXT NOT NULL,
    "tax_category" TEXT NOT NULL,
    "tax_rate_ppm" BIGINT NOT NULL,
    "steps" JSONB NOT NULL,

    CONSTRAINT "bill_line_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "bill_tax" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "bill_id" UUID NOT NULL,
    "seller_id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "rate_ppm" BIGINT NOT NULL,
    "base_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "reason_code" TEXT,
    "reason" TEXT,

    CONSTRAINT "bill_tax_pkey" PRIMARY KEY ("operator_id","billing_account_id","bill_id","seller_id","category","rate_ppm")
);

-- CreateTable
CREATE TABLE "invoice" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "bill_id" UUID NOT NULL,
    "seller_id" UUID NOT NULL,
    "type_code" TEXT NOT NULL,
    "number" TEXT,
    "net_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "issued_on" DATE,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "line_share" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "bill_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "cycle_id" UUID NOT NULL,
    "agreement_id" UUID,
    "term_id" UUID,
    "amount_minor" BIGINT NOT NULL,
    "steps" JSONB NOT NULL,

    CONSTRAINT "line_share_pkey" PRIMARY KEY ("operator_id","billing_account_id","bill_id","line_id","party_id")
);

-- CreateTable
CREATE TABLE "term_total" (
    "operator_id" UUID NOT NULL,
    "term_id" UUID NOT NULL,
    "cycle_id" UUID NOT NULL,
    "base_minor" BIGINT NOT NULL,
    "earned_minor" BIGINT NOT NULL,

    CONSTRAINT "term_total_pkey" PRIMARY KEY ("operator_id","term_id","cycle_id")
);

-- CreateTable
CREATE TABLE "journal" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "booked_on" DATE NOT NULL,

    CONSTRAINT "journal_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "posting" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "journal_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "party_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "debit_minor" BIGINT NOT NULL,
    "credit_minor" BIGINT NOT NULL,

    CONSTRAINT "posting_pkey" PRIMARY KEY ("operator_id","billing_account_id","journal_id","position")
);

-- CreateTable
CREATE TABLE "number_series" (
    "operator_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "series" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "last_number" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "number_series_pkey" PRIMARY KEY ("operator_id","party_id","series")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "entity_type" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "operator_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "status" INTEGER,
    "response" JSONB,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("operator_id","scope","key")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "operator_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entity_type" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("operator_id","seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_account_email_key" ON "user_account"("email");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "operator_slug_key" ON "operator"("slug");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "membership_operator_id_user_id_audience_party_id_key" ON "membership"("operator_id", "user_id", "audience", "party_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_key_hash_key" ON "api_key"("key_hash");

-- CreateIndex
CREATE UNIQUE INDEX "party_operator_id_kind_slug_key" ON "party"("operator_id", "kind", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "agreement_operator_id_payer_id_partner_id_version_key" ON "agreement"("operator_id", "payer_id", "partner_id", "version");

-- CreateIndex
CREATE INDEX "settlement_term_operator_id_agreement_id_idx" ON "settlement_term"("operator_id", "agreement_id");

-- CreateIndex
CREATE UNIQUE INDEX "meter_operator_id_key_key" ON "meter"("operator_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "product_offering_operator_id_slug_version_key" ON "product_offering"("operator_id", "slug", "version");

-- CreateIndex
CREATE UNIQUE INDEX "product_offering_price_operator_id_offering_id_key_currency_key" ON "product_offering_price"("operator_id", "offering_id", "key", "currency", "version");

-- CreateIndex
CREATE UNIQUE INDEX "tax_rate_operator_id_country_tax_class_valid_from_key" ON "tax_rate"("operator_id", "country", "tax_class", "valid_from");

-- CreateIndex
CREATE UNIQUE INDEX "billing_cycle_operator_id_spec_id_n_key" ON "billing_cycle"("operator_id", "spec_id", "n");

-- CreateIndex
CREATE INDEX "billing_account_operator_id_customer_id_idx" ON "billing_account"("operator_id", "customer_id");

-- CreateIndex
CREATE INDEX "billing_account_operator_id_cycle_spec_id_id_idx" ON "billing_account"("operator_id", "cycle_spec_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "billing_account_operator_id_number_key" ON "billing_account"("operator_id", "number");

-- CreateIndex
CREATE INDEX "product_operator_id_reference_idx" ON "product"("operator_id", "reference");

-- CreateIndex
CREATE INDEX "usage_event_operator_id_billing_account_id_product_id_meter_idx" ON "usage_event"("operator_id", "billing_account_id", "product_id", "meter_id", "period_from");

-- CreateIndex
CREATE INDEX "usage_suspense_operator_id_reason_id_idx" ON "usage_suspense"("operator_id", "reason", "id");

-- CreateIndex
CREATE INDEX "partner_bill_operator_id_cycle_id_idx" ON "partner_bill"("operator_id", "cycle_id");

-- CreateIndex
CREATE UNIQUE INDEX "partner_bill_operator_id_partner_id_external_id_key" ON "partner_bill"("operator_id", "partner_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "partner_bill_operator_id_partner_id_content_hash_key" ON "partner_bill"("operator_id", "partner_id", "content_hash");

-- CreateIndex
CREATE INDEX "partner_bill_line_operator_id_billing_account_id_state_idx" ON "partner_bill_line"("operator_id", "billing_account_id", "state");

-- CreateIndex
CREATE INDEX "partner_bill_line_operator_id_partner_bill_id_external_acco_idx" ON "partner_bill_line"("operator_id", "partner_bill_id", "external_account");

-- CreateIndex
CREATE INDEX "partner_bill_line_operator_id_line_key_idx" ON "partner_bill_line"("operator_id", "line_key");

-- CreateIndex
CREATE UNIQUE INDEX "account_mapping_operator_id_partner_id_level_external_accou_key" ON "account_mapping"("operator_id", "partner_id", "level", "external_account");

-- CreateIndex
CREATE INDEX "bill_run_operator_id_cycle_id_idx" ON "bill_run"("operator_id", "cycle_id");

-- CreateIndex
CREATE INDEX "bill_run_account_operator_id_run_id_state_billing_account_i_idx" ON "bill_run_account"("operator_id", "run_id", "state", "billing_account_id");

-- CreateIndex
CREATE INDEX "bill_operator_id_cycle_id_id_idx" ON "bill"("operator_id", "cycle_id", "id");

-- CreateIndex
CREATE INDEX "bill_operator_id_id_idx" ON "bill"("operator_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "bill_operator_id_billing_account_id_cycle_id_kind_key" ON "bill"("operator_id", "billing_account_id", "cycle_id", "kind");

-- CreateIndex
CREATE INDEX "bill_line_operator_id_billing_account_id_bill_id_idx" ON "bill_line"("operator_id", "billing_account_id", "bill_id");

-- CreateIndex
CREATE UNIQUE INDEX "bill_line_operator_id_billing_account_id_line_key_key" ON "bill_line"("operator_id", "billing_account_id", "line_key");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_operator_id_billing_account_id_bill_id_seller_id_key" ON "invoice"("operator_id", "billing_account_id", "bill_id", "seller_id");

-- CreateIndex
CREATE INDEX "line_share_operator_id_party_id_cycle_id_idx" ON "line_share"("operator_id", "party_id", "cycle_id");

-- CreateIndex
CREATE UNIQUE INDEX "journal_operator_id_billing_account_id_event_source_id_key" ON "journal"("operator_id", "billing_account_id", "event", "source_id");

-- CreateIndex
CREATE INDEX "posting_operator_id_account_party_id_currency_idx" ON "posting"("operator_id", "account", "party_id", "currency");

-- CreateIndex
CREATE INDEX "outbox_event_operator_id_entity_id_idx" ON "outbox_event"("operator_id", "entity_id");

-- CreateIndex
CREATE INDEX "audit_entry_operator_id_entity_id_idx" ON "audit_entry"("operator_id", "entity_id");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settlement_term" ADD CONSTRAINT "settlement_term_operator_id_agreement_id_fkey" FOREIGN KEY ("operator_id", "agreement_id") REFERENCES "agreement"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_offering_price" ADD CONSTRAINT "product_offering_price_operator_id_offering_id_fkey" FOREIGN KEY ("operator_id", "offering_id") REFERENCES "product_offering"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offering_chain_link" ADD CONSTRAINT "offering_chain_link_operator_id_offering_id_fkey" FOREIGN KEY ("operator_id", "offering_id") REFERENCES "product_offering"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_bill_total" ADD CONSTRAINT "partner_bill_total_operator_id_partner_bill_id_fkey" FOREIGN KEY ("operator_id", "partner_bill_id") REFERENCES "partner_bill"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_bill_line" ADD CONSTRAINT "partner_bill_line_operator_id_partner_bill_id_fkey" FOREIGN KEY ("operator_id", "partner_bill_id") REFERENCES "partner_bill"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_bill_issue" ADD CONSTRAINT "partner_bill_issue_operator_id_partner_bill_id_fkey" FOREIGN KEY ("operator_id", "partner_bill_id") REFERENCES "partner_bill"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bill_line" ADD CONSTRAINT "bill_line_operator_id_billing_account_id_bill_id_fkey" FOREIGN KEY ("operator_id", "billing_account_id", "bill_id") REFERENCES "bill"("operator_id", "billing_account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bill_tax" ADD CONSTRAINT "bill_tax_operator_id_billing_account_id_bill_id_fkey" FOREIGN KEY ("operator_id", "billing_account_id", "bill_id") REFERENCES "bill"("operator_id", "billing_account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_operator_id_billing_account_id_bill_id_fkey" FOREIGN KEY ("operator_id", "billing_account_id", "bill_id") REFERENCES "bill"("operator_id", "billing_account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posting" ADD CONSTRAINT "posting_operator_id_billing_account_id_journal_id_fkey" FOREIGN KEY ("operator_id", "billing_account_id", "journal_id") REFERENCES "journal"("operator_id", "billing_account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
