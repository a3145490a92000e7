import type { UsageTotalRow } from '@/lib/db/billing-inputs';
import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';

export type ComparedBill = {
  id: string;
  partnerId: string;
  cycleId: string;
  specId: string;
  state: string;
  periodFrom: string;
  periodTo: string;
  /** Of the agreement: 1 is 1 %. */
  tolerancePercent: string;
};

export async function findComparedBill(sql: Sql, id: string): Promise<ComparedBill | null> {
  const rows = await sql.query<ComparedBill>(
    `select b.id, b.partner_id as "partnerId", b.cycle_id as "cycleId", c.spec_id as "specId", b.state,
       c.period_from as "periodFrom", c.period_to as "periodTo", g.difference_tolerance_percent::text as "tolerancePercent"
     from partner_bill b
     join billing_cycle c on c.operator_id = b.operator_id and c.id = b.cycle_id
     join agreement g on g.operator_id = b.operator_id and g.id = b.agreement_id
     where b.id = $1::uuid`,
    [id],
  );
  return rows[0] ?? null;
}

export type ComparedProductRow = {
  billingAccountId: string;
  id: string;
  offeringId: string;
  name: string;
  quantity: string;
  priceIds: string[];
  startedOn: string;
  endedOn: string | null;
  currency: string;
  country: string;
};

/** Products of offerings that the partner bills itself, in accounts of the bill's rhythm, that were there in its period. */
export const readComparedProducts = (sql: Sql, bill: ComparedBill): Promise<ComparedProductRow[]> =>
  sql.query<ComparedProductRow>(
    `select d.billing_account_id as "billingAccountId", d.id, d.offering_id as "offeringId", d.name, d.quantity,
       d.price_ids::text[] as "priceIds", d.started_on as "startedOn", d.ended_on as "endedOn", a.currency, a.country
     from product_offering o
     join product d on d.operator_id = o.operator_id and d.offering_id = o.id
     join billing_account a on a.operator_id = d.operator_id and a.id = d.billing_account_id
     where o.supplier_id = $1::uuid and o.billed_by = 'partner' and a.cycle_spec_id = $2::uuid
       and d.started_on < $4::date and (d.ended_on is null or d.ended_on > $3::date)
     order by d.billing_account_id, d.offering_id, d.id`,
    [bill.partnerId, bill.specId, bill.periodFrom, bill.periodTo],
  );

export type PeriodTotalRow = UsageTotalRow & { periodFrom: string; periodTo: string };

/** The running totals of these products in the bill's period, and in the ones before and after it. */
export const readComparedTotals = (
  sql: Sql,
  bill: ComparedBill,
  productIds: readonly string[],
): Promise<PeriodTotalRow[]> =>
  sql.query<PeriodTotalRow>(
    `select t.billing_account_id as "billingAccountId", t.product_id as "productId", t.meter_id as "meterId", t.dimensions,
       t.quantity, t.maximum, t.event_count as "eventCount", t.change_count as "changeCount", t.period_from as "periodFrom",
       e.period_to as "periodTo"
     from billing_cycle c
     join billing_cycle e on e.operator_id = c.operator_id and e.spec_id = c.spec_id and e.n between c.n - 1 and c.n + 1
     join product d on d.operator_id = c.operator_id and d.id = any($2::uuid[])
     join usage_total t on t.operator_id = d.operator_id and t.billing_account_id = d.billing_account_id
       and t.product_id = d.id and t.period_from = e.period_from
     where c.id = $1::uuid
     order by t.product_id, t.period_from, t.meter_id, t.dimension_key`,
    [bill.cycleId, productIds],
  );

export type PriceVersionRow = {
  id: string;
  slug: string;
  key: string;
  name: string;
  currency: string;
  plan: unknown;
  label: string;
};

/** All versions of the prices of these offerings, those of other versions of the offering too. */
export const readPriceVersions = (sql: Sql, offeringIds: readonly string[]): Promise<PriceVersionRow[]> =>
  sql.query<PriceVersionRow>(
    `select p.id, o.slug, p.key, p.name, p.currency, p.plan,
       'version ' || p.version || case when o.version > 1 then ' of ' || o.name || ' ' || o.version else '' end
         || ' (from ' || to_char(p.valid_from, 'YYYY-MM-DD') || ')' as label
     from product_offering o
     join product_offering_price p on p.operator_id = o.operator_id and p.offering_id = o.id
     where o.slug in (select slug from product_offering where id = any($1::uuid[]))
     order by o.slug, p.key, p.valid_from, p.version, p.id`,
    [offeringIds],
  );

