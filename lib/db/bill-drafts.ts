import type { Sql } from '@/lib/db/tenant';
import type { BillState } from '@/lib/domain/billing/state';

export type ExistingBillRow = {
  billingAccountId: string;
  id: string;
  state: BillState;
  totalMinor: bigint;
  draftHash: Buffer;
  sharesHash: Buffer;
};

/**
 * What a cycle has of these accounts already. `lock` holds the bills until the transaction ends; whoever touches a bill and its
 * partner lines takes the bill first, so that nobody waits in a circle.
 */
export async function readCycleBills(
  sql: Sql,
  cycleId: string,
  accountIds: readonly string[],
  { lock }: { lock: boolean },
): Promise<ExistingBillRow[]> {
  const ids = await findBillIds(sql, { cycleId, kind: 'cycle' }, accountIds);
  if (ids.length === 0) return [];
  return sql.query<ExistingBillRow>(
    `select billing_account_id as "billingAccountId", id, state, total_minor as "totalMinor",
       draft_hash as "draftHash", shares_hash as "sharesHash"
     from bill where id = any($1::uuid[]) order by id ${lock ? 'for update' : ''}`,
    [ids],
  );
}

/**
 * The bills of these accounts in a cycle, one look-up an account; `offset 0` keeps it so. Asked with the cycle and an order by id at
 * once, the planner reads all bills of the cycle for each chunk.
 */
export async function findBillIds(
  sql: Sql,
  { cycleId, kind }: { cycleId: string; kind: string },
  accountIds: readonly string[],
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select b.id from unnest($2::uuid[]) as a(id)
     cross join lateral (
       select id from bill where billing_account_id = a.id and cycle_id = $1::uuid and kind = $3 offset 0) b`,
    [cycleId, accountIds, kind],
  );
  return rows.map(({ id }) => id);
}

export type DraftLineRow = { billId: string; lineKey: string; description: string; amountMinor: bigint };

/** The lines of drafts that are about to be rewritten or removed, to tell what changes. */
export const readDraftLines = (
  sql: Sql,
  bills: readonly { billingAccountId: string; id: string }[],
): Promise<DraftLineRow[]> =>
  sql.query<DraftLineRow>(
    `select l.bill_id as "billId", l.line_key as "lineKey", l.description, l.amount_minor as "amountMinor"
     from unnest($1::uuid[], $2::uuid[]) as b(account_id, bill_id)
     join bill_line l on l.billing_account_id = b.account_id and l.bill_id = b.bill_id`,
    [bills.map(({ billingAccountId }) => billingAccountId), bills.map(({ id }) => id)],
  );

export type BillStateChange = { billingAccountId: string; id: string; state: BillState };

export async function setBillStates(sql: Sql, changes: readonly BillStateChange[]): Promise<void> {
  if (changes.length === 0) return;
  await sql.query(
    `update bill b set state = d.state
     from unnest($1::uuid[], $2::uuid[], $3::text[]) as d(account_id, bill_id, state)
     where b.billing_account_id = d.account_id and b.id = d.bill_id`,
    [
      changes.map(({ billingAccountId }) => billingAccountId),
      changes.map(({ id }) => id),
      changes.map(({ state }) => state),
    ],
  );
}

/** Ties partner lines to the bill line they became part of, or to none any more. The caller has them locked. */
export async function assignPartnerLines(
  sql: Sql,
  assignments: readonly { partnerBillId: string; lineNos: readonly number[]; lineKey: string | null }[],
): Promise<void> {
  if (assignments.length === 0) return;
  const billIds: string[] = [];
  const lineNos: number[] = [];
  const lineKeys: (string | null)[] = [];
  for (const assignment of assignments) {
    for (const lineNo of assignment.lineNos) {
      billIds.push(assignment.partnerBillId);
      lineNos.push(lineNo);
      lineKeys.push(assignment.lineKey);
    }
  }
  await sql.query(
    `update partner_bill_line l set bill_line_key = d.line_key
     from unnest($1::uuid[], $2::int[], $3::text[]) as d(bill_id, line_no, line_key)
     where l.partner_bill_id = d.bill_id and l.line_no = d.line_no`,
    [billIds, lineNos, lineKeys],
  );
}
