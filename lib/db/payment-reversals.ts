import type { Sql } from '@/lib/db/tenant';

/** `won_back`: what undoes another one, in part or whole. */
export type ReversalKind = 'chargeback' | 'returned' | 'mistake' | 'won_back';

export type ReversalRow = {
  id: string;
  paymentId: string;
  kind: ReversalKind;
  /** Of what was won back: the reversal that it undoes. */
  ofId: string | null;
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
       recorded_at, of_id)
     values ($1::uuid, $2::uuid, $3::uuid, $4, $5, $6::date, $7, $8, $9, $10, $11::uuid)
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
      row.ofId,
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
  select id, payment_id as "paymentId", kind, of_id as "ofId", amount_minor as "amountMinor", reversed_on as "reversedOn", reason,
    source_key as "sourceKey", recorded_by as "recordedBy", recorded_at as "recordedAt"
  from payment_reversal`;

/** What a reversal took off which bills, those it left last first. The payment finds the allocations; their journals say of which reversal they are. */
export const readTakenBy = (
  sql: Sql,
  { paymentId, id }: Pick<ReversalRow, 'paymentId' | 'id'>,
): Promise<{ billId: string; amountMinor: bigint }[]> =>
  sql.query(
    `select l.bill_id as "billId", (-sum(l.amount_minor))::int8 as "amountMinor"
     from allocation l
     join journal j on j.operator_id = l.operator_id and j.billing_account_id = l.billing_account_id and j.event = l.event
       and j.source_id = l.source_id
     where l.payment_id = $1::uuid and l.event = 'payment.reversed' and j.details ->> 'reversal' = $2
     group by l.bill_id order by max(l.id::text) desc`,
    [paymentId, id],
  );
