import type { Sql } from '@/lib/db/tenant';

export type ReversalKind = 'chargeback' | 'returned' | 'mistake';

export type ReversalRow = {
  id: string;
  paymentId: string;
  kind: ReversalKind;
  amountMinor: bigint;
  reversedOn: string;
  reason: string;
  sourceKey: string;
  recordedBy: string;
  recordedAt: string;
};

/** Answers whether it is new; one of the same source key is there already otherwise. */
export async function insertReversal(sql: Sql, operatorId: string, row: ReversalRow): Promise<boolean> {
  const rows = await sql.query(
    `insert into payment_reversal (operator_id, id, payment_id, kind, amount_minor, reversed_on, reason, source_key, recorded_by,
       recorded_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4, $5, $6::date, $7, $8, $9, $10)
     on conflict (operator_id, source_key) do nothing returning id`,
    [
      operatorId,
      row.id,
      row.paymentId,
      row.kind,
      row.amountMinor,
      row.reversedOn,
      row.reason,
      row.sourceKey,
      row.recordedBy,
      row.recordedAt,
    ],
  );
  return rows.length > 0;
}

export async function findReversalBySource(sql: Sql, sourceKey: string): Promise<ReversalRow | null> {
  const [row] = await sql.query<ReversalRow>(`${SELECT} where source_key = $1`, [sourceKey]);
  return row ?? null;
}

export const listReversals = (sql: Sql, paymentId: string): Promise<ReversalRow[]> =>
  sql.query<ReversalRow>(`${SELECT} where payment_id = $1::uuid order by id`, [paymentId]);

const SELECT = `
  select id, payment_id as "paymentId", kind, amount_minor as "amountMinor", reversed_on as "reversedOn", reason,
    source_key as "sourceKey", recorded_by as "recordedBy", recorded_at as "recordedAt"
  from payment_reversal`;
