import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';

export type RefundState = 'requested' | 'paid' | 'failed';

export type RefundRow = {
  id: string;
  state: RefundState;
  account: { id: string; number: string; name: string; customerId: string };
  paymentId: string | null;
  currency: string;
  amountMinor: bigint;
  method: string;
  reason: string;
  failure: string | null;
  requestedBy: string;
  requestedAt: string;
  endedOn: string | null;
};

/** Refunds the scope may see; filters `state`, `account` (id), `payment` (id). */
export function listRefunds(sql: Sql, query: ListQuery): Promise<Page<RefundRow>> {
  return readPage(
    sql,
    {
      select: `${SELECT}
        where (cardinality($1::text[]) = 0 or r.state = any($1))
          and (cardinality($2::text[]) = 0 or r.billing_account_id::text = any($2))
          and (cardinality($3::text[]) = 0 or r.payment_id::text = any($3))`,
      params: [query.filters.state ?? [], query.filters.account ?? [], query.filters.payment ?? []],
      sortable: { requestedAt: { column: '"requestedAt"', type: 'timestamptz' } },
      defaultSort: { id: 'requestedAt', descending: true },
    },
    query,
  );
}

export async function findRefund(sql: Sql, id: string): Promise<RefundRow | null> {
  const [row] = await sql.query<RefundRow>(`${SELECT} where r.id = $1::uuid`, [uuidOrNull(id)]);
  return row ?? null;
}

/** Until the transaction ends nobody else asks whether there is a refund of this id, or makes it. */
export const holdRefundId = (sql: Sql, id: string): Promise<unknown> =>
  sql.query("select pg_advisory_xact_lock(hashtextextended('refund:' || $1, 0))", [id]);

export async function lockRefund(sql: Sql, id: string): Promise<RefundRow | null> {
  await sql.query('select 1 from refund where id = $1::uuid for update', [uuidOrNull(id)]);
  return findRefund(sql, id);
}

const SELECT = `
  select r.id, r.state, r.payment_id as "paymentId", r.currency, r.amount_minor as "amountMinor", r.method, r.reason, r.failure,
    r.requested_by as "requestedBy", r.requested_at as "requestedAt", r.ended_on as "endedOn",
    json_build_object('id', a.id, 'number', a.number, 'name', a.name, 'customerId', a.customer_id) as account
  from refund r
  join billing_account a on a.operator_id = r.operator_id and a.id = r.billing_account_id`;

export type NewRefund = {
  id: string;
  billingAccountId: string;
  paymentId: string | null;
  currency: string;
  amountMinor: bigint;
  method: string;
  reason: string;
  requestedBy: string;
  requestedAt: string;
};

export const insertRefund = (sql: Sql, operatorId: string, row: NewRefund): Promise<unknown> =>
  sql.query(
    `insert into refund (operator_id, billing_account_id, id, payment_id, state, currency, amount_minor, method, reason, requested_by,
       requested_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, 'requested', $5, $6, $7, $8, $9, $10)`,
    [
      operatorId,
      row.billingAccountId,
      row.id,
      row.paymentId,
      row.currency,
      row.amountMinor,
      row.method,
      row.reason,
      row.requestedBy,
      row.requestedAt,
    ],
  );

export const endRefund = (
  sql: Sql,
  id: string,
  end: { state: 'paid' | 'failed'; on: string; failure: string | null },
): Promise<unknown> =>
  sql.query('update refund set state = $2, ended_on = $3::date, failure = $4 where id = $1::uuid', [
    id,
    end.state,
    end.on,
    end.failure,
  ]);
