import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Address } from '@/lib/db/parties';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import type { RefundState } from '@/lib/domain/settlement/refund-state';

export type RefundPayee = { name: string /** Compact. */; iban: string; bic: string | null };

export type RefundRow = {
  id: string;
  state: RefundState;
  account: {
    id: string;
    number: string;
    name: string;
    customerId: string;
    country: string;
    address: Partial<Address> | null;
  };
  paymentId: string | null;
  currency: string;
  amountMinor: bigint;
  method: string;
  reason: string;
  failure: string | null;
  requestedBy: string;
  requestedAt: string;
  endedOn: string | null;
  /** Of a bank transfer: where it goes, once that is known. */
  payee: RefundPayee | null;
  /** Whose word the payee is, also by recording the payment it came with; null: the bank's, whose file has the payment. */
  payeeBy: string | null;
  /** One more each time another payee is named. */
  payeeVersion: number;
  /** The provider that took its payment gives it back. */
  byProvider: boolean;
  fileId: string | null;
  sentAt: string | null;
};

/** Refunds the scope may see; filters `state`, `account` (id), `payment` (id), `method`. */
export function listRefunds(sql: Sql, query: ListQuery): Promise<Page<RefundRow>> {
  return readPage(
    sql,
    {
      select: `${SELECT}
        where (cardinality($1::text[]) = 0 or r.state = any($1))
          and (cardinality($2::text[]) = 0 or r.billing_account_id::text = any($2))
          and (cardinality($3::text[]) = 0 or r.payment_id::text = any($3))
          and (cardinality($4::text[]) = 0 or r.method = any($4))`,
      params: [
        ...[query.filters.state ?? [], query.filters.account ?? [], query.filters.payment ?? []],
        query.filters.method ?? [],
      ],
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
    case when r.payee_iban is not null then json_build_object('name', r.payee_name, 'iban', r.payee_iban, 'bic', r.payee_bic) end as payee,
    r.payee_by as "payeeBy", r.payee_version as "payeeVersion", r.file_id as "fileId", r.sent_at as "sentAt",
    r.payee_iban is null and exists (
      select from payment_session s
      where s.operator_id = r.operator_id and s.billing_account_id = r.billing_account_id and s.payment_id = r.payment_id) as "byProvider",
    json_build_object('id', a.id, 'number', a.number, 'name', a.name, 'customerId', a.customer_id,
      'country', a.country, 'address', a.address) as account
  from refund r
  join billing_account a on a.operator_id = r.operator_id and a.id = r.billing_account_id`;

/** Where a refund goes from now on, and who said so. */
export const savePayee = (
  sql: Sql,
  id: string,
  { name, iban, bic }: RefundPayee,
  by: string,
): Promise<unknown> =>
  sql.query(
    'update refund set payee_name = $2, payee_iban = $3, payee_bic = $4, payee_by = $5, payee_version = payee_version + 1 where id = $1::uuid',
    [id, name, iban, bic, by],
  );

/**
 * Refunds by bank transfer of a currency that wait to be sent, the first asked for first; with `ids`, of those. One that a provider gives
 * back is none. Held until the transaction ends, so that of two who ask one gets each.
 */
export const lockRefundsToSend = async (
  sql: Sql,
  currency: string,
  ids: readonly string[] | null,
): Promise<RefundRow[]> => {
  const locked = await sql.query<{ id: string }>(
    `select id from refund where state = 'requested' and method = 'bank_transfer' and currency = $1
       and ($2::uuid[] is null or id = any($2::uuid[])) order by id for update`,
    [currency, ids?.map(uuidOrNull) ?? null],
  );
  const rows = await sql.query<RefundRow>(`${SELECT} where r.id = any($1::uuid[]) order by r.id`, [
    locked.map(({ id }) => id),
  ]);
  return rows.filter(({ byProvider }) => !byProvider);
};

/** Currencies in which refunds by bank transfer wait to be sent; with `ids`, of those. */
export const listCurrenciesToSend = async (sql: Sql, ids: readonly string[] | null): Promise<string[]> =>
  (
    await sql.query<{ currency: string }>(
      `select distinct currency::text as currency from refund where state = 'requested' and method = 'bank_transfer'
         and ($1::uuid[] is null or id = any($1::uuid[])) order by 1`,
      [ids?.map(uuidOrNull) ?? null],
    )
  ).map(({ currency }) => currency);

export const sendRefunds = (
  sql: Sql,
  ids: readonly string[],
  { fileId, at, by }: { fileId: string; at: string; by: string },
): Promise<unknown> =>
  sql.query(
    `update refund set state = 'sent', file_id = $2::uuid, sent_at = $3::timestamptz, sent_by = $4 where id = any($1::uuid[])`,
    [ids, fileId, at, by],
  );

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
  payee: RefundPayee | null;
  payeeBy: string | null;
};

export const insertRefund = (sql: Sql, operatorId: string, row: NewRefund): Promise<unknown> =>
  sql.query(
    `insert into refund (operator_id, billing_account_id, id, payment_id, state, currency, amount_minor, method, reason, requested_by,
       requested_at, payee_name, payee_iban, payee_bic, payee_by)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, 'requested', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
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
      ...[row.payee?.name ?? null, row.payee?.iban ?? null, row.payee?.bic ?? null, row.payeeBy],
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
