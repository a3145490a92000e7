-- What Prisma's schema cannot say: who may see which row, what may never change, and what must balance.

-- Roles. The owner migrates; web and worker log in as members of these two, which own nothing and bypass nothing.
do $$
begin
  if not exists (select from pg_roles where rolname = 'tributary_app') then
    create role tributary_app nologin nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'tributary_worker') then
    create role tributary_worker nologin nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
end
$$;

grant usage on schema public to tributary_app, tributary_worker;
grant select, insert, update, delete on all tables in schema public to tributary_app, tributary_worker;
do $$
begin
  if to_regclass('_prisma_migrations') is not null then
    revoke all on _prisma_migrations from tributary_app, tributary_worker;
  end if;
end
$$;
revoke insert, update, delete on user_account, session from tributary_worker;
revoke update, delete, truncate on journal, posting, audit_entry, outbox_event, usage_event, usage_key
  from tributary_app, tributary_worker;

-- The transaction's scope. A setting is empty text, not null, after the transaction that set it.
create function scope_id(setting text) returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting(setting, true), '')::uuid $$;

-- Tenant isolation: every table that carries operator_id, without exception (a catalogue test holds it).
do $$
declare
  t text;
begin
  for t in
    select c.table_name from information_schema.columns c
    join information_schema.tables b using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'operator_id' and b.table_type = 'BASE TABLE'
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy tenant on %I using (operator_id = (select scope_id(''app.operator'')))', t);
  end loop;
end
$$;

alter table operator enable row level security;
alter table operator force row level security;
create policy tenant on operator using (id = (select scope_id('app.operator')));
-- Schedules and checks of the books visit every operator: worker and owner may list them, and nothing else, without a tenant.
create policy schedule on operator for select to tributary_worker, current_user using (true);

-- A person sees their own memberships before a scope is chosen; a key is found by whoever holds it.
create policy own on membership for select using (user_id = (select scope_id('app.user')));
create policy holder on api_key for select
  using (key_hash = decode(nullif(current_setting('app.key_hash', true), ''), 'hex'));

-- Identity has no tenant. A session is seen by its own id or its user, a person by their own id or their address.
alter table user_account enable row level security;
alter table user_account force row level security;
create policy self on user_account using (
  id = (select scope_id('app.user')) or email = (select nullif(current_setting('app.email', true), '')));
alter table session enable row level security;
alter table session force row level security;
create policy self on session using (
  user_id = (select scope_id('app.user')) or id = (select scope_id('app.session')));

-- Inside a tenant: what a customer's or a partner's scope narrows to. No setting, no narrowing.
create policy customer_scope on billing_account as restrictive using (
  (select scope_id('app.customer')) is null or customer_id = (select scope_id('app.customer')));

do $$
declare
  t text;
begin
  -- Everything that hangs on an account follows the account.
  foreach t in array array[
    'product', 'account_discount', 'usage_event', 'usage_total', 'bill', 'partner_bill_line'] loop
    execute format($p$
      create policy customer_scope on %I as restrictive using (
        (select scope_id('app.customer')) is null
        or exists (select from billing_account a
                   where a.operator_id = %I.operator_id and a.id = %I.billing_account_id
                     and a.customer_id = (select scope_id('app.customer')))) $p$, t, t, t);
  end loop;
  -- The parts of a bill are seen by whom the bill is seen: its own customer, once it is issued.
  foreach t in array array['bill_line', 'bill_tax', 'invoice'] loop
    execute format($p$
      create policy customer_scope on %I as restrictive using (
        (select scope_id('app.customer')) is null
        or exists (select from bill b
                   where b.operator_id = %I.operator_id and b.billing_account_id = %I.billing_account_id
                     and b.id = %I.bill_id)) $p$, t, t, t, t);
  end loop;
  -- Not for customers at all: other parties' agreements, shares, books and the operator's machinery.
  foreach t in array array[
    'agreement', 'settlement_term', 'offering_chain_link', 'account_mapping', 'partner_bill', 'partner_bill_total',
    'partner_bill_issue', 'bill_run', 'bill_run_account', 'line_share', 'term_total', 'journal', 'posting', 'number_series',
    'usage_key', 'usage_suspense', 'outbox_event', 'audit_entry', 'tax_rate'] loop
    execute format($p$
      create policy customer_scope on %I as restrictive using ((select scope_id('app.customer')) is null) $p$, t);
  end loop;
  -- Not for partners at all.
  foreach t in array array[
    'account_discount', 'bill_run', 'bill_run_account', 'bill_tax', 'invoice', 'term_total', 'journal', 'number_series',
    'usage_event', 'usage_total', 'usage_key', 'outbox_event', 'audit_entry'] loop
    execute format($p$
      create policy partner_scope on %I as restrictive using ((select scope_id('app.partner')) is null) $p$, t);
  end loop;
  -- A partner's own.
  foreach t in array array['partner_bill', 'account_mapping'] loop
    execute format($p$
      create policy partner_scope on %I as restrictive using (
        (select scope_id('app.partner')) is null or partner_id = (select scope_id('app.partner'))) $p$, t);
  end loop;
  foreach t in array array['partner_bill_total', 'partner_bill_line', 'partner_bill_issue'] loop
    execute format($p$
      create policy partner_scope on %I as restrictive using (
        (select scope_id('app.partner')) is null
        or exists (select from partner_bill b
                   where b.operator_id = %I.operator_id and b.id = %I.partner_bill_id
                     and b.partner_id = (select scope_id('app.partner')))) $p$, t, t, t);
  end loop;
  foreach t in array array['line_share', 'posting'] loop
    execute format($p$
      create policy partner_scope on %I as restrictive using (
        (select scope_id('app.partner')) is null or party_id = (select scope_id('app.partner'))) $p$, t);
  end loop;
