import type { Sql } from '@/lib/db/tenant';

/** Accepted lines of one partner bill for one account that become one bill line: same service, category, month and tax class. */
export type PartnerGroupRow = {
  billingAccountId: string;
  partnerBillId: string;
  agreementId: string;
  partnerId: string;
  service: string;
  chargeCategory: 'usage' | 'purchase' | 'tax' | 'credit' | 'adjustment';
  /** What the partner's service is mapped to; null where it is not. */
  offeringId: string | null;
  serviceName: string | null;
  /** By the line's tax code, else by its service, else `standard`. */
  taxClass: string;
  currency: string;
  periodFrom: string;
  periodTo: string;
  quantity: string | null;
  unit: string | null;
  amount: string;
  lineCount: number;
  /** Those that do not say yet which bill line they are part of. */
  unassigned: number[];
  /** Those that are on the draft which is drafted again. */
  inSlot: number[];
};

/** The period that is billed, half-open. `cycleId` and `slot`: the bill whose lines are free to it; null and left out, no other's. */
export type GroupPeriod = {
  cycleId: string | null;
  from: string;
  to: string;
  slot?: string | null | undefined;
};

/**
 * Accepted partner lines that are on no other bill, summed exactly per future bill line. The lines are locked until the
 * transaction ends, so those that were summed are those that are then assigned; `lock: false` only looks.
 */
export async function readPartnerGroups(
  sql: Sql,
  accountIds: readonly string[],
  period: GroupPeriod,
  options: { lock: boolean },
): Promise<PartnerGroupRow[]> {
  const served = await findServedByPartners(sql, accountIds);
  if (served.length === 0) return [];
  return readGroups(sql, served, period, options, {
    bills: 'b.original_id is null',
    lines: `(l.bill_line_key is null or ${IN_SLOT})`,
  });
}

/** Accounts with any accepted partner line: one probe each, where the groups of none take ten times that to plan. */
async function findServedByPartners(sql: Sql, accountIds: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select a.id from unnest($1::uuid[]) as a(id)
     cross join lateral (
       select from partner_bill_line where billing_account_id = a.id and state = 'accepted' limit 1) l`,
    [accountIds],
  );
  return rows.map(({ id }) => id);
}

/** The same of corrected bills, each group whole: what of it was billed before is subtracted, whichever lines it was. */
export const readCorrectedGroups = (
  sql: Sql,
  accountIds: readonly string[],
  period: GroupPeriod,
  options: { lock: boolean },
): Promise<PartnerGroupRow[]> =>
  readGroups(sql, accountIds, period, options, { bills: 'b.original_id is not null', lines: 'true' });

const IN_SLOT = `split_part(l.bill_line_key, ':', 3) = $4`;

const readGroups = (
  sql: Sql,
  accountIds: readonly string[],
  { cycleId, from, to, slot = cycleId }: GroupPeriod,
  { lock }: { lock: boolean },
  where: { bills: string; lines: string },
): Promise<PartnerGroupRow[]> =>
  sql.query<PartnerGroupRow>(
    `with line as (
       select l.billing_account_id, l.partner_bill_id, b.agreement_id, b.partner_id, l.line_no, l.service,
         l.charge_category, l.currency, l.quantity, l.unit, l.amount, l.bill_line_key, ${IN_SLOT} as in_slot,
         s.offering_id, s.description as service_name, coalesce(t.tax_class, s.tax_class, 'standard') as tax_class,
         coalesce((l.charge_from_at at time zone 'UTC')::date, $2::date) as from_on,
         coalesce((l.charge_to_at at time zone 'UTC' - interval '1 microsecond')::date + 1, $3::date) as to_on
       from partner_bill_line l
       join partner_bill b on b.operator_id = l.operator_id and b.id = l.partner_bill_id
       join billing_cycle c on c.operator_id = b.operator_id and c.id = b.cycle_id
       left join service_mapping s on s.operator_id = l.operator_id and s.partner_id = b.partner_id
         and s.external_service = l.service
       left join tax_code_mapping t on t.operator_id = l.operator_id and t.partner_id = b.partner_id
         and t.external_code = l.tax_code
       where l.billing_account_id = any($1::uuid[]) and l.state = 'accepted' and b.state = 'accepted'
         and c.period_to <= $3::date and ${where.bills} and ${where.lines}
       ${lock ? 'for share of l' : ''})
     select billing_account_id as "billingAccountId", partner_bill_id as "partnerBillId",
       agreement_id as "agreementId", partner_id as "partnerId", service, charge_category as "chargeCategory",
       offering_id as "offeringId", service_name as "serviceName", tax_class as "taxClass", currency,
       min(from_on) as "periodFrom", max(greatest(to_on, from_on + 1)) as "periodTo",
       case when count(distinct coalesce(unit, '')) = 1 and count(quantity) = count(*) then sum(quantity) end as quantity,
       case when count(distinct coalesce(unit, '')) = 1 then min(unit) end as unit,
       sum(amount) as amount, count(*)::int as "lineCount",
       coalesce(array_agg(line_no order by line_no) filter (where bill_line_key is null), '{}') as unassigned,
       coalesce(array_agg(line_no order by line_no) filter (where in_slot), '{}') as "inSlot"
     from line
     group by billing_account_id, partner_bill_id, agreement_id, partner_id, service, charge_category, offering_id,
       service_name, tax_class, currency, to_char(from_on, 'YYYY-MM')
     order by billing_account_id, partner_bill_id, service, charge_category, tax_class, min(from_on)`,
    [accountIds, from, to, slot ?? ''],
  );
