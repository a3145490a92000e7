/*
 * What each bill of a rhythm must have of each partner, in minor units, by SQL that knows nothing of how the hub works it out: from
 * the rows that partners sent, from products, prices and usage. $1 is the rhythm; bills were run eight hours after their cut-off, and what had come
 * by then counts. Both answer rows of what is not so; none means that every bill is right to the cent.
 */

const CYCLES = `
  cycle as (
    select c.id, c.n, c.from_at, c.to_at, c.period_from, c.cut_off_at + interval '8 hours' as at
    from billing_cycle c
    where c.spec_id = $1::uuid and exists (select from bill b where b.cycle_id = c.id)),
  billed as (
    select b.cycle_id, b.billing_account_id, l.supplier_id, y.rating_mode, sum(l.amount_minor) as minor
    from bill b
    join bill_line l on l.billing_account_id = b.billing_account_id and l.bill_id = b.id and l.kind <> 'discount'
    left join party y on y.id = l.supplier_id
    where b.cycle_id in (select id from cycle) group by 1, 2, 3, 4)`;

const COMPARED = `
  select a.number, p.name as supplier, c.period_from::text as "from", coalesce(e.minor, 0)::text as expected,
    coalesce(l.minor, 0)::text as billed, count(*) filter (where e.minor <> 0) over ()::int as compared
  from expected e
  full join mine l using (cycle_id, billing_account_id, supplier_id)
  join bill b using (cycle_id, billing_account_id)
  join cycle c on c.id = cycle_id
  join billing_account a on a.id = billing_account_id
  join party p on p.id = supplier_id
  order by 1, 2, 3`;

/**
 * Of partners that bill by themselves. All that an account was charged of a partner up to a run is what the bills standing then come to,
 * each service, category and month rounded once, and an estimate for each cycle whose bill was not there: the mean of the three
 * cycles before it. A bill has what that is more than at the run before.
 */
export const CHARGED_BY_PARTNERS = `
  with ${CYCLES},
  mine as (
    select cycle_id, billing_account_id, supplier_id, sum(minor) as minor from billed
    where rating_mode in ('partner', 'file') group by 1, 2, 3),
  standing as (
    select k.id as run_id, k.n as run_n, o.n as own_n, p.id, p.partner_id
    from cycle k
    join partner_bill p on p.received_at <= k.at
    join cycle o on o.id = p.cycle_id
    where p.state in ('accepted', 'replaced') and not exists (
      select from partner_bill s where s.replaces_id = p.id and s.received_at <= k.at)),
  net as (
    select run_id, run_n, own_n, partner_id, billing_account_id, sum(part) as net from (
      select s.run_id, s.run_n, s.own_n, s.partner_id, l.billing_account_id, round(sum(l.amount), 2) as part
      from standing s join partner_bill_line l on l.partner_bill_id = s.id and l.state = 'accepted'
      group by 1, 2, 3, 4, 5, s.id, l.service, l.charge_category, date_trunc('month', l.charge_from_at at time zone 'UTC')) g
    group by 1, 2, 3, 4, 5),
  served as (
    select distinct g.partner_id, m.billing_account_id from agreement g
    join account_mapping m on m.partner_id = g.partner_id where g.late_policy = 'estimate'),
  estimate as (
    select k.n, v.partner_id, v.billing_account_id, (
        select round(sum(coalesce(e.net, 0)) / count(*), 2)
        from generate_series(k.n - 3, k.n - 1) as back(n)
        left join net e on e.run_id = k.id and e.own_n = back.n and e.partner_id = v.partner_id
          and e.billing_account_id = v.billing_account_id
        where back.n >= (select min(f.own_n) from net f where f.run_id = k.id and f.partner_id = v.partner_id
          and f.billing_account_id = v.billing_account_id)) as net
    from cycle k cross join served v
    where not exists (select from standing s where s.run_id = k.id and s.own_n = k.n and s.partner_id = v.partner_id)),
  charged as (
    select run_n, partner_id, billing_account_id, sum(net) as net from (
      select run_n, partner_id, billing_account_id, net from net
      union all
      select k.n, e.partner_id, e.billing_account_id, e.net
      from estimate e join cycle k on k.n >= e.n
      where not exists (
        select from standing s where s.run_id = k.id and s.own_n = e.n and s.partner_id = e.partner_id)) u
    group by 1, 2, 3),
  expected as (
    select k.id as cycle_id, w.billing_account_id, w.partner_id as supplier_id,
      (coalesce(h.net, 0) - coalesce(e.net, 0)) * 100 as minor
    from cycle k
    cross join (select distinct partner_id, billing_account_id from charged) w
    left join charged h on h.run_n = k.n and (h.partner_id, h.billing_account_id) = (w.partner_id, w.billing_account_id)
    left join charged e on e.run_n = k.n - 1 and (e.partner_id, e.billing_account_id) = (w.partner_id, w.billing_account_id))
  ${COMPARED}`;

/** Of partners whose products the hub rates, for products that were there all the period and did not change. */
export const RATED_FOR_PARTNERS = `
  with ${CYCLES},
  mine as (
    select cycle_id, billing_account_id, supplier_id, minor from billed where rating_mode = 'hub'),
  priced as (
    select c.id as cycle_id, p.billing_account_id, o.supplier_id, x.plan, p.quantity, (
        select coalesce(sum(u.quantity), 0) from usage_event u join meter m on m.id = u.meter_id
        where u.product_id = p.id and m.key = x.plan ->> 'meter' and u.occurred_at >= c.from_at and u.occurred_at < c.to_at) as used
    from cycle c
    join product p on p.started_on <= c.period_from and p.ended_on is null
    join billing_account a on a.id = p.billing_account_id and a.cycle_spec_id = $1::uuid
    join product_offering o on o.id = p.offering_id
    join party y on y.id = o.supplier_id and y.kind = 'partner'
    join product_offering_price x on x.id = any(p.price_ids)),
  expected as (
    select cycle_id, billing_account_id, supplier_id, sum(round(case plan ->> 'model'
        when 'per_unit' then quantity * (plan ->> 'unitPrice')::numeric
        when 'volume' then quantity * (
          select (t.tier ->> 'unitPrice')::numeric from jsonb_array_elements(plan -> 'tiers') with ordinality as t(tier, i)
          where t.tier ->> 'upTo' is null or quantity <= (t.tier ->> 'upTo')::numeric order by t.i limit 1)
        when 'graduated' then (
          select sum(greatest(0, least(used, coalesce((t.tier ->> 'upTo')::numeric, used)) - t.below) * (t.tier ->> 'unitPrice')::numeric)
          from (select j.tier, coalesce(lag((j.tier ->> 'upTo')::numeric) over (order by j.i), 0) as below
                from jsonb_array_elements(plan -> 'tiers') with ordinality as j(tier, i)) t)
        when 'package' then (plan ->> 'amount')::numeric
          * ceil(greatest(0, used - (plan ->> 'includedUnits')::numeric) / (plan ->> 'size')::numeric)
        end, 2) * 100) as minor
    from priced group by 1, 2, 3)
  ${COMPARED}`;
