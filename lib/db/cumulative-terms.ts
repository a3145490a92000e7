import type { BillKey } from '@/lib/db/bill-issue';
import { copyRow } from '@/lib/db/bulk/copy-text';
import { insertRows } from '@/lib/db/bulk/insert-rows';
import type { Sql } from '@/lib/db/tenant';
import type { TermTotals } from '@/lib/domain/settlement/terms';

export type CumulativeLineRow = {
  billingAccountId: string;
  billId: string;
  lineId: string;
  lineKey: string;
  supplierRole: 'operator' | 'principal' | 'agent';
  offeringId: string | null;
  agreementId: string | null;
  kind: string;
  periodFrom: string;
  periodTo: string;
  quantity: string | null;
  amountMinor: bigint;
};

/**
 * Lines that may be settled by terms that count over the whole cycle, in the order in which they are counted; no discounts that others were
 * agreed to bear. Those of such an agreement whose offering is named too: it may have no chain of its own, and `chainFor` decides.
 */
export const readCumulativeLines = (
  sql: Sql,
  bills: readonly BillKey[],
  settled: { offeringIds: readonly string[]; agreementIds: readonly string[] },
): Promise<CumulativeLineRow[]> =>
  sql.query<CumulativeLineRow>(
    `select l.billing_account_id as "billingAccountId", l.bill_id as "billId", l.id as "lineId", l.line_key as "lineKey",
       l.supplier_role as "supplierRole", l.offering_id as "offeringId", l.agreement_id as "agreementId", l.kind,
       l.period_from as "periodFrom", l.period_to as "periodTo", l.quantity, l.amount_minor as "amountMinor"
     from unnest($1::uuid[], $2::uuid[]) as b(account_id, bill_id)
     join bill_line l on l.billing_account_id = b.account_id and l.bill_id = b.bill_id
     where (l.offering_id = any($3::uuid[]) or l.agreement_id = any($4::uuid[]))
       and (l.kind <> 'discount' or not exists (
         select from account_discount d
         where d.operator_id = l.operator_id and d.billing_account_id = l.billing_account_id and d.borne_by <> 'shared'
           and d.id::text = substring(l.line_key from '[^:]*$')))
     order by l.billing_account_id, l.bill_id, l.position`,
    [
      bills.map((bill) => bill.billingAccountId),
      bills.map((bill) => bill.id),
      settled.offeringIds,
      settled.agreementIds,
    ],
  );

/**
 * What cumulative terms have seen of the cycle's issued bills, by term id; the cycle's are the caller's until its transaction ends, because it
 * moves them on. A lock on the cycle and not on rows: the first bills of two runs (the cycle's and one on demand) find none.
 */
export async function lockTermTotals(sql: Sql, cycleId: string): Promise<Map<string, TermTotals>> {
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('term-totals:' || $1, 0))`, [cycleId]);
  const rows = await sql.query<{ termId: string } & TermTotals>(
    `select term_id as "termId", base_minor as "baseMinor", earned_minor as "earnedMinor" from term_total
     where cycle_id = $1::uuid`,
    [cycleId],
  );
  return new Map(rows.map(({ termId, ...totals }) => [termId, totals]));
}

export async function saveTermTotals(
  sql: Sql,
  operatorId: string,
  cycleId: string,
  totals: ReadonlyMap<string, TermTotals>,
): Promise<void> {
  const entries = [...totals.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  await sql.query(
    `insert into term_total (operator_id, term_id, cycle_id, base_minor, earned_minor)
     select $1::uuid, d.term_id, $2::uuid, d.base, d.earned
     from unnest($3::uuid[], $4::int8[], $5::int8[]) as d(term_id, base, earned)
     on conflict (operator_id, term_id, cycle_id) do update
       set base_minor = excluded.base_minor, earned_minor = excluded.earned_minor`,
    [
      operatorId,
      cycleId,
      entries.map(([termId]) => termId),
      entries.map(([, { baseMinor }]) => baseMinor),
      entries.map(([, { earnedMinor }]) => earnedMinor),
    ],
  );
}

export type ShareToWrite = {
  billingAccountId: string;
  billId: string;
  lineId: string;
  partyId: string;
  agreementId: string | null;
  termId: string | null;
  amountMinor: bigint;
  steps: readonly unknown[];
};

/** Puts other shares in the place of a line's. The bill is not issued yet, or a trigger refuses. */
export async function replaceLineShares(
  sql: Sql,
  { operatorId, cycleId }: { operatorId: string; cycleId: string },
  shares: readonly ShareToWrite[],
): Promise<void> {
  await sql.query(
    `delete from line_share s using unnest($1::uuid[], $2::uuid[], $3::uuid[]) as d(account_id, bill_id, line_id)
     where s.billing_account_id = d.account_id and s.bill_id = d.bill_id and s.line_id = d.line_id`,
    [
      shares.map((share) => share.billingAccountId),
      shares.map((share) => share.billId),
      shares.map((share) => share.lineId),
    ],
  );
  const rows = shares.map((share) =>
    copyRow([
      operatorId,
      share.billingAccountId,
      share.billId,
      share.lineId,
      share.partyId,
      cycleId,
      share.agreementId,
      share.termId,
      share.amountMinor,
      JSON.stringify(share.steps),
    ]),
  );
  await insertRows(sql, 'line_share', SHARE, rows);
}

const SHARE =
  'operator_id billing_account_id bill_id line_id party_id cycle_id agreement_id term_id amount_minor steps'.split(
    ' ',
  );