end
$$;

-- A partner sees the accounts it is mapped to or has a share in, and no other customer of the operator.
create policy partner_scope on billing_account as restrictive using (
  (select scope_id('app.partner')) is null
  or exists (select from account_mapping m where m.operator_id = billing_account.operator_id
             and m.billing_account_id = billing_account.id)
  or exists (select from line_share s where s.operator_id = billing_account.operator_id
             and s.billing_account_id = billing_account.id));

-- A party sees itself, the operator and (a partner) the parties it has an agreement with; customers see suppliers.
create policy customer_scope on party as restrictive using (
  (select scope_id('app.customer')) is null or kind <> 'customer' or id = (select scope_id('app.customer')));
create policy partner_scope on party as restrictive using (
  (select scope_id('app.partner')) is null or kind = 'operator' or id = (select scope_id('app.partner'))
  or kind = 'customer' and exists (
    select from billing_account a where a.operator_id = party.operator_id and a.customer_id = party.id)
  or exists (select from agreement g where g.operator_id = party.operator_id
             and (select scope_id('app.partner')) in (g.payer_id, g.partner_id)
             and party.id in (g.payer_id, g.partner_id)));
create policy partner_scope on agreement as restrictive using (
  (select scope_id('app.partner')) is null or (select scope_id('app.partner')) in (payer_id, partner_id));
create policy partner_scope on settlement_term as restrictive using (
  (select scope_id('app.partner')) is null
  or exists (select from agreement g where g.operator_id = settlement_term.operator_id and g.id = settlement_term.agreement_id));
create policy partner_scope on offering_chain_link as restrictive using (
  (select scope_id('app.partner')) is null
  or exists (select from agreement g where g.operator_id = offering_chain_link.operator_id
             and g.id = offering_chain_link.agreement_id));
create policy partner_scope on usage_suspense as restrictive using (
  (select scope_id('app.partner')) is null or sender_id = (select scope_id('app.partner')));
create policy partner_scope on product as restrictive using (
  (select scope_id('app.partner')) is null
  or exists (select from product_offering o where o.operator_id = product.operator_id
             and o.id = product.offering_id and o.supplier_id = (select scope_id('app.partner'))));
-- A partner sees the bills and lines in which it has a share, and no share but its own.
create policy partner_scope on bill as restrictive using (
  (select scope_id('app.partner')) is null
  or exists (select from line_share s where s.operator_id = bill.operator_id
             and s.billing_account_id = bill.billing_account_id and s.bill_id = bill.id));
create policy partner_scope on bill_line as restrictive using (
  (select scope_id('app.partner')) is null
  or exists (select from line_share s where s.operator_id = bill_line.operator_id
             and s.billing_account_id = bill_line.billing_account_id and s.bill_id = bill_line.bill_id
             and s.line_id = bill_line.id));
-- Customers see a bill once it is issued.
create policy customer_issued on bill as restrictive using (
  (select scope_id('app.customer')) is null or state = 'issued');
create policy narrowed on membership as restrictive using (
  ((select scope_id('app.customer')) is null and (select scope_id('app.partner')) is null)
  or party_id in ((select scope_id('app.customer')), (select scope_id('app.partner')))
  or user_id = (select scope_id('app.user')));
create policy narrowed on api_key as restrictive using (
  ((select scope_id('app.customer')) is null and (select scope_id('app.partner')) is null)
  or party_id in ((select scope_id('app.customer')), (select scope_id('app.partner'))));

-- The books and the trail are written once.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end
$$;
create trigger append_only before update or delete or truncate on journal
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on posting
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on outbox_event
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on usage_event
  for each statement execute function refuse_change();

-- Journals balance per currency in the statement that writes them: a journal's postings arrive together, so one
-- aggregate over the new rows decides, and nothing unbalanced can be added to an old journal later.
alter table posting add constraint posting_one_side check (
  debit_minor >= 0 and credit_minor >= 0 and (debit_minor = 0) <> (credit_minor = 0));
create function refuse_unbalanced() returns trigger language plpgsql as $$
declare
  bad record;
begin
  select journal_id, currency, sum(debit_minor) as debit, sum(credit_minor) as credit into bad
  from new_rows group by operator_id, billing_account_id, journal_id, currency
  having sum(debit_minor) <> sum(credit_minor) limit 1;
  if found then
    raise exception 'journal % does not balance in %: debit %, credit %', bad.journal_id, bad.currency, bad.debit, bad.credit
      using errcode = 'check_violation';
  end if;
  return null;
