import { type PartnerGroupRow, readPartnerGroups } from '@/lib/db/partner-groups';
import type { Sql } from '@/lib/db/tenant';
import type { BillKind } from '@/lib/domain/billing/bill-kind';

export type BilledAccountRow = {
  id: string;
  number: string;
  name: string;
  currency: string;
  timeZone: string;
  country: string;
  vatId: string | null;
  isBusiness: boolean;
  address: Record<string, string>;
  language: string;
  paymentTermsDays: number;
  customerId: string;
  customerName: string;
  customerLegalName: string;
};

export type BilledProductRow = {
  billingAccountId: string;
  id: string;
  offeringId: string;
  name: string;
  quantity: string;
  priceIds: string[];
  startedOn: string;
  endedOn: string | null;
};

export type UsageTotalRow = {
  billingAccountId: string;
  productId: string;
  meterId: string;
  dimensions: Record<string, string>;
  quantity: string;
  maximum: string;
  eventCount: bigint;
  /** Events and reversals ever: it only grows. */
  changeCount: bigint;
};

export type UsageEventRow = {
  billingAccountId: string;
  productId: string;
  meterId: string;
  quantity: string;
  occurredAt: string;
  attributes: Record<string, string>;
};

export type AccountDiscountRow = {
  billingAccountId: string;
  id: string;
  name: string;
  percent: string | null;
  amountMinor: bigint | null;
  supplierId: string | null;
  borneBy: 'shared' | 'operator' | 'agreed';
  bearers: { partyId: string; percent: string }[] | null;
};

export type AccountInputRows = {
  accounts: BilledAccountRow[];
  products: BilledProductRow[];
  totals: UsageTotalRow[];
  discounts: AccountDiscountRow[];
  partnerGroups: PartnerGroupRow[];
  /** Its own bills of whole cycles, `latest` 1 being the last. */
  history: {
    billingAccountId: string;
    billId: string;
    totalMinor: bigint;
    currency: string;
    latest: number;
  }[];
};

/** `cycleId` is null while the period has no cycle yet: then no partner line can be assigned to it. */
export type InputPeriod = {
  cycleId: string | null;
  from: string;
  to: string;
  /** Left out: the cycle's own bill. */
  kind?: BillKind | undefined;
  /** The bill whose partner lines are free to it; left out, the cycle's. */
  slot?: string | null | undefined;
  /** The cycle's period after this one, where its own bill charges that in advance. */
  next?: { from: string } | undefined;
  /** Unissued bills that are drafted again: what they took is free. */
  ownBillIds?: ReadonlySet<string> | undefined;
};

/** What the bills of these accounts are computed from: one set-based read per table, whatever the number of accounts. */
export async function readAccountInputs(
  sql: Sql,
  accountIds: readonly string[],
  period: InputPeriod,
  options: { lock: boolean },
): Promise<AccountInputRows> {
  return {
    accounts: await sql.query(
      `select a.id, a.number, a.name, a.currency, a.time_zone as "timeZone", a.country, a.vat_id as "vatId",
         a.is_business as "isBusiness", a.address, a.language, a.payment_terms_days as "paymentTermsDays",
         a.customer_id as "customerId", c.name as "customerName", c.legal_name as "customerLegalName"
       from billing_account a
       join party c on c.operator_id = a.operator_id and c.id = a.customer_id
       where a.id = any($1::uuid[]) order by a.id`,
      [accountIds],
    ),
    products: await readProducts(sql, accountIds, period),
    totals: await sql.query(
      `select billing_account_id as "billingAccountId", product_id as "productId", meter_id as "meterId",
         dimensions, quantity, maximum, event_count as "eventCount", change_count as "changeCount"
       from usage_total where billing_account_id = any($1::uuid[]) and period_from = $2::date
       order by billing_account_id, product_id, meter_id, dimension_key`,
      [accountIds, period.from],
    ),
    discounts: await sql.query(
      `select billing_account_id as "billingAccountId", id, name, percent, amount_minor as "amountMinor",
         supplier_id as "supplierId", borne_by as "borneBy", bearers
       from account_discount
       where billing_account_id = any($1::uuid[]) and valid_from < $3::date
         and (valid_to is null or valid_to > $2::date)
       order by billing_account_id, valid_from, id`,
      [accountIds, period.from, period.to],
    ),
    partnerGroups: await readPartnerGroups(sql, accountIds, period, options),
    history: await sql.query(
      `select a.id as "billingAccountId", b.id as "billId", b.total_minor as "totalMinor", b.currency, b.latest
       from unnest($1::uuid[]) as a(id)
       cross join lateral (
         select id, total_minor, currency,
           (row_number() over (order by period_to desc, id desc))::int as latest
         from bill
         where billing_account_id = a.id and state = 'issued' and kind = 'cycle' and period_to <= $2::date
         order by period_to desc, id desc limit 12) b
       order by a.id, b.latest`,
      [accountIds, period.from],
    ),
  };
}

