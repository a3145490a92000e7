-- DropIndex
DROP INDEX "partner_bill_operator_id_partner_id_content_hash_key";

-- CreateTable
CREATE TABLE "partner_bill_change" (
    "operator_id" UUID NOT NULL,
    "partner_bill_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "line_no" INTEGER,
    "earlier_line_no" INTEGER,

    CONSTRAINT "partner_bill_change_pkey" PRIMARY KEY ("operator_id","partner_bill_id","position")
);

-- CreateTable
CREATE TABLE "corrected_account" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "original_id" UUID NOT NULL,
    "partner_id" UUID NOT NULL,

    CONSTRAINT "corrected_account_pkey" PRIMARY KEY ("operator_id","billing_account_id","original_id")
);

-- A correction may go back to what a replaced bill said; of the bills that stand no two say the same.
create unique index partner_bill_content_once on partner_bill (operator_id, partner_id, content_hash) where state <> 'replaced';
create index partner_bill_content on partner_bill (operator_id, partner_id, content_hash);

do $$
declare
  t text;
begin
  foreach t in array array['partner_bill_change', 'corrected_account'] loop
    execute format('grant select, insert, update, delete on %I to tributary_app, tributary_worker', t);
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
    execute format($p$
      create policy customer_scope on %I as restrictive using ((select scope_id('app.customer')) is null) $p$, t);
  end loop;
end
$$;
create policy partner_scope on corrected_account as restrictive using (
  (select scope_id('app.partner')) is null or partner_id = (select scope_id('app.partner')));
create policy partner_scope on partner_bill_change as restrictive using (
  (select scope_id('app.partner')) is null
  or exists (select from partner_bill b where b.operator_id = partner_bill_change.operator_id
             and b.id = partner_bill_change.partner_bill_id and b.partner_id = (select scope_id('app.partner'))));
alter table partner_bill_change add constraint partner_bill_change_kind check (
  (kind = 'added' and line_no is not null and earlier_line_no is null)
  or (kind = 'removed' and line_no is null and earlier_line_no is not null)
  or (kind = 'changed' and line_no is not null and earlier_line_no is not null));
