import type { Sql } from '@/lib/db/tenant';
import type { TrueUpCause } from '@/lib/domain/billing/partner-bill/estimate-charge';

/** The partner's accepted bills of one earlier cycle. */
export type EarlierPartnerBills = { partnerId: string; n: number; billIds: readonly string[] };

export type PartnerNetRow = {
  billingAccountId: string;
  partnerId: string;
  n: number;
  taxClass: string;
  /** Exact sums of what became one bill line each. */
  sums: string[];
};

/**
 * What partners charged accounts in earlier cycles, corrections included, by cycle and tax class: of the bills that stand, whenever
 * and on whichever bill their lines went out, so that estimates and what took them back are not in it.
 */
export const readPartnerNets = (
  sql: Sql,
  accountIds: readonly string[],
  earlier: readonly EarlierPartnerBills[],
): Promise<PartnerNetRow[]> => {
  const bills = earlier.flatMap(({ partnerId, n, billIds }) => billIds.map((id) => ({ partnerId, n, id })));
  if (bills.length === 0) return Promise.resolve([]);
  return sql.query<PartnerNetRow>(
    `with earlier as (
       select * from unnest($2::uuid[], $3::uuid[], $4::int[]) as e(bill_id, partner_id, n)),
     part as (
       select l.billing_account_id, e.partner_id, e.n, coalesce(t.tax_class, s.tax_class, 'standard') as tax_class,
         sum(l.amount) as amount
       from partner_bill_line l
       join earlier e on e.bill_id = l.partner_bill_id
       left join service_mapping s on s.operator_id = l.operator_id and s.partner_id = e.partner_id
         and s.external_service = l.service
       left join tax_code_mapping t on t.operator_id = l.operator_id and t.partner_id = e.partner_id
         and t.external_code = l.tax_code
       where l.billing_account_id = any($1::uuid[]) and l.state = 'accepted'
       group by 1, 2, 3, 4, e.bill_id, l.service, l.charge_category, to_char(l.charge_from_at at time zone 'UTC', 'YYYY-MM'))
     select billing_account_id as "billingAccountId", partner_id as "partnerId", n, tax_class as "taxClass",
       array_agg(amount::text) as sums
     from part group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    [accountIds, bills.map(({ id }) => id), bills.map(({ partnerId }) => partnerId), bills.map(({ n }) => n)],
  );
};

/** Which of these partners have these accounts mapped to them. */
export const readMappedPartners = (
  sql: Sql,
  accountIds: readonly string[],
  partnerIds: readonly string[],
): Promise<{ billingAccountId: string; partnerId: string }[]> =>
  sql.query(
    `select distinct billing_account_id as "billingAccountId", partner_id as "partnerId" from account_mapping
     where partner_id = any($2::uuid[]) and billing_account_id = any($1::uuid[])
     order by 1, 2`,
    [accountIds, partnerIds],
  );

export type OpenEstimateRow = {
  billingAccountId: string;
  lineKey: string;
  supplierId: string;
  supplierRole: 'principal' | 'agent';
  sellerId: string;
  description: string;
  periodFrom: string;
  periodTo: string;
  amountMinor: bigint;
  taxClass: string;
  agreementId: string;
  billNumber: string;
  cause: TrueUpCause;
};

/**
 * Estimates on issued bills that are to be taken back now: the partner's bill of that cycle is accepted, or nothing is expected any
 * more, and no other bill than `ownBillIds` takes them back. With `lock` the accounts that have any are held until the transaction
 * ends, so that of two bills that are drafted at once one takes an estimate back.
 */
export async function readOpenEstimates(
  sql: Sql,
  accountIds: readonly string[],
  ownBillIds: ReadonlySet<string>,
  { lock }: { lock: boolean },
): Promise<OpenEstimateRow[]> {
  const own = [...ownBillIds];
  const withAny = await findEstimated(sql, accountIds);
  if (withAny.length === 0) return [];
  const open = await findOpenEstimates(sql, withAny, own);
  if (!lock || open.length === 0) return open;
  const accounts = [...new Set(open.map(({ billingAccountId }) => billingAccountId))];
  await sql.query(
    `select pg_advisory_xact_lock(hashtextextended('estimates:' || a.id, 0)) from unnest($1::text[]) as a(id)`,
    [accounts],
  );
  return findOpenEstimates(sql, accounts, own);
}

/** The few accounts that were ever billed an estimate: a look at a small index, where what follows takes 20 ms to plan. */
async function findEstimated(sql: Sql, accountIds: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select distinct billing_account_id as id from bill_line
     where billing_account_id = any($1::uuid[]) and line_key like 'estimate:%'`,
    [accountIds],
  );
  return rows.map(({ id }) => id);
}

