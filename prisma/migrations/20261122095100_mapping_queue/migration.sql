-- CreateTable
CREATE TABLE "partner_bill_name" (
    "operator_id" UUID NOT NULL,
    "partner_bill_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "label" TEXT,
    "currency" TEXT NOT NULL,
    "line_count" INTEGER NOT NULL,
    "amount" DECIMAL(38,15) NOT NULL,
    "waiting_lines" INTEGER NOT NULL,
    "waiting_amount" DECIMAL(38,15) NOT NULL,

    CONSTRAINT "partner_bill_name_pkey" PRIMARY KEY ("operator_id","partner_bill_id","position")
);

-- CreateTable
CREATE TABLE "partner_bill_comparison" (
    "operator_id" UUID NOT NULL,
    "partner_bill_id" UUID NOT NULL,
    "compared_at" TIMESTAMPTZ(6) NOT NULL,
    "usage_changes" BIGINT NOT NULL,
    "tolerance_percent" DECIMAL(9,4) NOT NULL,

    CONSTRAINT "partner_bill_comparison_pkey" PRIMARY KEY ("operator_id","partner_bill_id")
);

-- CreateTable
CREATE TABLE "partner_bill_difference" (
    "operator_id" UUID NOT NULL,
    "partner_bill_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "offering_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "hub_amount" DECIMAL(38,15) NOT NULL,
    "partner_amount" DECIMAL(38,15) NOT NULL,
    "difference" DECIMAL(38,15) NOT NULL,
    "cause" TEXT NOT NULL,
    "within_tolerance" BOOLEAN NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "partner_bill_difference_pkey" PRIMARY KEY ("operator_id","partner_bill_id","billing_account_id","id")
);

-- A partner's bill is its own; customers see none of it.
do $$
declare
  t text;
begin
  foreach t in array array['partner_bill_name', 'partner_bill_comparison', 'partner_bill_difference'] loop
    execute format('grant select, insert, update, delete on %I to tributary_app, tributary_worker', t);
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
    execute format($p$
      create policy customer_scope on %I as restrictive using ((select scope_id('app.customer')) is null) $p$, t);
    execute format($p$
      create policy partner_scope on %I as restrictive using (
        (select scope_id('app.partner')) is null
        or exists (select from partner_bill b
                   where b.operator_id = %I.operator_id and b.id = %I.partner_bill_id
                     and b.partner_id = (select scope_id('app.partner')))) $p$, t, t, t);
  end loop;
end
$$;
alter table partner_bill_name add constraint partner_bill_name_kind check (
  kind in ('sub_account', 'payer', 'no_account', 'service', 'tax_code'));
create index partner_bill_name_waiting on partner_bill_name (operator_id, partner_bill_id) where waiting_lines > 0;

-- Names of the bills that are there already.
insert into partner_bill_name (operator_id, partner_bill_id, position, kind, name, label, currency, line_count, amount, waiting_lines, waiting_amount)
select operator_id, partner_bill_id, row_number() over (partition by operator_id, partner_bill_id order by kind, name, currency),
  kind, name, max(label), currency, sum(lines), sum(amount), sum(waiting_lines), sum(waiting_amount)
from (
  select l.operator_id, l.partner_bill_id, n.kind, n.name, n.label, l.currency, 1 as lines, l.amount,
    coalesce((n.code = l.issue_code)::int, 0) as waiting_lines, case when n.code = l.issue_code then l.amount else 0 end as waiting_amount
  from partner_bill_line l
  cross join lateral (values
    (case when l.external_account is not null then 'sub_account' when l.external_payer is not null then 'payer' else 'no_account' end,
      coalesce(l.external_account, l.external_payer, ''), l.external_name, 'unknown_account'),
    ('service', l.service, null, 'unknown_product'), ('tax_code', l.tax_code, null, 'unknown_tax_code')
  ) as n(kind, name, label, code)
  where n.name is not null and l.amount is not null and l.currency is not null and (l.state = 'accepted'
    or l.issue_code in ('unknown_account', 'unknown_product', 'unknown_tax_code', 'currency_mismatch'))
) line
group by operator_id, partner_bill_id, kind, name, currency;
