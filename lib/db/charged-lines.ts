import type { ProductPeriod } from '@/lib/db/late-usage';
import type { Sql } from '@/lib/db/tenant';
import type { BillKind } from '@/lib/domain/billing/bill-kind';
import type { BillState } from '@/lib/domain/billing/state';

export type CycleBillRow = {
  billingAccountId: string;
  id: string;
  kind: BillKind;
  sequence: number;
  state: BillState;
};

/**
 * The bills of a cycle beside the one that is being drafted. Of a cycle's own run only bills on demand and final ones matter,
 * and where the cycle never had such a run nothing is looked at.
 */
export const readOtherBills = (
  sql: Sql,
  cycleId: string,
  kind: BillKind,
  accountIds: readonly string[],
): Promise<CycleBillRow[]> =>
  sql.query<CycleBillRow>(
    `select b.billing_account_id as "billingAccountId", b.id, b.kind, b.sequence, b.state
     from bill b
     where b.cycle_id = $1::uuid and b.billing_account_id = any($2::uuid[]) and b.state <> 'cancelled'
       and (b.kind <> 'cycle' or $3 <> 'cycle') and ${HAS_OTHER_RUNS}
     order by b.billing_account_id, b.kind, b.sequence`,
    [cycleId, accountIds, kind],
  );

// Asked once per statement, because it does not depend on the row.
const HAS_OTHER_RUNS = `($3 <> 'cycle' or exists (
  select from bill_run r where r.cycle_id = $1::uuid and r.kind <> 'cycle' and not r.dry_run))`;

export type ChargedLineRow = {
  billingAccountId: string;
  lineKey: string;
  amountMinor: bigint;
  quantity: string | null;
};

/** What issued bills charged these products for these periods, bill discounts apart. */
export const readChargedLines = (sql: Sql, periods: readonly ProductPeriod[]): Promise<ChargedLineRow[]> =>
  sql.query<ChargedLineRow>(
    `select l.billing_account_id as "billingAccountId", l.line_key as "lineKey", l.amount_minor as "amountMinor",
       l.quantity
     from unnest($1::uuid[], $2::uuid[], $3::date[]) as p(account_id, product_id, period_from)
     join bill b on b.billing_account_id = p.account_id and b.state = 'issued' and b.period_to >= p.period_from
     join bill_line l on l.operator_id = b.operator_id and l.billing_account_id = b.billing_account_id
       and l.bill_id = b.id and l.product_id = p.product_id and l.kind <> 'discount'
     where strpos(l.line_key || ':', ':' || p.period_from || ':') > 0
     order by l.billing_account_id, l.line_key`,
    [
      periods.map(({ billingAccountId }) => billingAccountId),
      periods.map(({ productId }) => productId),
      periods.map(({ periodFrom }) => periodFrom),
    ],
  );

/** Cycle bills of the period before (its end is `from`) and of the next one, whatever their state. */
export const readNeighbourBills = (
  sql: Sql,
  accountIds: readonly string[],
  { from, nextFrom }: { from: string; nextFrom: string | null },
): Promise<{ billingAccountId: string; state: BillState; isBefore: boolean }[]> =>
  sql.query(
    `select billing_account_id as "billingAccountId", state, period_to = $2::date as "isBefore" from bill
     where billing_account_id = any($1::uuid[]) and kind = 'cycle' and state <> 'cancelled'
       and (period_to = $2::date or period_from = $3::date)`,
    [accountIds, from, nextFrom],
  );

/** Products that the bills before charged in advance for the period from a day. */
export const readAdvanceProducts = (
  sql: Sql,
  accountIds: readonly string[],
  from: string,
): Promise<{ billingAccountId: string; productId: string }[]> =>
  sql.query(
    `select distinct l.billing_account_id as "billingAccountId", l.product_id as "productId"
     from bill b
     join bill_line l on l.operator_id = b.operator_id and l.billing_account_id = b.billing_account_id
       and l.bill_id = b.id
     where b.billing_account_id = any($1::uuid[]) and b.state = 'issued' and b.period_to = $2::date
       and l.product_id is not null and l.kind <> 'discount' and l.line_key like '%:' || $2::date || ':advance:%'`,
    [accountIds, from],
  );

/** Remembers which drafts go on from bills of their cycle that are issued already; the others stand at none. */
export async function savePriorBills(
  sql: Sql,
  runId: string,
  accounts: readonly { accountId: string; priorBills: number }[],
): Promise<void> {
  if (accounts.length === 0) return;
  await sql.query(
    `update bill_run_account a set prior_bills = d.bills
     from unnest($2::uuid[], $3::int[]) as d(account_id, bills)
     where a.run_id = $1::uuid and a.billing_account_id = d.account_id`,
    [runId, accounts.map(({ accountId }) => accountId), accounts.map(({ priorBills }) => priorBills)],
  );
}

/**
 * Bills whose account got another bill of the same cycle since they were drafted: issuing both would charge the same twice.
 * Bills of one cycle that are not its own run's are issued one after the other, so that none is overlooked.
 */
export async function findOvertakenBills(
  sql: Sql,
  bills: readonly { billingAccountId: string; id: string }[],
  { runId, cycleId, kind }: { runId: string; cycleId: string; kind: BillKind },
): Promise<Set<string>> {
  const lock = kind === 'cycle' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await sql.query(`select ${lock}(hashtextextended('issue:' || $1, 0))`, [cycleId]);
  const rows = await sql.query<{ id: string }>(
    `select b.bill_id as id
     from unnest($4::uuid[], $5::uuid[]) as b(account_id, bill_id)
     join bill_run_account r on r.billing_account_id = b.account_id and r.run_id = $2::uuid
     where ${HAS_OTHER_RUNS} and r.prior_bills <> (
       select count(*) from bill x
       where x.billing_account_id = b.account_id and x.cycle_id = $1::uuid and x.state = 'issued')`,
    [cycleId, runId, kind, bills.map(({ billingAccountId }) => billingAccountId), bills.map(({ id }) => id)],
  );
  return new Set(rows.map(({ id }) => id));
}
