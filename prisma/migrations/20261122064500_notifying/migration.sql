-- AlterTable
ALTER TABLE "alert" ADD COLUMN     "operator_seen_at" TIMESTAMPTZ(6),
ADD COLUMN     "operator_seen_by" TEXT;

-- AlterTable
ALTER TABLE "mail_message" ADD COLUMN     "next_attempt_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "outbox_event" ADD COLUMN     "tx_id" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;

-- AlterTable
ALTER TABLE "usage_budget" ADD COLUMN     "checked_at" TIMESTAMPTZ(6),
ADD COLUMN     "checked_mark" TEXT;

-- AlterTable
ALTER TABLE "webhook_delivery" ADD COLUMN     "entity_id" UUID NOT NULL,
ADD COLUMN     "event_type" TEXT NOT NULL,
ADD COLUMN     "failure" TEXT,
ADD COLUMN     "last_attempt_at" TIMESTAMPTZ(6);

-- AlterTable
ALTER TABLE "webhook_endpoint" ADD COLUMN     "cursor_id" UUID,
ADD COLUMN     "cursor_tx" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "paused_until" TIMESTAMPTZ(6),
ADD COLUMN     "previous_secret_encrypted" BYTEA,
ADD COLUMN     "previous_secret_until" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "usage_day" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "meter_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "quantity" DECIMAL(38,15) NOT NULL,
    "maximum" DECIMAL(38,15) NOT NULL,
    "event_count" BIGINT NOT NULL,

    CONSTRAINT "usage_day_pkey" PRIMARY KEY ("operator_id","billing_account_id","product_id","meter_id","day")
);

-- CreateTable
CREATE TABLE "usage_watch" (
    "operator_id" UUID NOT NULL,
    "rolled_to" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "usage_watch_pkey" PRIMARY KEY ("operator_id")
);

-- CreateTable
CREATE TABLE "partner_accrual" (
    "operator_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "cycle_spec_id" UUID NOT NULL,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "accounts" INTEGER NOT NULL,
    "billed_minor" BIGINT NOT NULL,
    "share_minor" BIGINT NOT NULL,
    "computed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "partner_accrual_pkey" PRIMARY KEY ("operator_id","party_id","cycle_spec_id","period_from","currency")
);

-- CreateIndex
CREATE INDEX "outbox_event_operator_id_tx_id_id_idx" ON "outbox_event"("operator_id", "tx_id", "id");

-- CreateIndex
CREATE INDEX "webhook_delivery_operator_id_endpoint_id_id_idx" ON "webhook_delivery"("operator_id", "endpoint_id", "id");

-- Roles, tenant isolation and narrower scopes of the new tables, as in the guards before.
do $$
declare
  t text;
begin
  foreach t in array array['usage_day', 'usage_watch', 'partner_accrual'] loop
    execute format('grant select, insert, update, delete on %I to tributary_app, tributary_worker', t);
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
  end loop;
end
$$;
create policy customer_scope on usage_day as restrictive using (
  (select scope_id('app.customer')) is null
  or exists (select from billing_account a where a.operator_id = usage_day.operator_id
             and a.id = usage_day.billing_account_id and a.customer_id = (select scope_id('app.customer'))));
create policy partner_scope on usage_day as restrictive using ((select scope_id('app.partner')) is null);
create policy customer_scope on usage_watch as restrictive using ((select scope_id('app.customer')) is null);
create policy partner_scope on usage_watch as restrictive using ((select scope_id('app.partner')) is null);
create policy customer_scope on partner_accrual as restrictive using ((select scope_id('app.customer')) is null);
create policy partner_scope on partner_accrual as restrictive using (
  (select scope_id('app.partner')) is null or party_id = (select scope_id('app.partner')));

-- What nobody has seen is counted on every page, among all that has been.
create index alert_unseen on alert (operator_id, billing_account_id, id) where seen_at is null;
create index alert_unseen_by_operator on alert (operator_id, id) where operator_seen_at is null;
create index mail_message_due on mail_message (operator_id, next_attempt_at) where state = 'waiting';
-- What waits is sent in order: per endpoint and thing, one after the other.
create index webhook_delivery_order on webhook_delivery (operator_id, endpoint_id, entity_id, id) where state = 'waiting';
alter table webhook_delivery add constraint webhook_delivery_state check (state in ('waiting', 'delivered', 'failed', 'cancelled'));
alter table webhook_endpoint add constraint webhook_endpoint_state check (state in ('active', 'disabled'));
alter table mail_message add constraint mail_message_state check (state in ('waiting', 'sent', 'failed'));
