-- AlterTable
ALTER TABLE "agreement" ADD COLUMN     "dispute_decision" TEXT NOT NULL DEFAULT 'operator';

-- CreateTable
CREATE TABLE "dispute_policy" (
    "operator_id" UUID NOT NULL,
    "answer_working_days" INTEGER NOT NULL,
    "remind_working_days" INTEGER NOT NULL,

    CONSTRAINT "dispute_policy_pkey" PRIMARY KEY ("operator_id")
);

-- CreateTable
CREATE TABLE "dispute" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "bill_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "partner_id" UUID,
    "state" TEXT NOT NULL,
    "raised_by" TEXT NOT NULL,
    "reason_code" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "disputed_minor" BIGINT NOT NULL,
    "parts" JSONB NOT NULL,
    "answer" TEXT,
    "answered_minor" BIGINT,
    "accepted_minor" BIGINT,
    "raised_at" TIMESTAMPTZ(6) NOT NULL,
    "answer_due_at" TIMESTAMPTZ(6),
    "remind_at" TIMESTAMPTZ(6),
    "answered_at" TIMESTAMPTZ(6),
    "escalated_at" TIMESTAMPTZ(6),
    "decided_at" TIMESTAMPTZ(6),
    "credit_note_id" UUID,

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "dispute_entry" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "dispute_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "party_id" UUID,
    "author" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "amount_minor" BIGINT,
    "written_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "dispute_entry_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "dispute_evidence" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "dispute_id" UUID NOT NULL,
    "audience" TEXT NOT NULL,
    "party_id" UUID,
    "author" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" BYTEA NOT NULL,
    "content" BYTEA NOT NULL,
    "added_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "dispute_evidence_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateIndex
CREATE INDEX "dispute_operator_id_raised_at_id_idx" ON "dispute"("operator_id", "raised_at", "id");

-- CreateIndex
CREATE INDEX "dispute_operator_id_partner_id_raised_at_idx" ON "dispute"("operator_id", "partner_id", "raised_at");

-- CreateIndex
CREATE INDEX "dispute_operator_id_billing_account_id_bill_id_idx" ON "dispute"("operator_id", "billing_account_id", "bill_id");

-- CreateIndex
CREATE INDEX "dispute_operator_id_number_idx" ON "dispute"("operator_id", "number");

-- CreateIndex
CREATE INDEX "dispute_entry_operator_id_billing_account_id_dispute_id_idx" ON "dispute_entry"("operator_id", "billing_account_id", "dispute_id");

-- CreateIndex
CREATE UNIQUE INDEX "dispute_evidence_same_file" ON "dispute_evidence"("operator_id", "billing_account_id", "dispute_id", "sha256");

-- What waits for a partner is few among all that ever were.
create index dispute_waiting on dispute (operator_id, answer_due_at) where state = 'with_partner';
alter table dispute add constraint dispute_amounts check (
  disputed_minor > 0 and coalesce(answered_minor, 0) between 0 and disputed_minor
  and coalesce(accepted_minor, 0) between 0 and disputed_minor);
alter table dispute add constraint dispute_decided check (
  (decided_at is not null) = (state in ('accepted', 'part_accepted', 'rejected', 'withdrawn')));
alter table dispute_evidence add constraint dispute_evidence_size check (
  size_bytes = length(content) and size_bytes between 1 and 5242880);
-- Who said what and when is evidence itself.
create trigger append_only before update or delete or truncate on dispute_entry
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on dispute_evidence
  for each statement execute function refuse_change();

grant select, insert, update on dispute, dispute_policy to tributary_app, tributary_worker;
grant select, insert on dispute_entry, dispute_evidence to tributary_app, tributary_worker;
do $$
declare
  t text;
begin
  foreach t in array array['dispute', 'dispute_policy', 'dispute_entry', 'dispute_evidence'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
  end loop;
  -- A case is seen by the account's customer and by the partner whose line it is; what belongs to it by whom it is seen.
  foreach t in array array['dispute', 'dispute_entry', 'dispute_evidence'] loop
    execute format($p$
      create policy customer_scope on %I as restrictive using (
        (select scope_id('app.customer')) is null
        or exists (select from billing_account a
                   where a.operator_id = %I.operator_id and a.id = %I.billing_account_id
                     and a.customer_id = (select scope_id('app.customer')))) $p$, t, t, t);
  end loop;
  create policy partner_scope on dispute as restrictive using (
    (select scope_id('app.partner')) is null or partner_id = (select scope_id('app.partner')));
  foreach t in array array['dispute_entry', 'dispute_evidence'] loop
    execute format($p$
      create policy partner_scope on %I as restrictive using (
        (select scope_id('app.partner')) is null
        or exists (select from dispute d
                   where d.operator_id = %I.operator_id and d.billing_account_id = %I.billing_account_id
                     and d.id = %I.dispute_id and d.partner_id = (select scope_id('app.partner')))) $p$, t, t, t, t);
  end loop;
  create policy customer_scope on dispute_policy as restrictive using ((select scope_id('app.customer')) is null);
  create policy partner_scope on dispute_policy as restrictive using ((select scope_id('app.partner')) is null);
end
$$;
