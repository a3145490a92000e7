-- DropIndex
DROP INDEX "bill_operator_id_billing_account_id_cycle_id_kind_key";

-- AlterTable
ALTER TABLE "bill" ADD COLUMN     "sequence" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "bill_run" ADD COLUMN     "bill_to" DATE,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'cycle';

-- AlterTable
ALTER TABLE "outbox_event" ADD COLUMN     "party_ids" UUID[] DEFAULT ARRAY[]::UUID[];

-- AlterTable
ALTER TABLE "usage_event" ADD COLUMN     "reverses_id" UUID;

-- AlterTable
ALTER TABLE "usage_total" ADD COLUMN     "change_count" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "late_usage" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "meter_id" UUID NOT NULL,
    "period_from" DATE NOT NULL,
    "event_count" BIGINT NOT NULL,
    "billed_event_count" BIGINT NOT NULL DEFAULT 0,
    "first_received_at" TIMESTAMPTZ(6) NOT NULL,
    "last_received_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "late_usage_pkey" PRIMARY KEY ("operator_id","billing_account_id","product_id","meter_id","period_from")
);

-- CreateTable
CREATE TABLE "usage_mapping" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "sender_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "format" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "sample" TEXT NOT NULL DEFAULT '',
    "is_current" BOOLEAN NOT NULL DEFAULT true,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "usage_mapping_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "usage_file" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "sender_id" UUID NOT NULL,
    "mapping_id" UUID,
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "compression" TEXT NOT NULL DEFAULT 'none',
    "size_bytes" BIGINT NOT NULL DEFAULT 0,
    "content_hash" BYTEA,
    "state" TEXT NOT NULL,
    "bytes_read" BIGINT NOT NULL DEFAULT 0,
    "checkpoint" JSONB NOT NULL DEFAULT '{}',
    "rows_received" BIGINT NOT NULL DEFAULT 0,
    "rows_accepted" BIGINT NOT NULL DEFAULT 0,
    "rows_duplicate" BIGINT NOT NULL DEFAULT 0,
    "rows_conflict" BIGINT NOT NULL DEFAULT 0,
    "rows_rejected" BIGINT NOT NULL DEFAULT 0,
    "rows_suspended" BIGINT NOT NULL DEFAULT 0,
    "failure" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "usage_file_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "usage_file_chunk" (
    "operator_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "usage_file_chunk_pkey" PRIMARY KEY ("operator_id","file_id","n")
);

-- CreateTable
CREATE TABLE "usage_file_row" (
    "operator_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "row_no" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "content" TEXT NOT NULL,

    CONSTRAINT "usage_file_row_pkey" PRIMARY KEY ("operator_id","file_id","row_no")
);

-- CreateTable
CREATE TABLE "usage_budget" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "product_id" UUID,
    "name" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "thresholds" INTEGER[],
    "emails" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "usage_budget_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "alert" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "product_id" UUID,
    "details" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(6),
    "seen_by" TEXT,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "mail_message" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(6),

    CONSTRAINT "mail_message_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "party_id" UUID,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "event_types" TEXT[],
    "secret_encrypted" BYTEA NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "disabled_reason" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "outbox_event_id" UUID NOT NULL,
    "party_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6),
    "response_status" INTEGER,
    "response_body" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(6),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "bill_run_chunk" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "stage" TEXT NOT NULL,
    "accounts" INTEGER NOT NULL,
    "held" INTEGER NOT NULL,
    "created" INTEGER NOT NULL,
    "updated" INTEGER NOT NULL,
    "unchanged" INTEGER NOT NULL,
    "issued" INTEGER NOT NULL,
    "totals" JSONB NOT NULL,

    CONSTRAINT "bill_run_chunk_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "account_hold" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "cycle_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "account_hold_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "usage_mapping_operator_id_sender_id_name_version_key" ON "usage_mapping"("operator_id", "sender_id", "name", "version");

-- CreateIndex
CREATE INDEX "usage_file_operator_id_sender_id_id_idx" ON "usage_file"("operator_id", "sender_id", "id");

