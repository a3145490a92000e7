-- AlterTable
ALTER TABLE "usage_suspense" ADD COLUMN     "history" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "last_tried_at" TIMESTAMPTZ(6),
ADD COLUMN     "meter" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "quantity" DECIMAL(38,15) NOT NULL DEFAULT 0,
ADD COLUMN     "repaired_body" JSONB,
ADD COLUMN     "subject" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "tries" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "suspense_recycle" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "sender_id" UUID,
    "filter" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "events_total" BIGINT NOT NULL,
    "last_id" UUID NOT NULL,
    "cursor_id" UUID,
    "tried" BIGINT NOT NULL DEFAULT 0,
    "accepted" BIGINT NOT NULL DEFAULT 0,
    "duplicate" BIGINT NOT NULL DEFAULT 0,
    "conflict" BIGINT NOT NULL DEFAULT 0,
    "rejected" BIGINT NOT NULL DEFAULT 0,
    "still_waiting" BIGINT NOT NULL DEFAULT 0,
    "failure" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "suspense_recycle_pkey" PRIMARY KEY ("operator_id","id")
);

-- What an event says once it is repaired stands beside it in columns, to filter and to sum by. The owner is held to the
-- policies too, so they are lifted for the one update.
alter table usage_suspense no force row level security;
update usage_suspense set subject = body ->> 'subject', meter = body ->> 'meter', quantity = (body ->> 'quantity')::numeric;
alter table usage_suspense force row level security;
alter table usage_suspense alter column subject drop default, alter column meter drop default,
  alter column quantity drop default;

-- What waits is found, grouped and summed among all that ever waited.
create index usage_suspense_waiting_latest on usage_suspense (operator_id, received_at, id) where recycled_at is null;
create index usage_suspense_waiting_groups on usage_suspense (operator_id, reason, sender_id, meter, subject)
  include (quantity, received_at) where recycled_at is null;
-- Events arrive in the order of their time, so a few pages tell what came in lately.
create index usage_event_received on usage_event using brin (received_at);

alter table suspense_recycle add constraint suspense_recycle_state check (state in ('waiting', 'running', 'done', 'failed'));
alter table suspense_recycle add constraint suspense_recycle_adds_up check (
  tried = accepted + duplicate + conflict + rejected + still_waiting);
grant select, insert, update on suspense_recycle to tributary_app, tributary_worker;
alter table suspense_recycle enable row level security;
alter table suspense_recycle force row level security;
create policy tenant on suspense_recycle using (operator_id = (select scope_id('app.operator')));
create policy customer_scope on suspense_recycle as restrictive using ((select scope_id('app.customer')) is null);
create policy partner_scope on suspense_recycle as restrictive using (
  (select scope_id('app.partner')) is null or sender_id = (select scope_id('app.partner')));