const findOpenEstimates = (
  sql: Sql,
  accountIds: readonly string[],
  ownBillIds: readonly string[],
): Promise<OpenEstimateRow[]> =>
  sql.query<OpenEstimateRow>(
    `select l.billing_account_id as "billingAccountId", l.line_key as "lineKey", l.supplier_id as "supplierId",
       l.supplier_role as "supplierRole", l.seller_id as "sellerId", l.description, l.period_from as "periodFrom",
       l.period_to as "periodTo", l.amount_minor as "amountMinor", l.tax_class as "taxClass",
       l.agreement_id as "agreementId", b.number as "billNumber",
       case when e.state = 'waived' then 'waived' else 'came' end as cause
     from bill_line l
     join bill b on b.operator_id = l.operator_id and b.billing_account_id = l.billing_account_id and b.id = l.bill_id
       and b.state = 'issued'
     join partner_expectation e on e.operator_id = l.operator_id and e.partner_id = l.supplier_id
       and e.cycle_id = split_part(l.line_key, ':', 3)::uuid
     where l.billing_account_id = any($1::uuid[]) and l.line_key like 'estimate:%' and l.kind = 'adjustment'
       and (e.state = 'waived' or exists (
         select from partner_bill p where p.operator_id = e.operator_id and p.cycle_id = e.cycle_id
           and p.partner_id = e.partner_id and p.state = 'accepted'))
       and not exists (
         select from bill_line t where t.operator_id = l.operator_id and t.billing_account_id = l.billing_account_id
           and t.line_key = l.line_key || ':true_up' and t.bill_id <> all($2::uuid[]))
     order by l.billing_account_id, l.line_key`,
    [accountIds, ownBillIds],
  );

/** Of these partners those with an accepted bill of the cycle by now. */
export async function readAcceptedPartners(
  sql: Sql,
  cycleId: string,
  partnerIds: readonly string[],
): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>(
    `select distinct partner_id as id from partner_bill
     where cycle_id = $1::uuid and partner_id = any($2::uuid[]) and state = 'accepted'`,
    [cycleId, partnerIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Of these drafts those whose estimate or true-up would not be there now: the real bill has been accepted since, a person has decided
 * otherwise, or what was to be taken back stands again.
 */
export async function findStaleStandIns(
  sql: Sql,
  bills: readonly { billingAccountId: string; id: string }[],
): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>(
    `select distinct l.bill_id as id
     from unnest($1::uuid[], $2::uuid[]) as d(account_id, bill_id)
     join bill_line l on l.billing_account_id = d.account_id and l.bill_id = d.bill_id
       and l.line_key like 'estimate:%' and l.kind in ('adjustment', 'true_up')
     join partner_expectation e on e.operator_id = l.operator_id and e.partner_id = l.supplier_id
       and e.cycle_id = split_part(l.line_key, ':', 3)::uuid
     cross join lateral (select exists (
       select from partner_bill p where p.operator_id = e.operator_id and p.cycle_id = e.cycle_id
         and p.partner_id = e.partner_id and p.state = 'accepted') as accepted) p
     where case l.kind when 'adjustment' then p.accepted or e.state <> 'estimated'
       else not p.accepted and e.state <> 'waived' end`,
    [bills.map(({ billingAccountId }) => billingAccountId), bills.map(({ id }) => id)],
  );
  return new Set(rows.map(({ id }) => id));
}
