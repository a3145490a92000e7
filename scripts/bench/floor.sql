-- The leanest set-based SQL that writes what a bill run and its issue write, for the accounts of the volume world alone: no
-- checks, no diff against what is there, no digests, one transaction a stage. It shares no code with the product and is measured
-- against it; the sums of both must agree. :names are filled in by scripts/bench/bill-run/floor.ts.

-- stage: rate
set local work_mem = '256MB';
-- The rows were written a moment ago and have no statistics: without this the planner takes nested loops, six times as slow.
set local enable_nestloop = off;
with price as materialized (
  select p.id as price_id, p.key, p.name, p.plan ->> 'kind' as kind, p.plan ->> 'model' as model,
    (p.plan ->> 'amount')::numeric as amount, (p.plan ->> 'unitPrice')::numeric as unit_price,
    (p.plan #>> '{tiers,0,upTo}')::numeric as up_to, (p.plan #>> '{tiers,0,unitPrice}')::numeric as unit_price_1,
    (p.plan #>> '{tiers,0,flatFee}')::numeric as flat_fee_1, (p.plan #>> '{tiers,1,unitPrice}')::numeric as unit_price_2,
    o.id as offering_id, o.supplier_id, o.supplier_id = s.party_id as own, s.party_id as operator_party_id, o.tax_class,
    c.agreement_id, t.id as term_id, (t.terms ->> 'ratePercent')::numeric as percent
  from product_offering_price p
  join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id
  join operator s on s.id = p.operator_id
  left join offering_chain_link c on c.operator_id = o.operator_id and c.offering_id = o.id
  left join settlement_term t on t.operator_id = c.operator_id and t.agreement_id = c.agreement_id
  where p.operator_id = :operator
), cycle as materialized (
  select id, spec_id, period_from, period_to, period_to - period_from as days from billing_cycle
  where operator_id = :operator and id = :cycle
), rated as (
  select p.billing_account_id, p.id as product_id, r.*, c.period_from, c.period_to, c.days, coalesce(u.change_count, 0) as changes,
    case when r.kind = 'usage' then u.quantity when r.model = 'flat' then 1 else p.quantity end as quantity,
    case r.model
      when 'flat' then r.amount
      when 'per_unit' then r.unit_price * case when r.kind = 'usage' then u.quantity else p.quantity end
      else r.flat_fee_1 + r.unit_price_1 * least(u.quantity, r.up_to) + r.unit_price_2 * greatest(u.quantity - r.up_to, 0)
    end as exact
  from cycle c
  join product p on p.operator_id = :operator
  join price r on r.price_id = p.price_ids[1]
  left join usage_total u on u.operator_id = p.operator_id and u.billing_account_id = p.billing_account_id
    and u.product_id = p.id and u.period_from = c.period_from
), line as materialized (
  select *, uuidv7() as line_id, round(exact * 100)::int8 as amount_minor,
    (row_number() over (partition by billing_account_id order by own desc, product_id))::int4 - 1 as position
  from rated where kind = 'recurring' or exact <> 0
), head as materialized (
  select billing_account_id, uuidv7() as bill_id, sum(amount_minor)::int8 as net_minor,
    round(sum(amount_minor) * 0.23)::int8 as tax_minor, sum(changes)::int8 as changes
  from line group by billing_account_id
), run_account as (
  insert into bill_run_account (operator_id, billing_account_id, run_id, state, change, total_minor, usage_event_count, issues)
  select :operator, billing_account_id, :run, 'done', 'created', net_minor + tax_minor, changes, '[]' from head
), parties as materialized (
  select s.party_id as seller_id,
    jsonb_build_object(s.party_id, jsonb_build_object('name', o.name, 'slug', o.slug, 'vatId', o.vat_id, 'address', o.address,
      'country', o.country, 'legalName', o.legal_name)) as sellers,
    (select jsonb_object_agg(p.id, jsonb_build_object('name', p.name, 'slug', p.slug))
     from party p where p.operator_id = s.id and p.id in (select supplier_id from price)) as suppliers
  from operator s join party o on o.operator_id = s.id and o.id = s.party_id
  where s.id = :operator
), bills as (
  insert into bill (operator_id, billing_account_id, id, cycle_id, run_id, state, period_from, period_to, currency, net_minor,
    tax_minor, total_minor, amount_due_minor, draft_hash, shares_hash, parties)
  select :operator, h.billing_account_id, h.bill_id, c.id, :run, 'draft', c.period_from, c.period_to, a.currency, h.net_minor,
    h.tax_minor, h.net_minor + h.tax_minor, h.net_minor + h.tax_minor, decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'),
    jsonb_build_object('buyer', jsonb_build_object('name', y.name, 'vatId', a.vat_id, 'address', a.address, 'country', a.country,
        'language', a.language, 'legalName', y.legal_name, 'isBusiness', a.is_business, 'accountName', a.name,
        'accountNumber', a.number), 'sellers', p.sellers, 'suppliers', p.suppliers)
  from head h
  join billing_account a on a.operator_id = :operator and a.id = h.billing_account_id
  join party y on y.operator_id = a.operator_id and y.id = a.customer_id, cycle c, parties p
), lines as (
  insert into bill_line (operator_id, billing_account_id, id, bill_id, position, line_key, supplier_id, supplier_role, seller_id,
    product_id, offering_id, price_id, agreement_id, kind, source_mode, description, period_from, period_to, quantity, unit,
    exact, amount_minor, tax_class, tax_category, tax_rate_ppm, steps)
  select :operator, l.billing_account_id, l.line_id, h.bill_id, l.position, l.product_id || ':' || l.key || ':' || l.period_from,
    l.supplier_id, case when l.own then 'operator' else 'principal' end, l.operator_party_id, l.product_id, l.offering_id,
    l.price_id, l.agreement_id, l.kind, case when l.own then 'own' else 'hub' end, l.name, l.period_from, l.period_to, l.quantity,
    case when l.kind = 'usage' then 'u' end, l.exact, l.amount_minor, l.tax_class, 'S', 230000,
    case l.model
      when 'flat' then jsonb_build_array(jsonb_build_object('code', 'flat', 'amount', trim_scale(l.exact)::text))
      when 'per_unit' then jsonb_build_array(jsonb_build_object('code', 'per_unit', 'result', trim_scale(l.exact)::text,
        'quantity', trim_scale(l.quantity)::text, 'unitPrice', trim_scale(l.unit_price)::text))
      else jsonb_build_array(jsonb_build_object('code', 'graduated_tier', 'from', '0', 'tier', '1', 'upTo', trim_scale(l.up_to)::text,
          'result', trim_scale(l.flat_fee_1 + l.unit_price_1 * least(l.quantity, l.up_to))::text, 'flatFee',
          trim_scale(l.flat_fee_1)::text, 'quantity', trim_scale(least(l.quantity, l.up_to))::text, 'unitPrice',
          trim_scale(l.unit_price_1)::text))
        || case when l.quantity > l.up_to
          then jsonb_build_array(jsonb_build_object('code', 'graduated_tier', 'from', trim_scale(l.up_to)::text, 'tier', '2', 'upTo',
            '', 'result', trim_scale(l.unit_price_2 * (l.quantity - l.up_to))::text, 'flatFee', '0', 'quantity',
            trim_scale(l.quantity - l.up_to)::text, 'unitPrice', trim_scale(l.unit_price_2)::text),
            jsonb_build_object('code', 'sum', 'result', trim_scale(l.exact)::text))
          else '[]' end
    end || case when l.kind = 'recurring'
      then jsonb_build_array(jsonb_build_object('code', 'proration', 'amount', trim_scale(l.exact)::text, 'result',
        trim_scale(l.exact)::text, 'activeDays', l.days::text, 'periodDays', l.days::text))
      else '[]' end || case when l.exact * 100 <> l.amount_minor
      then jsonb_build_array(jsonb_build_object('code', 'rounded', 'exact', trim_scale(l.exact)::text, 'result',
        (l.amount_minor * 0.01)::text, 'currency', 'EUR'))
      else '[]' end
  from line l join head h using (billing_account_id)
), taxes as (
  insert into bill_tax (operator_id, billing_account_id, bill_id, seller_id, category, rate_ppm, base_minor, tax_minor)
  select :operator, h.billing_account_id, h.bill_id, p.seller_id, 'S', 230000, h.net_minor, h.tax_minor from head h, parties p
), invoices as (
  insert into invoice (operator_id, billing_account_id, id, bill_id, seller_id, type_code, net_minor, tax_minor, total_minor)
  select :operator, h.billing_account_id, uuidv7(), h.bill_id, p.seller_id, '380', h.net_minor, h.tax_minor, h.net_minor + h.tax_minor
  from head h, parties p
), share as (
  select l.*, h.bill_id, round(l.amount_minor * l.percent / 100)::int8 as earned_minor
  from line l join head h using (billing_account_id)
)
insert into line_share (operator_id, billing_account_id, bill_id, line_id, party_id, cycle_id, agreement_id, term_id,
  amount_minor, steps)
select :operator, billing_account_id, bill_id, line_id, operator_party_id, :cycle, null, null,
  amount_minor - coalesce(earned_minor, 0),
  case when own then '[]' else jsonb_build_array(jsonb_build_object('code', 'share_kept', 'result',
    ((amount_minor - earned_minor) * 0.01)::text, 'passedOn', (earned_minor * 0.01)::text, 'received', (amount_minor * 0.01)::text)) end
from share
union all
select :operator, billing_account_id, bill_id, line_id, supplier_id, :cycle, agreement_id, term_id, earned_minor,
  jsonb_build_array(jsonb_build_object('code', 'share_percentage', 'amount', (amount_minor * 0.01)::text, 'result',
    (earned_minor * 0.01)::text, 'percent', trim_scale(percent)::text))
from share where not own;

-- stage: issue
set local work_mem = '256MB';
set local enable_nestloop = off;
-- Invoices first: a part of an issued bill is never changed.
update invoice i set number = 'INV-' || n.number, issued_on = :issued_on
from (
  select billing_account_id, id, lpad((row_number() over (order by billing_account_id))::text, 6, '0') as number
  from bill where operator_id = :operator and run_id = :run) n
where i.operator_id = :operator and i.billing_account_id = n.billing_account_id and i.bill_id = n.id;

with series as (
  insert into number_series (operator_id, party_id, series, prefix, last_number)
  select s.id, s.party_id, v.series, v.prefix, (select count(*) from bill where operator_id = s.id and run_id = :run)
  from operator s, (values ('bill', 'B-'), ('invoice', 'INV-')) v(series, prefix) where s.id = :operator
), numbered as materialized (
  select b.billing_account_id, b.id, b.currency, b.total_minor, b.tax_minor, a.customer_id, a.payment_terms_days,
    uuidv7() as journal_id, lpad((row_number() over (order by b.billing_account_id))::text, 6, '0') as number
  from bill b join billing_account a on a.operator_id = b.operator_id and a.id = b.billing_account_id
  where b.operator_id = :operator and b.run_id = :run
), bills as (
  update bill b set state = 'issued', number = 'B-' || n.number, content_hash = decode(repeat('00', 32), 'hex'),
    issued_on = :issued_on, due_on = :issued_on::date + n.payment_terms_days
  from numbered n
  where b.operator_id = :operator and b.billing_account_id = n.billing_account_id and b.id = n.id
), run_account as (
  update bill_run_account set state = 'issued' where operator_id = :operator and run_id = :run
), journals as (
  insert into journal (operator_id, billing_account_id, id, event, source_id, bill_id, booked_on)
  select :operator, billing_account_id, journal_id, 'bill.issued', id, id, :issued_on from numbered
), open_items as (
  insert into open_item (operator_id, billing_account_id, bill_id, currency, issued_on, due_on, total_minor, open_minor)
  select :operator, billing_account_id, id, currency, :issued_on, :issued_on::date + payment_terms_days, total_minor, total_minor
  from numbered
), earned as materialized (
  select billing_account_id, party_id, sum(amount_minor)::int8 as amount_minor from line_share
  where operator_id = :operator and cycle_id = :cycle group by billing_account_id, party_id
), postings as (
  insert into posting (operator_id, billing_account_id, journal_id, position, account, party_id, currency, debit_minor, credit_minor)
  select :operator, n.billing_account_id, n.journal_id, 0, 'receivable', n.customer_id, n.currency, n.total_minor, 0 from numbered n
  union all
  select :operator, n.billing_account_id, n.journal_id, 1, 'tax_payable', s.party_id, n.currency, 0, n.tax_minor
  from numbered n, operator s where s.id = :operator and n.tax_minor <> 0
  union all
  select :operator, n.billing_account_id, n.journal_id, case when e.party_id = s.party_id then 2 else 3 end,
    case when e.party_id = s.party_id then 'operator_revenue' else 'partner_payable' end, e.party_id, n.currency, 0, e.amount_minor
  from numbered n join earned e using (billing_account_id), operator s where s.id = :operator and e.amount_minor <> 0
)
insert into outbox_event (operator_id, id, type, entity_type, entity_id, payload)
select :operator, uuidv7(), 'bill.issued', 'bill', id,
  jsonb_build_object('number', 'B-' || number, 'issuedOn', :issued_on, 'billingAccountId', billing_account_id)
from numbered;
