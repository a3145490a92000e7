import type { Sql } from '@/lib/db/tenant';
import type { AccountHoldKind } from '@/lib/domain/billing/hold-cause';

export type AccountHoldRow = {
  billingAccountId: string;
  kind: AccountHoldKind;
  reason: string;
  createdBy: string;
  createdAt: string;
};

/** What people have said about these accounts' bills of a cycle and not taken back; at most one row an account. */
export const readOpenHolds = (
  sql: Sql,
  cycleId: string,
  accountIds: readonly string[],
): Promise<AccountHoldRow[]> =>
  sql.query<AccountHoldRow>(
    `select billing_account_id as "billingAccountId", kind, reason, created_by as "createdBy", created_at as "createdAt"
     from account_hold
     where cycle_id = $1::uuid and ended_at is null and billing_account_id = any($2::uuid[])`,
    [cycleId, accountIds],
  );

export type HoldChange = { cycleId: string; by: string; at: string };

/** Ends what stands for these accounts, so that one other thing can be said of each. */
export async function endHolds(
  sql: Sql,
  { cycleId, by, at }: HoldChange,
  accountIds: readonly string[],
): Promise<void> {
  await sql.query(
    `update account_hold set ended_by = $3, ended_at = $4::timestamptz
     where cycle_id = $1::uuid and ended_at is null and billing_account_id = any($2::uuid[])`,
    [cycleId, accountIds, by, at],
  );
}

/** The caller has ended what stood before; a unique index refuses a second open row. */
export async function insertHolds(
  sql: Sql,
  operatorId: string,
  { cycleId, by, at }: HoldChange,
  holds: readonly { id: string; billingAccountId: string; kind: AccountHoldKind; reason: string }[],
): Promise<void> {
  await sql.query(
    `insert into account_hold (operator_id, billing_account_id, id, cycle_id, kind, reason, created_by, created_at)
     select $1::uuid, d.account_id, d.id, $2::uuid, d.kind, d.reason, $3, $4::timestamptz
     from unnest($5::uuid[], $6::uuid[], $7::text[], $8::text[]) as d(account_id, id, kind, reason)`,
    [
      operatorId,
      cycleId,
      by,
      at,
      holds.map(({ billingAccountId }) => billingAccountId),
      holds.map(({ id }) => id),
      holds.map(({ kind }) => kind),
      holds.map(({ reason }) => reason),
    ],
  );
}
