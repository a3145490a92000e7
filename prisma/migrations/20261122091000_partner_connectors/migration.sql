-- CreateTable
CREATE TABLE "partner_connector" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "partner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "secret_encrypted" BYTEA,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "tested_at" TIMESTAMPTZ(6),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "partner_connector_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "connector_pull" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connector_id" UUID NOT NULL,
    "cycle_id" UUID,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "code" TEXT,
    "message" TEXT,
    "charges" INTEGER NOT NULL DEFAULT 0,
    "partner_bill_id" UUID,
    "summary" JSONB,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "finished_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "connector_pull_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "partner_connector_operator_id_partner_id_name_key" ON "partner_connector"("operator_id", "partner_id", "name");

-- CreateIndex
CREATE INDEX "connector_pull_operator_id_connector_id_started_at_idx" ON "connector_pull"("operator_id", "connector_id", "started_at");

-- Roles, tenant isolation and narrower scopes, as for the other tables: a partner sees its own, a customer none.
do $$
declare
  t text;
begin
  foreach t in array array['partner_connector', 'connector_pull'] loop
    execute format('grant select, insert, update on %I to tributary_app, tributary_worker', t);
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
    execute format($p$
      create policy customer_scope on %I as restrictive using ((select scope_id('app.customer')) is null) $p$, t);
  end loop;
end
$$;
create policy partner_scope on partner_connector as restrictive using (
  (select scope_id('app.partner')) is null or partner_id = (select scope_id('app.partner')));
create policy partner_scope on connector_pull as restrictive using (
  (select scope_id('app.partner')) is null
  or exists (select from partner_connector c where c.operator_id = connector_pull.operator_id
             and c.id = connector_pull.connector_id));
alter table partner_connector add constraint partner_connector_state check (state in ('draft', 'live', 'paused'));
-- What goes live has been tried.
alter table partner_connector add constraint partner_connector_tested check (state <> 'live' or tested_at is not null);
alter table connector_pull add constraint connector_pull_outcome check (outcome in ('done', 'empty', 'failed'));
