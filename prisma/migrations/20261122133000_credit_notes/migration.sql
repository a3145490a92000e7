-- AlterTable
ALTER TABLE "operator" ADD COLUMN     "write_off_limit_minor" BIGINT;

-- CreateTable
CREATE TABLE "credit_note" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "bill_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "dispute_id" UUID,
    "currency" CHAR(3) NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "freed_minor" BIGINT NOT NULL,
    "issued_on" DATE NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "issued_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credit_note_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "credit_note_line" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "credit_note_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "credit_note_line_pkey" PRIMARY KEY ("operator_id","billing_account_id","credit_note_id","line_id")
);

-- CreateTable
CREATE TABLE "credit_note_tax" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "credit_note_id" UUID NOT NULL,
    "seller_id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "rate_ppm" BIGINT NOT NULL,
    "base_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "reason_code" TEXT,
    "reason" TEXT,

    CONSTRAINT "credit_note_tax_pkey" PRIMARY KEY ("operator_id","billing_account_id","credit_note_id","seller_id","category","rate_ppm")
);

-- CreateTable
CREATE TABLE "credit_note_document" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "credit_note_id" UUID NOT NULL,
    "seller_id" UUID NOT NULL,
    "type_code" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "original_number" TEXT NOT NULL,
    "original_issued_on" DATE NOT NULL,

    CONSTRAINT "credit_note_document_pkey" PRIMARY KEY ("operator_id","billing_account_id","credit_note_id","seller_id")
);

-- CreateTable
CREATE TABLE "write_off" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "bill_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(6) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(6),
    "booked_on" DATE,

    CONSTRAINT "write_off_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateIndex
CREATE INDEX "credit_note_operator_id_billing_account_id_bill_id_idx" ON "credit_note"("operator_id", "billing_account_id", "bill_id");

-- CreateIndex
CREATE INDEX "credit_note_operator_id_id_idx" ON "credit_note"("operator_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "credit_note_operator_id_billing_account_id_number_key" ON "credit_note"("operator_id", "billing_account_id", "number");

-- CreateIndex
CREATE INDEX "credit_note_line_operator_id_billing_account_id_line_id_idx" ON "credit_note_line"("operator_id", "billing_account_id", "line_id");

-- CreateIndex
CREATE UNIQUE INDEX "credit_note_document_operator_id_billing_account_id_seller__key" ON "credit_note_document"("operator_id", "billing_account_id", "seller_id", "type_code", "number");

-- CreateIndex
CREATE INDEX "write_off_operator_id_billing_account_id_bill_id_idx" ON "write_off"("operator_id", "billing_account_id", "bill_id");

-- CreateIndex
CREATE INDEX "write_off_operator_id_id_idx" ON "write_off"("operator_id", "id");

-- AddForeignKey
ALTER TABLE "credit_note_line" ADD CONSTRAINT "credit_note_line_operator_id_billing_account_id_credit_not_fkey" FOREIGN KEY ("operator_id", "billing_account_id", "credit_note_id") REFERENCES "credit_note"("operator_id", "billing_account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_note_tax" ADD CONSTRAINT "credit_note_tax_operator_id_billing_account_id_credit_note_fkey" FOREIGN KEY ("operator_id", "billing_account_id", "credit_note_id") REFERENCES "credit_note"("operator_id", "billing_account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_note_document" ADD CONSTRAINT "credit_note_document_operator_id_billing_account_id_credit_fkey" FOREIGN KEY ("operator_id", "billing_account_id", "credit_note_id") REFERENCES "credit_note"("operator_id", "billing_account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A credit note is issued in the moment in which it is written, and never edited.
alter table credit_note add constraint credit_note_total_sums check (total_minor = net_minor + tax_minor);
alter table credit_note add constraint credit_note_kind check (kind in ('correction', 'goodwill', 'dispute'));
alter table credit_note_document add constraint credit_note_document_sums check (total_minor = net_minor + tax_minor);
alter table write_off add constraint write_off_kind check (kind in ('write_off', 'reversal'));
alter table write_off add constraint write_off_state check (state in ('waiting', 'booked', 'refused'));
alter table write_off add constraint write_off_decided check ((state = 'waiting') = (decided_at is null) and (state = 'booked') = (booked_on is not null));
-- One question at a time about a bill.
create unique index write_off_one_waiting on write_off (operator_id, billing_account_id, bill_id) where state = 'waiting';

-- Rows of a credit note come with it, and none is added later: what was hashed is all there is.
create function refuse_late_credit_note_part() returns trigger language plpgsql as $$
begin
  if exists (
    select from changed p
    join credit_note c on c.operator_id = p.operator_id and c.billing_account_id = p.billing_account_id and c.id = p.credit_note_id
    where c.xmin <> pg_current_xact_id()::xid) then
    raise exception '% of an issued credit note: insert refused', tg_table_name using errcode = 'restrict_violation';
  end if;
  return null;
end
$$;
do $$
declare
  t text;
begin
  foreach t in array array['credit_note', 'credit_note_line', 'credit_note_tax', 'credit_note_document'] loop
    execute format('create trigger append_only before update or delete or truncate on %I
      for each statement execute function refuse_change()', t);
    execute format('grant select, insert on %I to tributary_app, tributary_worker', t);
  end loop;
  foreach t in array array['credit_note_line', 'credit_note_tax', 'credit_note_document'] loop
    execute format('create trigger issued_is_final after insert on %I
      referencing new table as changed for each statement execute function refuse_late_credit_note_part()', t);
  end loop;
  grant select, insert, update on write_off to tributary_app, tributary_worker;
  foreach t in array array['credit_note', 'credit_note_line', 'credit_note_tax', 'credit_note_document', 'write_off'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
    execute format('create policy partner_scope on %I as restrictive using ((select scope_id(''app.partner'')) is null)', t);
  end loop;
  -- What the operator gave up to get is not for the customer's eyes.
  create policy customer_scope on write_off as restrictive using ((select scope_id('app.customer')) is null);
  foreach t in array array['credit_note', 'credit_note_line', 'credit_note_tax', 'credit_note_document'] loop
    execute format($p$
      create policy customer_scope on %I as restrictive using (
        (select scope_id('app.customer')) is null
        or exists (select from billing_account a
                   where a.operator_id = %I.operator_id and a.id = %I.billing_account_id
                     and a.customer_id = (select scope_id('app.customer')))) $p$, t, t, t);
  end loop;
end
$$;