export type PartnerSideRow = {
  billingAccountId: string;
  /** Null: services that are mapped to no offering. */
  offeringId: string | null;
  service: string;
  currency: string;
  unit: string | null;
  quantity: string | null;
  amount: string;
  lineCount: number;
  repeatedLines: number;
  repeatedAmount: string;
  outsideLines: number;
  outsideAmount: string;
};

/**
 * What the partner's standing bills of the cycle charge these accounts for use, by service, currency and unit; lines that wait for an exchange
 * rate or for their service too. Credits, adjustments and taxes are no usage and are left out.
 */
export const readPartnerSides = (
  sql: Sql,
  bill: ComparedBill,
  accountIds: readonly string[],
): Promise<PartnerSideRow[]> =>
  sql.query<PartnerSideRow>(
    `with line as (
       select l.billing_account_id, s.offering_id, l.service, l.currency, l.unit, l.quantity, l.amount,
         row_number() over (partition by l.billing_account_id, l.service, l.description, l.charge_category, l.currency, l.unit,
           l.quantity, l.amount, l.charge_from_at, l.charge_to_at order by b.received_at, b.id, l.line_no) > 1 as repeated,
         (l.charge_from_at at time zone 'UTC')::date < $4::date or (l.charge_from_at at time zone 'UTC')::date >= $5::date as outside
       from partner_bill b
       join partner_bill_line l on l.operator_id = b.operator_id and l.partner_bill_id = b.id
       left join service_mapping s on s.operator_id = l.operator_id and s.partner_id = b.partner_id
         and s.external_service = l.service
       where b.partner_id = $1::uuid and b.cycle_id = $2::uuid and b.state not in ('rejected', 'replaced')
         and l.billing_account_id = any($3::uuid[]) and l.charge_category in ('usage', 'purchase')
         and (l.state = 'accepted' or l.issue_code in ('currency_mismatch', 'unknown_product', 'unknown_tax_code'))
     )
     select billing_account_id as "billingAccountId", offering_id as "offeringId", service, currency, unit,
       case when count(quantity) = count(*) then sum(quantity) end::text as quantity, sum(amount)::text as amount,
       count(*)::int as "lineCount", count(*) filter (where repeated)::int as "repeatedLines",
       coalesce(sum(amount) filter (where repeated), 0)::text as "repeatedAmount",
       count(*) filter (where outside)::int as "outsideLines",
       coalesce(sum(amount) filter (where outside), 0)::text as "outsideAmount"
     from line group by billing_account_id, offering_id, service, currency, unit
     order by billing_account_id, offering_id, service, currency, unit`,
    [bill.partnerId, bill.cycleId, accountIds, bill.periodFrom, bill.periodTo],
  );

export type NewDifference = {
  id: string;
  billingAccountId: string;
  offeringId: string;
  currency: string;
  hubAmount: string;
  partnerAmount: string;
  difference: string;
  cause: string;
  withinTolerance: boolean;
  detail: unknown;
};

/** Writes a bill's comparison in place of the one before; no rows take it away. Other bills of the cycle lose theirs: there is one comparison. */
export async function saveComparison(
  sql: Sql,
  operatorId: string,
  bill: ComparedBill,
  usageChanges: bigint,
  differences: readonly NewDifference[],
): Promise<void> {
  const ofCycle = `select id from partner_bill where partner_id = $1::uuid and cycle_id = $2::uuid`;
  for (const table of ['partner_bill_difference', 'partner_bill_comparison']) {
    await sql.query(`delete from ${table} where partner_bill_id in (${ofCycle})`, [
      bill.partnerId,
      bill.cycleId,
    ]);
  }
  await sql.query(
    `delete from partner_bill_issue where code = 'usage_difference' and partner_bill_id in (${ofCycle})`,
    [bill.partnerId, bill.cycleId],
  );
  if (differences.length === 0) return;
  await sql.query(
    `insert into partner_bill_comparison (operator_id, partner_bill_id, compared_at, usage_changes, tolerance_percent)
     values ($1::uuid, $2::uuid, now(), $3, $4::numeric)`,
    [operatorId, bill.id, usageChanges, bill.tolerancePercent],
  );
  await sql.query(
    `insert into partner_bill_difference (operator_id, partner_bill_id, id, billing_account_id, offering_id, currency, hub_amount,
       partner_amount, difference, cause, within_tolerance, detail)
     select $1::uuid, $2::uuid, r.id, r."billingAccountId", r."offeringId", r.currency, r."hubAmount", r."partnerAmount",
       r.difference, r.cause, r."withinTolerance", r.detail
     from jsonb_to_recordset($3::jsonb) as r(id uuid, "billingAccountId" uuid, "offeringId" uuid, currency text,
       "hubAmount" numeric, "partnerAmount" numeric, difference numeric, cause text, "withinTolerance" boolean, detail jsonb)`,
    [operatorId, bill.id, JSON.stringify(differences)],
  );
}

