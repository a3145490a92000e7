import type { Sql } from '@/lib/db/tenant';

export type ObjectionRow = {
  id: string;
  /** The row it is about, as the list of rows names it; null: the whole payout. */
  row: string | null;
  words: string;
  raisedBy: string;
  raisedAt: string;
  answer: string | null;
  answeredBy: string | null;
  answeredAt: string | null;
};

export const listObjections = (sql: Sql, payoutId: string): Promise<ObjectionRow[]> =>
  sql.query<ObjectionRow>(
    `select id, case when journal_id is not null then ${ROW_ID} end as row, words, raised_by as "raisedBy", raised_at as "raisedAt",
       answer, answered_by as "answeredBy", answered_at as "answeredAt"
     from payout_objection where payout_id = $1::uuid order by raised_at, id`,
    [payoutId],
  );

/** A row's own id names its key, so that it is found again at once among millions. */
const ROW_ID = `concat_ws('.', billing_account_id, journal_id, position)`;

export type NewObjection = {
  id: string;
  payoutId: string;
  partyId: string;
  row: { billingAccountId: string; journalId: string; position: number } | null;
  words: string;
  raisedBy: string;
  raisedAt: string;
};

export async function insertObjection(sql: Sql, operatorId: string, objection: NewObjection): Promise<void> {
  const { id, payoutId, partyId, row, words, raisedBy, raisedAt } = objection;
  await sql.query(
    `insert into payout_objection (operator_id, id, payout_id, party_id, billing_account_id, journal_id, position, words, raised_by, raised_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::uuid, $7, $8, $9, $10::timestamptz)`,
    [
      operatorId,
      id,
      payoutId,
      partyId,
      row?.billingAccountId ?? null,
      row?.journalId ?? null,
      row?.position ?? null,
      words,
      raisedBy,
      raisedAt,
    ],
  );
  await countObjection(sql, payoutId, 1);
}

/** Answers the payout of an open objection that it answered; null when there is none. */
export async function answerOpenObjection(
  sql: Sql,
  {
    id,
    payoutId,
    answer,
    answeredBy,
    answeredAt,
  }: {
    id: string;
    payoutId: string;
    answer: string;
    answeredBy: string;
    answeredAt: string;
  },
): Promise<string | null> {
  const [row] = await sql.query<{ payoutId: string }>(
    `update payout_objection set answer = $2, answered_by = $3, answered_at = $4::timestamptz
     where id = $1::uuid and payout_id = $5::uuid and answered_at is null returning payout_id as "payoutId"`,
    [id, answer, answeredBy, answeredAt, payoutId],
  );
  if (!row) return null;
  await countObjection(sql, row.payoutId, -1);
  return row.payoutId;
}

const countObjection = (sql: Sql, payoutId: string, by: 1 | -1): Promise<unknown> =>
  sql.query('update payout set open_objections = open_objections + $2 where id = $1::uuid', [payoutId, by]);
