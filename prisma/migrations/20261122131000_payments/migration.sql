-- CreateTable
CREATE TABLE "payment" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "billing_account_id" UUID,
    "state" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "reversed_minor" BIGINT NOT NULL DEFAULT 0,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "received_on" DATE NOT NULL,
    "method" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "payer_name" TEXT,
    "payer_iban" TEXT,
    "source" TEXT NOT NULL,
    "source_key" TEXT NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "matched_by" TEXT,
    "matched_at" TIMESTAMPTZ(6),

    CONSTRAINT "payment_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "payment_reversal" (
    "operator_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "reversed_on" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "source_key" TEXT NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "payment_reversal_pkey" PRIMARY KEY ("operator_id","id")
);

-- CreateTable
CREATE TABLE "refund" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "payment_id" UUID,
    "state" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "method" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "failure" TEXT,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_on" DATE,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payment_operator_id_source_key_key" ON "payment"("operator_id", "source_key");

-- CreateIndex
CREATE INDEX "payment_operator_id_received_on_id_idx" ON "payment"("operator_id", "received_on", "id");

-- CreateIndex
CREATE INDEX "payment_operator_id_billing_account_id_received_on_id_idx" ON "payment"("operator_id", "billing_account_id", "received_on", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_reversal_operator_id_source_key_key" ON "payment_reversal"("operator_id", "source_key");

-- CreateIndex
CREATE INDEX "payment_reversal_operator_id_payment_id_idx" ON "payment_reversal"("operator_id", "payment_id");

-- CreateIndex
CREATE INDEX "refund_operator_id_payment_id_idx" ON "refund"("operator_id", "payment_id");

alter table payment add constraint payment_state check (state in ('unmatched', 'received', 'partly_reversed', 'reversed'));
alter table payment add constraint payment_method check (method in ('bank_transfer', 'card', 'direct_debit', 'cash', 'other'));
alter table payment add constraint payment_source check (source in ('api', 'hand', 'bank-file', 'provider'));
alter table payment add constraint payment_account check (state <> 'unmatched' or billing_account_id is null);
-- Nobody gets back more than was paid.
alter table payment add constraint payment_amounts check (
  amount_minor > 0 and reversed_minor >= 0 and refunded_minor >= 0 and reversed_minor + refunded_minor <= amount_minor);
alter table payment_reversal add constraint payment_reversal_kind check (kind in ('chargeback', 'returned', 'mistake'));
alter table payment_reversal add constraint payment_reversal_amount check (amount_minor > 0);
alter table refund add constraint refund_state check (state in ('requested', 'paid', 'failed'));
alter table refund add constraint refund_amount check (amount_minor > 0);
-- What waits for a person, and what a sweep looks for, among millions that are done with.
create index payment_unmatched on payment (operator_id, received_on, id) where state = 'unmatched';
create index refund_requested on refund (operator_id, id) where state = 'requested';
create index account_credit_left on account_credit (operator_id, billing_account_id) where credit_minor > 0;
create index open_item_below_nothing on open_item (operator_id, billing_account_id) where open_minor < 0;
create trigger append_only before update or delete or truncate on payment_reversal
  for each statement execute function refuse_change();

grant select, insert, update on payment, refund to tributary_app, tributary_worker;
grant select, insert on payment_reversal to tributary_app, tributary_worker;
do $$
declare
  t text;
begin
  foreach t in array array['payment', 'payment_reversal', 'refund'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
    execute format('create policy partner_scope on %I as restrictive using ((select scope_id(''app.partner'')) is null)', t);
  end loop;
  foreach t in array array['payment', 'refund'] loop
    execute format($p$
      create policy customer_scope on %I as restrictive using (
        (select scope_id('app.customer')) is null
        or exists (select from billing_account a
                   where a.operator_id = %I.operator_id and a.id = %I.billing_account_id
                     and a.customer_id = (select scope_id('app.customer')))) $p$, t, t, t);
  end loop;
end
$$;
create policy customer_scope on payment_reversal as restrictive using (
  (select scope_id('app.customer')) is null
  or exists (select from payment p where p.operator_id = payment_reversal.operator_id and p.id = payment_reversal.payment_id));