/** Adds findings behind those that validation wrote. */
export async function addBillIssues(
  sql: Sql,
  operatorId: string,
  partnerBillId: string,
  issues: readonly {
    code: string;
    severity: string;
    path: string;
    message: string;
    amountAtStake: string;
    currency: string;
    lineCount: number;
  }[],
): Promise<void> {
  await sql.query(
    `insert into partner_bill_issue (operator_id, partner_bill_id, position, code, severity, path, message, amount_at_stake,
       currency, line_no, line_count)
     select $1::uuid, $2::uuid, row_number() over () + (select coalesce(max(position), 0) from partner_bill_issue
       where partner_bill_id = $2::uuid), code, severity, path, message, "amountAtStake", currency, null, "lineCount"
     from jsonb_to_recordset($3::jsonb) as r(code text, severity text, path text, message text, "amountAtStake" numeric,
       currency text, "lineCount" int)`,
    [operatorId, partnerBillId, JSON.stringify(issues)],
  );
}

export type ComparisonRow = { comparedAt: string; tolerancePercent: string; isStale: boolean };

/** A bill's comparison, and whether usage has changed since it was made; null where nothing was to compare. */
export async function findComparison(sql: Sql, partnerBillId: string): Promise<ComparisonRow | null> {
  const rows = await sql.query<ComparisonRow>(
    `select m.compared_at as "comparedAt", trim_scale(m.tolerance_percent)::text as "tolerancePercent",
       m.usage_changes <> coalesce((
         select sum(t.change_count) from partner_bill b
         join billing_cycle c on c.operator_id = b.operator_id and c.id = b.cycle_id
         join product_offering o on o.operator_id = b.operator_id and o.supplier_id = b.partner_id and o.billed_by = 'partner'
         join product d on d.operator_id = o.operator_id and d.offering_id = o.id
         join billing_account a on a.operator_id = d.operator_id and a.id = d.billing_account_id and a.cycle_spec_id = c.spec_id
         join usage_total t on t.operator_id = d.operator_id and t.billing_account_id = d.billing_account_id
           and t.product_id = d.id and t.period_from = c.period_from
         where b.operator_id = m.operator_id and b.id = m.partner_bill_id
           and d.started_on < c.period_to and (d.ended_on is null or d.ended_on > c.period_from)), 0) as "isStale"
     from partner_bill_comparison m where m.partner_bill_id = $1::uuid`,
    [partnerBillId],
  );
  return rows[0] ?? null;
}

/**
 * Bills whose comparison is out of date, because usage came in or was taken back since, or that could be compared now and never were: of
 * cycles for which usage is still taken, the oldest first. Of a cycle's bills one has the comparison, and the last one gets it.
 */
export const listStaleComparisons = (sql: Sql, today: string): Promise<{ id: string; partnerId: string }[]> =>
  sql.query(
    `with owed as (
       select distinct on (b.partner_id, b.cycle_id) b.operator_id, b.id, b.partner_id, c.spec_id, c.period_from, c.period_to,
         m.usage_changes
       from product_offering o
       join partner_bill b on b.operator_id = o.operator_id and b.partner_id = o.supplier_id
         and b.state not in ('rejected', 'replaced')
       join billing_cycle c on c.operator_id = b.operator_id and c.id = b.cycle_id
       join agreement g on g.operator_id = b.operator_id and g.id = b.agreement_id
       left join partner_bill_comparison m on m.operator_id = b.operator_id and m.partner_bill_id = b.id
       where o.billed_by = 'partner' and c.period_to + g.max_charge_age_months * interval '1 month' > $1::date
       order by b.partner_id, b.cycle_id, m.partner_bill_id is null, b.received_at desc, b.id desc)
     select w.id, w.partner_id as "partnerId"
     from owed w
     cross join lateral (
       select sum(t.change_count) as changes
       from product_offering o
       join product d on d.operator_id = o.operator_id and d.offering_id = o.id
       join billing_account a on a.operator_id = d.operator_id and a.id = d.billing_account_id and a.cycle_spec_id = w.spec_id
       join usage_total t on t.operator_id = d.operator_id and t.billing_account_id = d.billing_account_id
         and t.product_id = d.id and t.period_from = w.period_from
       where o.operator_id = w.operator_id and o.supplier_id = w.partner_id and o.billed_by = 'partner'
         and d.started_on < w.period_to and (d.ended_on is null or d.ended_on > w.period_from)) u
     where u.changes is distinct from w.usage_changes and u.changes is not null
     order by w.period_from, w.id`,
    [today],
  );

