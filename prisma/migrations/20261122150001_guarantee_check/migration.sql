-- CreateTable
CREATE TABLE "guarantee_check" (
    "operator_id" UUID NOT NULL,
    "term_id" UUID NOT NULL,
    "cycle_id" UUID NOT NULL,
    "lines" BIGINT NOT NULL,
    "received_minor" BIGINT NOT NULL,
    "top_up_minor" BIGINT,

    CONSTRAINT "guarantee_check_pkey" PRIMARY KEY ("operator_id","term_id","cycle_id")
);

grant select, insert, update on guarantee_check to tributary_app, tributary_worker;
alter table guarantee_check enable row level security;
alter table guarantee_check force row level security;
create policy tenant on guarantee_check using (operator_id = (select scope_id('app.operator')));
create policy customer_scope on guarantee_check as restrictive using ((select scope_id('app.customer')) is null);
create policy partner_scope on guarantee_check as restrictive using ((select scope_id('app.partner')) is null);
create index guarantee_check_waiting on guarantee_check (operator_id, cycle_id) where top_up_minor is null;

-- What was topped up already is looked at already.
alter table journal no force row level security;
alter table posting no force row level security;
alter table guarantee_check no force row level security;
insert into guarantee_check (operator_id, term_id, cycle_id, lines, received_minor, top_up_minor)
  select j.operator_id, (j.details ->> 'termId')::uuid, (j.details ->> 'cycleId')::uuid, 1, (j.details ->> 'shareMinor')::int8, sum(g.credit_minor)
  from journal j
  join posting g on g.operator_id = j.operator_id and g.billing_account_id = j.billing_account_id and g.journal_id = j.id
  where j.event = 'guarantee.topped-up'
  group by j.operator_id, j.id, j.details;
alter table journal force row level security;
alter table posting force row level security;
alter table guarantee_check force row level security;
