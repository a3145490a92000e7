import type { Sql } from '@/lib/db/tenant';
import type { BillKind } from '@/lib/domain/billing/bill-kind';
import type { BillRunState } from '@/lib/domain/billing/state';

/** Runs on demand, or final ones, of any of these accounts that are not over. */
export const findOpenAccountRuns = (
  sql: Sql,
  accountIds: readonly string[],
): Promise<{ id: string; state: BillRunState }[]> =>
  sql.query(
    `select distinct r.id, r.state from bill_run r
     join bill_run_account a on a.operator_id = r.operator_id and a.run_id = r.id
     where r.kind <> 'cycle' and not r.dry_run and a.billing_account_id = any($1::uuid[])
       and r.state not in ('issued', 'cancelled')
     order by r.id`,
    [accountIds],
  );

/** The unissued bills that a run on demand wrote; a re-run makes new ones, so these are all of them. */
export const readRunDrafts = (
  sql: Sql,
  run: { id: string; cycleId: string },
): Promise<{ billingAccountId: string; id: string }[]> =>
  sql.query(
    `select billing_account_id as "billingAccountId", id from bill
     where cycle_id = $1::uuid and run_id = $2::uuid and kind <> 'cycle' and state in ('draft', 'held', 'approved')
     order by id for update`,
    [run.cycleId, run.id],
  );

/** Gives back the partner lines that were on a bill: its slot is in their keys. */
export async function releasePartnerLines(
  sql: Sql,
  accountIds: readonly string[],
  slot: string,
): Promise<void> {
  await sql.query(
    `update partner_bill_line set bill_line_key = null
     where billing_account_id = any($1::uuid[]) and split_part(bill_line_key, ':', 3) = $2`,
    [accountIds, slot],
  );
}

export type OpenBillRow = { accountNumber: string; kind: BillKind; periodFrom: string; periodTo: string };

/**
 * What of earlier periods these accounts have not been billed: a bill that waits, or an ended cycle that was not issued and in
 * which the account has no issued bill.
 */
export const findUnbilledPeriods = (
  sql: Sql,
  accountIds: readonly string[],
  before: string,
): Promise<OpenBillRow[]> =>
  sql.query<OpenBillRow>(
    `select a.number as "accountNumber", 'cycle' as kind, c.period_from as "periodFrom", c.period_to as "periodTo"
     from billing_account a
     join billing_cycle c on c.operator_id = a.operator_id and c.spec_id = a.cycle_spec_id
     left join bill b on b.operator_id = c.operator_id and b.billing_account_id = a.id and b.cycle_id = c.id
       and b.kind = 'cycle' and b.state <> 'cancelled'
     where a.id = any($1::uuid[]) and c.period_to <= $2::date and c.period_to > a.opened_on
       and (b.state <> 'issued' or b.id is null and c.state not in ('issued', 'closed'))
       and exists (
         select from product p where p.operator_id = a.operator_id and p.billing_account_id = a.id
           and p.started_on < c.period_to and (p.ended_on is null or p.ended_on > c.period_from))
     order by c.period_from, a.number`,
    [accountIds, before],
  );

/** How many events of these accounts happened at or after an instant and stand. */
export async function countUsageFrom(
  sql: Sql,
  accountIds: readonly string[],
  { periodFrom, at }: { periodFrom: string; at: string },
): Promise<bigint> {
  const [row] = await sql.query<{ events: bigint }>(
    `select count(*) - 2 * count(*) filter (where reverses_id is not null) as events from usage_event
     where billing_account_id = any($1::uuid[]) and period_from >= $2::date and occurred_at >= $3::timestamptz`,
    [accountIds, periodFrom, at],
  );
  return row!.events;
}