end
$$;
create trigger balanced after insert on posting
  referencing new table as new_rows for each statement execute function refuse_unbalanced();

-- What is issued is never edited.
create function refuse_issued_bill_change() returns trigger language plpgsql as $$
begin
  if old.state = 'issued' then
    raise exception 'bill % is issued: % refused', old.id, lower(tg_op) using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
create trigger issued_is_final before update or delete on bill
  for each row execute function refuse_issued_bill_change();

create function refuse_issued_part_change() returns trigger language plpgsql as $$
begin
  if exists (
    select from changed p
    join bill b on b.operator_id = p.operator_id and b.billing_account_id = p.billing_account_id and b.id = p.bill_id
    where b.state = 'issued') then
    raise exception '% of an issued bill: % refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
  end if;
  return null;
end
$$;
do $$
declare
  t text;
begin
  foreach t in array array['bill_line', 'bill_tax', 'invoice', 'line_share'] loop
    execute format('create trigger issued_is_final_insert after insert on %I
      referencing new table as changed for each statement execute function refuse_issued_part_change()', t);
    execute format('create trigger issued_is_final_update after update on %I
      referencing old table as changed for each statement execute function refuse_issued_part_change()', t);
    execute format('create trigger issued_is_final_delete after delete on %I
      referencing old table as changed for each statement execute function refuse_issued_part_change()', t);
  end loop;
end
$$;

-- A number is given once per series.
create unique index bill_number_once on bill (operator_id, billing_account_id, number) where number is not null;
create unique index invoice_number_once on invoice (operator_id, billing_account_id, seller_id, number)
  where number is not null;

-- An event waits in suspense once, however often it is sent.
create unique index usage_suspense_waits_once on usage_suspense (operator_id, sender_id, source, event_id)
  where recycled_at is null;
alter table usage_suspense add constraint usage_suspense_outcome check ((recycled_at is null) = (outcome is null));

-- At most one run of a cycle is under way, however many ask at once.
create unique index bill_run_one_active on bill_run (operator_id, cycle_id)
  where not dry_run and state in ('queued', 'running', 'paused', 'review', 'approved', 'issuing');

-- One signed agreement of two parties at a time covers a day; one price version per currency.
alter table billing_cycle add constraint billing_cycle_period check (period_from < period_to and from_at < to_at);
alter table party add constraint party_kind check (kind in ('operator', 'partner', 'customer'));
alter table agreement add constraint agreement_role check (role in ('principal', 'agent'));
alter table agreement add constraint agreement_parties check (payer_id <> partner_id);
alter table membership add constraint membership_party check ((audience = 'operator') = (party_id is null));
alter table api_key add constraint api_key_party check ((audience = 'operator') = (party_id is null));
alter table account_mapping add constraint account_mapping_level check (level in ('sub_account', 'payer'));
alter table bill add constraint bill_issued_whole check (
  state <> 'issued' or (number is not null and content_hash is not null and issued_on is not null and due_on is not null));
alter table bill add constraint bill_total_sums check (total_minor = net_minor + tax_minor);
alter table partner_bill add constraint partner_bill_lines_add_up check (
  state in ('expected', 'received', 'late', 'estimated')
  or lines_received = lines_accepted + lines_rejected + lines_duplicate);
alter table partner_bill_line add constraint partner_bill_line_accepted_whole check (
  state <> 'accepted'
  or (billing_account_id is not null and amount is not null and currency is not null and charge_category is not null
      and charge_from_at is not null and charge_to_at is not null and issue_code is null));
-- What still needs someone is found among millions of lines that do not.
create index partner_bill_line_open on partner_bill_line (operator_id, partner_bill_id, line_no) where state <> 'accepted';

-- The audit chain. The lock makes the operator's entries queue up, so each hashes the one before it.
create function append_audit(
  operator uuid, actor text, action text, entity_type text, entity_id uuid, before jsonb, after jsonb
) returns void language plpgsql as $$
declare
  head record;
  next_seq bigint;
  moment timestamptz := clock_timestamp();
  previous bytea;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit:' || operator::text, 0));
  select a.seq, a.hash into head from audit_entry a where a.operator_id = operator order by a.seq desc limit 1;
  next_seq := coalesce(head.seq, 0) + 1;
  previous := coalesce(head.hash, '\x'::bytea);
  insert into audit_entry values (
    operator, next_seq, moment, actor, action, entity_type, entity_id, before, after, previous,
    audit_hash(previous, operator, next_seq, moment, actor, action, entity_type, entity_id, before, after));
end
$$;
create function audit_hash(
  previous bytea, operator uuid, seq bigint, at timestamptz, actor text, action text, entity_type text,
  entity_id uuid, before jsonb, after jsonb
) returns bytea language sql immutable
  as $$
    select sha256(previous || convert_to(jsonb_build_array(
      operator, seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), actor, action, entity_type,
      entity_id, before, after)::text, 'UTF8'))
  $$;