/** Most products of a chunk were bought at the prices of others: a list of prices is read once. */
async function readProducts(
  sql: Sql,
  accountIds: readonly string[],
  { from, to }: InputPeriod,
): Promise<BilledProductRow[]> {
  const rows = await sql.query<Omit<BilledProductRow, 'priceIds'> & { priceIds: string | string[] }>(
    `select billing_account_id as "billingAccountId", id, offering_id as "offeringId", name, quantity,
       price_ids::text as "priceIds", started_on as "startedOn", ended_on as "endedOn"
     from product
     where billing_account_id = any($1::uuid[]) and started_on < $3::date
       and (ended_on is null or ended_on > $2::date)
     order by billing_account_id, id`,
    [accountIds, from, to],
  );
  const lists = new Map<string, string[]>();
  for (const row of rows) {
    const text = row.priceIds as string;
    let ids = lists.get(text);
    if (ids === undefined) {
      ids = text === '{}' ? [] : text.slice(1, -1).split(',');
      lists.set(text, ids);
    }
    row.priceIds = ids;
  }
  return rows as BilledProductRow[];
}

/**
 * Single events that stand, for the few products whose meters or prices a running total cannot answer: without reversals, and
 * without what they took back.
 */
export const readUsageEvents = (
  sql: Sql,
  products: readonly { billingAccountId: string; productId: string }[],
  periodFrom: string,
): Promise<UsageEventRow[]> =>
  sql.query<UsageEventRow>(
    `select e.billing_account_id as "billingAccountId", e.product_id as "productId", e.meter_id as "meterId",
       e.quantity, e.occurred_at as "occurredAt", e.attributes
     from unnest($1::uuid[], $2::uuid[]) as p(account_id, product_id)
     join usage_event e on e.billing_account_id = p.account_id and e.product_id = p.product_id
     where e.period_from = $3::date and e.reverses_id is null
       and not exists (
         select from usage_event x
         where x.operator_id = e.operator_id and x.billing_account_id = e.billing_account_id and x.reverses_id = e.id)
     order by e.billing_account_id, e.product_id, e.meter_id, e.occurred_at, e.id`,
    [products.map((p) => p.billingAccountId), products.map((p) => p.productId), periodFrom],
  );

export type HistoryBill = { billingAccountId: string; billId: string };

/** How often, and for how much, products were used on earlier bills. */
export const readUsageHabits = (
  sql: Sql,
  bills: readonly HistoryBill[],
): Promise<{ productId: string; cyclesUsed: number; amountMinor: bigint }[]> =>
  sql.query(
    `select l.product_id as "productId", count(distinct l.bill_id)::int as "cyclesUsed",
       sum(l.amount_minor)::int8 as "amountMinor"
     from unnest($1::uuid[], $2::uuid[]) as b(account_id, bill_id)
     join bill_line l on l.billing_account_id = b.account_id and l.bill_id = b.bill_id
     where l.kind = 'usage' and l.product_id is not null
     group by l.product_id`,
    [bills.map((bill) => bill.billingAccountId), bills.map((bill) => bill.billId)],
  );
