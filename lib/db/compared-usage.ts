import type { UsageTotalRow } from '@/lib/db/billing-inputs';
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