export type DifferenceRow = {
  id: string;
  account: { id: string; number: string; name: string } | null;
  offering: { id: string; name: string } | null;
  currency: string;
  hubAmount: string;
  partnerAmount: string;
  difference: string;
  cause: string;
  withinTolerance: boolean;
  detail: unknown;
};

/** A bill's accounts and offerings beside the hub's rating; filters `cause`, `state` (within, beyond). */
export function listDifferenceRows(
  sql: Sql,
  partnerBillId: string,
  query: ListQuery,
): Promise<Page<DifferenceRow>> {
  return readPage(
    sql,
    {
      select: `
        select f.id, case when a.id is null then null
            else json_build_object('id', a.id, 'number', a.number, 'name', a.name) end as account,
          coalesce(a.number, '') as "accountNumber",
          case when o.id is null then null else json_build_object('id', o.id, 'name', o.name) end as offering,
          f.currency, trim_scale(f.hub_amount)::text as "hubAmount", trim_scale(f.partner_amount)::text as "partnerAmount",
          trim_scale(f.difference)::text as difference, abs(f.difference) as size, f.difference as signed,
          f.hub_amount as hub, f.partner_amount as theirs, f.cause, f.within_tolerance as "withinTolerance", f.detail
        from partner_bill_difference f
        left join billing_account a on a.operator_id = f.operator_id and a.id = f.billing_account_id
        left join product_offering o on o.operator_id = f.operator_id and o.id = f.offering_id
        where f.partner_bill_id = $1::uuid and ($2 = '' or a.number ilike $3 or a.name ilike $3 or o.name ilike $3)
          and (cardinality($4::text[]) = 0 or f.cause = any($4))
          and (cardinality($5::text[]) = 0 or case when f.within_tolerance then 'within' else 'beyond' end = any($5))`,
      params: [
        partnerBillId,
        query.q,
        containing(query.q),
        query.filters.cause ?? [],
        query.filters.state ?? [],
      ],
      sortable: {
        size: { column: 'size', type: 'numeric' },
        difference: { column: 'signed', type: 'numeric' },
        hub: { column: 'hub', type: 'numeric' },
        partner: { column: 'theirs', type: 'numeric' },
        account: { column: '"accountNumber"', type: 'text' },
      },
      defaultSort: { id: 'size', descending: true },
    },
    query,
  );
}

export type DifferenceTotal = {
  currency: string;
  hub: string;
  partner: string;
  difference: string;
  rowCount: number;
  beyondCount: number;
  /** Of the rows beyond the tolerance, signed. */
  beyond: string;
  /** The commonest cause among those, by money. */
  mainCause: string | null;
};

/** What a bill's comparison comes to, per currency. */
export const sumDifferences = (sql: Sql, partnerBillId: string): Promise<DifferenceTotal[]> =>
  sql.query<DifferenceTotal>(
    `select f.currency, trim_scale(sum(f.hub_amount))::text as hub, trim_scale(sum(f.partner_amount))::text as partner,
       trim_scale(sum(f.difference))::text as difference, count(*)::int as "rowCount",
       count(*) filter (where not f.within_tolerance)::int as "beyondCount",
       trim_scale(coalesce(sum(f.difference) filter (where not f.within_tolerance), 0))::text as beyond,
       (select g.cause from partner_bill_difference g
        where g.partner_bill_id = $1::uuid and g.currency = f.currency and not g.within_tolerance
        group by g.cause order by sum(abs(g.difference)) desc, g.cause limit 1) as "mainCause"
     from partner_bill_difference f where f.partner_bill_id = $1::uuid group by f.currency order by f.currency`,
    [partnerBillId],
  );
