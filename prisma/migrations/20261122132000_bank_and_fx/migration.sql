-- CreateTable
CREATE TABLE "fx_rate" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "base" CHAR(3) NOT NULL,
    "quote" CHAR(3) NOT NULL,
    "valid_on" DATE NOT NULL,
    "rate" DECIMAL(38,15) NOT NULL,
    "source" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "fx_rate_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "bank_details" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "currency" CHAR(3),
    "holder" TEXT NOT NULL,
    "iban" TEXT,
    "account_number" TEXT,
    "bic" TEXT,
    "address" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(6) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(6),
    "reason" TEXT,
    "usable_from" TIMESTAMPTZ(6),

    CONSTRAINT "bank_details_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "bank_file" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "state" TEXT NOT NULL,
    "entry_count" INTEGER NOT NULL,
    "received_by" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "bank_file_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "bank_statement" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "currency" CHAR(3),
    "from_on" DATE,
    "to_on" DATE,
    "opening_minor" BIGINT,
    "closing_minor" BIGINT,
    "booked_minor" BIGINT NOT NULL,
    "difference_minor" BIGINT,

    CONSTRAINT "bank_statement_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "bank_entry" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "statement_id" UUID,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "booked_on" DATE NOT NULL,
    "amount_minor" BIGINT,
    "currency" CHAR(3),
    "entry_key" TEXT,
    "bank_reference" TEXT,
    "end_to_end_id" TEXT,
    "payer_name" TEXT,
    "payer_account" TEXT,
    "remittance" TEXT,
    "references" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "details" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "why" TEXT,
    "why_details" JSONB,
    "payment_id" UUID,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(6),

    CONSTRAINT "bank_entry_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "fx_rate_operator_id_base_quote_valid_on_key" ON "fx_rate"("operator_id", "base", "quote", "valid_on");

-- CreateIndex
CREATE INDEX "fx_rate_operator_id_valid_on_id_idx" ON "fx_rate"("operator_id", "valid_on", "id");

-- CreateIndex
CREATE INDEX "bank_details_operator_id_party_id_id_idx" ON "bank_details"("operator_id", "party_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "bank_file_operator_id_content_hash_key" ON "bank_file"("operator_id", "content_hash");

-- CreateIndex
CREATE UNIQUE INDEX "bank_statement_operator_id_account_kind_reference_key" ON "bank_statement"("operator_id", "account", "kind", "reference");

-- CreateIndex
CREATE INDEX "bank_statement_operator_id_file_id_idx" ON "bank_statement"("operator_id", "file_id");

-- CreateIndex
CREATE UNIQUE INDEX "bank_entry_operator_id_file_id_position_key" ON "bank_entry"("operator_id", "file_id", "position");

-- CreateIndex
CREATE INDEX "bank_entry_operator_id_entry_key_idx" ON "bank_entry"("operator_id", "entry_key");

-- CreateIndex
CREATE INDEX "bank_entry_operator_id_payment_id_idx" ON "bank_entry"("operator_id", "payment_id");

-- A rate turns one currency into another, and some of it into something.
alter table fx_rate add constraint fx_rate_pair check (base <> quote and rate > 0);
alter table bank_details add constraint bank_details_state check (
  state in ('proposed', 'approved', 'rejected', 'withdrawn') and (state = 'approved') = (usable_from is not null));
alter table bank_details add constraint bank_details_account check ((iban is null) <> (account_number is null));
-- Four eyes: whoever proposed an account never is the one who lets money go there.
alter table bank_details add constraint bank_details_four_eyes check (state <> 'approved' or decided_by <> proposed_by);
alter table bank_entry add constraint bank_entry_state check (
  state in ('read', 'matched', 'unmatched', 'payout', 'ignored') and (state <> 'ignored' or why is not null));
create unique index bank_details_proposed on bank_details (operator_id, party_id, coalesce(currency, '')) where state = 'proposed';
-- What is still to do is found among all that was done.
create index bank_entry_to_read on bank_entry (operator_id, file_id, position) where state = 'read';
create index bank_entry_waiting on bank_entry (operator_id, booked_on, id) where state = 'unmatched';
-- Whose account money came from before tells whose it is now.
create index bank_entry_payer on bank_entry (operator_id, payer_account) where state = 'matched' and payer_account is not null;

grant select, insert, update on fx_rate, bank_details, bank_file, bank_statement, bank_entry to tributary_app, tributary_worker;
do $$
declare
  t text;
begin
  foreach t in array array['fx_rate', 'bank_details', 'bank_file', 'bank_statement', 'bank_entry'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
    execute format('create policy customer_scope on %I as restrictive using ((select scope_id(''app.customer'')) is null)', t);
  end loop;
  foreach t in array array['bank_file', 'bank_statement', 'bank_entry'] loop
    execute format('create policy partner_scope on %I as restrictive using ((select scope_id(''app.partner'')) is null)', t);
  end loop;
end
$$;
create policy partner_scope on bank_details as restrictive using (
  (select scope_id('app.partner')) is null or party_id = (select scope_id('app.partner')));
-- Rates are no secret of anyone, and a partner's own payout names one; it cannot set any.
create policy partner_scope on fx_rate as restrictive for all using (true)
  with check ((select scope_id('app.partner')) is null);
