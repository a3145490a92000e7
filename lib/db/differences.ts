import type { ComparedBill } from '@/lib/db/compared-usage';
import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';

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
