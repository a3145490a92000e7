import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';

/** What a file pays: each kind is sent, paid and brought back in its own way, by one code. */
export type PaymentFileKind = 'payouts' | 'refunds';

export type PaymentFileRow = {
  id: string;
  kind: PaymentFileKind;
  messageId: string;
  currency: string;
  payments: number;
  controlSumMinor: bigint;
  contentHash: Buffer;
  createdBy: string;
  createdAt: string;
};

export async function insertPaymentFile(
  sql: Sql,
  operatorId: string,
  file: PaymentFileRow,
  content: Uint8Array,
): Promise<void> {
  await sql.query(
    `insert into payment_file (operator_id, id, message_id, currency, payments, control_sum_minor, content_hash, content, created_by, created_at,
       kind)
     values ($1::uuid, $2::uuid, $3, $4, $5, $6, $7, $8, $9, $10::timestamptz, $11)`,
    [
      operatorId,
      file.id,
      file.messageId,
      file.currency,
      file.payments,
      file.controlSumMinor,
      file.contentHash,
      Buffer.from(content),
      file.createdBy,
      file.createdAt,
      file.kind,
    ],
  );
}

/** Filter `kind`. */
export const listPaymentFileRows = (sql: Sql, query: ListQuery): Promise<Page<PaymentFileRow>> =>
  readPage(
    sql,
    {
      select: `${SELECT} where (cardinality($1::text[]) = 0 or kind = any($1))`,
      params: [query.filters.kind ?? []],
      sortable: { created: { column: '"createdAt"', type: 'timestamptz' } },
      defaultSort: { id: 'created', descending: true },
    },
    query,
  );

/** With its bytes, as they were made. */
export async function findPaymentFile(
  sql: Sql,
  id: string,
): Promise<(PaymentFileRow & { content: Buffer }) | null> {
  const [row] = await sql.query<PaymentFileRow & { content: Buffer }>(
    `${SELECT.replace('from', ', content from')} where id = $1::uuid`,
    [uuidOrNull(id)],
  );
  return row ?? null;
}

/** Approved payouts of a currency that are in no file yet, by number; with `ids`, of those. Held until the transaction ends. */
export const lockPayoutsToPay = async (
  sql: Sql,
  currency: string,
  ids: readonly string[] | null,
): Promise<string[]> =>
  (
    await sql.query<{ id: string }>(
      `select id from payout where state = 'approved' and currency = $1 and ($2::uuid[] is null or id = any($2::uuid[]))
       order by number for update`,
      [currency, ids?.map(uuidOrNull) ?? null],
    )
  ).map(({ id }) => id);

const SELECT = `
  select id, message_id as "messageId", currency::text as currency, kind, payments, control_sum_minor as "controlSumMinor",
    content_hash as "contentHash", created_by as "createdBy", created_at as "createdAt" from payment_file`;