-- CreateIndex
CREATE INDEX "alert_operator_id_created_at_id_idx" ON "alert"("operator_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "alert_operator_id_billing_account_id_kind_subject_key" ON "alert"("operator_id", "billing_account_id", "kind", "subject");

-- CreateIndex
CREATE INDEX "webhook_delivery_operator_id_outbox_event_id_idx" ON "webhook_delivery"("operator_id", "outbox_event_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_operator_id_endpoint_id_outbox_event_id_key" ON "webhook_delivery"("operator_id", "endpoint_id", "outbox_event_id");

-- CreateIndex
CREATE INDEX "bill_run_chunk_operator_id_run_id_idx" ON "bill_run_chunk"("operator_id", "run_id");

-- CreateIndex
CREATE INDEX "account_hold_operator_id_cycle_id_idx" ON "account_hold"("operator_id", "cycle_id");

-- CreateIndex
CREATE UNIQUE INDEX "bill_operator_id_billing_account_id_cycle_id_kind_sequence_key" ON "bill"("operator_id", "billing_account_id", "cycle_id", "kind", "sequence");

-- Roles, tenant isolation and narrower scopes of the new tables, as in the guards before.
do $$
declare
  t text;
begin
  foreach t in array array[
    'late_usage', 'usage_mapping', 'usage_file', 'usage_file_chunk', 'usage_file_row', 'usage_budget', 'alert', 'mail_message',
    'webhook_endpoint', 'webhook_delivery', 'bill_run_chunk', 'account_hold'] loop
    execute format('grant select, insert, update, delete on %I to tributary_app, tributary_worker', t);
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
  end loop;
  -- A customer's own accounts.
  foreach t in array array['usage_budget', 'alert'] loop
    execute format($p$
      create policy customer_scope on %I as restrictive using (
        (select scope_id('app.customer')) is null
        or exists (select from billing_account a
                   where a.operator_id = %I.operator_id and a.id = %I.billing_account_id
                     and a.customer_id = (select scope_id('app.customer')))) $p$, t, t, t);
  end loop;
  -- Not for customers at all.
  foreach t in array array[
    'late_usage', 'usage_mapping', 'usage_file', 'usage_file_chunk', 'usage_file_row', 'mail_message', 'bill_run_chunk',
    'account_hold'] loop
    execute format($p$
      create policy customer_scope on %I as restrictive using ((select scope_id('app.customer')) is null) $p$, t);
  end loop;
  -- Not for partners at all.
  foreach t in array array['late_usage', 'usage_budget', 'alert', 'mail_message', 'bill_run_chunk', 'account_hold'] loop
    execute format($p$
      create policy partner_scope on %I as restrictive using ((select scope_id('app.partner')) is null) $p$, t);
  end loop;
  -- A sender's own.
  foreach t in array array['usage_mapping', 'usage_file'] loop
    execute format($p$
      create policy partner_scope on %I as restrictive using (
        (select scope_id('app.partner')) is null or sender_id = (select scope_id('app.partner'))) $p$, t);
  end loop;
  foreach t in array array['usage_file_chunk', 'usage_file_row'] loop
    execute format($p$
      create policy partner_scope on %I as restrictive using (
        (select scope_id('app.partner')) is null
        or exists (select from usage_file f where f.operator_id = %I.operator_id and f.id = %I.file_id)) $p$, t, t, t);
  end loop;
  -- Endpoints and what was sent to them: each party its own.
  foreach t in array array['webhook_endpoint', 'webhook_delivery'] loop
    execute format($p$
      create policy partner_scope on %I as restrictive using (
        (select scope_id('app.partner')) is null or party_id = (select scope_id('app.partner'))) $p$, t);
    execute format($p$
      create policy customer_scope on %I as restrictive using (
        (select scope_id('app.customer')) is null or party_id = (select scope_id('app.customer'))) $p$, t);
  end loop;
end
$$;
revoke delete on alert, late_usage, account_hold, usage_file, usage_file_row, webhook_delivery, mail_message
  from tributary_app, tributary_worker;

-- An event is taken back once.
create unique index usage_event_reversed_once on usage_event (operator_id, billing_account_id, reverses_id)
  where reverses_id is not null;
-- What still has to be billed is found among all that has been.
create index late_usage_open on late_usage (operator_id, billing_account_id) where event_count > billed_event_count;
alter table late_usage add constraint late_usage_counts check (billed_event_count between 0 and event_count);
-- The same bytes from the same sender are one file.
create unique index usage_file_once on usage_file (operator_id, sender_id, content_hash) where state not in ('failed', 'cancelled');
alter table usage_file add constraint usage_file_rows_add_up check (
  state <> 'done'
  or rows_received = rows_accepted + rows_duplicate + rows_conflict + rows_rejected + rows_suspended);
create unique index usage_mapping_one_current on usage_mapping (operator_id, sender_id, name) where is_current;
create unique index account_hold_one_open on account_hold (operator_id, billing_account_id, cycle_id) where ended_at is null;
alter table account_hold add constraint account_hold_kind check (kind in ('hold', 'release'));
alter table account_hold add constraint account_hold_ended check ((ended_by is null) = (ended_at is null));
alter table usage_budget add constraint usage_budget_amount check (amount_minor > 0 and cardinality(thresholds) > 0);
create index webhook_delivery_due on webhook_delivery (operator_id, next_attempt_at) where state = 'waiting';

-- A run on demand bills some accounts until a day, beside the cycle's own run.
drop index bill_run_one_active;
create unique index bill_run_one_active on bill_run (operator_id, cycle_id)
  where not dry_run and kind = 'cycle' and state in ('queued', 'running', 'paused', 'review', 'approved', 'issuing');
alter table bill_run add constraint bill_run_kind check (
  kind in ('cycle', 'on_demand', 'final') and (kind = 'cycle') = (bill_to is null));
