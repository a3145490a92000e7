-- CreateTable
CREATE TABLE "payment_method" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "instructions" TEXT NOT NULL DEFAULT '',
    "provider" TEXT,
    "base_url" TEXT,
    "secrets" BYTEA,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "payment_method_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "payment_session" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "method_id" UUID NOT NULL,
    "bill_id" UUID,
    "state" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "reference" TEXT NOT NULL,
    "provider_ref" TEXT,
    "page_url" TEXT,
    "failure" TEXT,
    "payment_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "payment_session_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateTable
CREATE TABLE "payment_provider_event" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "method_id" UUID NOT NULL,
    "event_key" TEXT NOT NULL,
    "session_id" UUID NOT NULL,
    "event" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "outcome" TEXT NOT NULL,
    "code" TEXT,
    "message" TEXT,

    CONSTRAINT "payment_provider_event_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateIndex
CREATE INDEX "payment_session_operator_id_created_at_id_idx" ON "payment_session"("operator_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_provider_event_operator_id_method_id_event_key_key" ON "payment_provider_event"("operator_id", "method_id", "event_key");

-- CreateIndex
CREATE INDEX "payment_provider_event_operator_id_session_id_idx" ON "payment_provider_event"("operator_id", "session_id");

alter table payment_method add constraint payment_method_kind check (kind in ('bank_transfer', 'card', 'direct_debit', 'cash', 'other'));
alter table payment_method add constraint payment_method_provider check (
  provider is null and base_url is null and secrets is null
  or provider = 'hosted-page' and base_url is not null and secrets is not null);
alter table payment_session add constraint payment_session_state check (state in ('opening', 'open', 'succeeded', 'failed'));
alter table payment_session add constraint payment_session_amount check (amount_minor > 0);
alter table payment_provider_event add constraint payment_provider_event_outcome check (outcome in ('waiting', 'done', 'ignored', 'refused'));

grant select, insert, update on payment_method, payment_session, payment_provider_event to tributary_app, tributary_worker;
do $$
declare
  t text;
begin
  foreach t in array array['payment_method', 'payment_session', 'payment_provider_event'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
    execute format('create policy partner_scope on %I as restrictive using ((select scope_id(''app.partner'')) is null)', t);
  end loop;
end
$$;
create policy customer_scope on payment_session as restrictive using (
  (select scope_id('app.customer')) is null
  or exists (select from billing_account a
             where a.operator_id = payment_session.operator_id and a.id = payment_session.billing_account_id
               and a.customer_id = (select scope_id('app.customer'))));
create policy customer_scope on payment_provider_event as restrictive using ((select scope_id('app.customer')) is null);

-- A provider that calls back is found by whoever knows its address; the signature that proves the sender is checked with what is found.
-- Nothing but its own row is seen so.
create policy address on payment_method for select
  using (provider is not null and id = (select scope_id('app.payment_method')));
create function payment_provider(method text) returns setof payment_method
  language plpgsql
  as $$
begin
  perform set_config('app.payment_method', method, true);
  return query select * from payment_method m where m.id = method::uuid and m.provider is not null;
end
$$;
