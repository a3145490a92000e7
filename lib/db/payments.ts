import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';

export const PAYMENT_METHODS = ['bank_transfer', 'card', 'direct_debit', 'cash', 'other'] as const;
export type PaymentMethodKind = (typeof PAYMENT_METHODS)[number];
export type PaymentSource = 'api' | 'hand' | 'bank-file' | 'provider';
export type PaymentState = 'unmatched' | 'received' | 'partly_reversed' | 'reversed';

export type PaymentRow = {
  id: string;
  state: PaymentState;
  account: { id: string; number: string; name: string; customerId: string; customer: string } | null;
  currency: string;
  amountMinor: bigint;
  /** What its own allocations have on bills. */
  allocatedMinor: bigint;
  reversedMinor: bigint;
  refundedMinor: bigint;
  /** What is open of its debit notes: reversed after it had been given back, so that the customer owes it. */
  debtMinor: bigint;
  /** Of its debit notes, what was written off. */
  debtGivenUpMinor: bigint;
  receivedOn: string;
  method: PaymentMethodKind;
  reference: string;
  payerName: string | null;
  payerIban: string | null;
  source: PaymentSource;
  sourceKey: string;
  recordedBy: string;
  recordedAt: string;
  matchedBy: string | null;
  matchedAt: string | null;
};

/** Payments the scope may see; filters `state`, `account` (id), `method`, `source`, `currency`; `q` in reference, payer and account number. */
export function listPayments(sql: Sql, query: ListQuery): Promise<Page<PaymentRow>> {
  return readPage(
    sql,
    {
      select: `${SELECT} where ${MATCHES}`,
      params: filterParams(query),
      sortable: {
        receivedOn: { column: '"receivedOn"', type: 'date' },
        amount: { column: '"amountMinor"', type: 'int8' },
        recordedAt: { column: '"recordedAt"', type: 'timestamptz' },
      },
      defaultSort: { id: 'receivedOn', descending: true },
    },
    query,
  );
}

export type PaymentSum = { currency: string; payments: number; amountMinor: bigint; unmatchedMinor: bigint };

/** What the payments of a filter come to, by currency, less what was reversed. */
export const sumPayments = (sql: Sql, query: Pick<ListQuery, 'q' | 'filters'>): Promise<PaymentSum[]> =>
  sql.query<PaymentSum>(
    `select p.currency, count(*)::int as payments, sum(p.amount_minor - p.reversed_minor)::int8 as "amountMinor",
       coalesce(sum(p.amount_minor - p.reversed_minor) filter (where p.state = 'unmatched'), 0)::int8 as "unmatchedMinor"
     ${FROM} where ${MATCHES} group by p.currency order by p.currency`,
    filterParams(query),
  );

const filterParams = ({ q, filters }: Pick<ListQuery, 'q' | 'filters'>) => [
  q,
  containing(q),
  filters.state ?? [],
  filters.account ?? [],
  filters.method ?? [],
  filters.source ?? [],
  filters.currency ?? [],
];

const FROM = `
  from payment p
  left join billing_account a on a.operator_id = p.operator_id and a.id = p.billing_account_id
  left join party c on c.operator_id = a.operator_id and c.id = a.customer_id`;

const MATCHES = `($1 = '' or p.reference ilike $2 or p.payer_name ilike $2 or a.number ilike $2)
  and (cardinality($3::text[]) = 0 or p.state = any($3))
  and (cardinality($4::text[]) = 0 or p.billing_account_id::text = any($4))
  and (cardinality($5::text[]) = 0 or p.method = any($5))
  and (cardinality($6::text[]) = 0 or p.source = any($6))
  and (cardinality($7::text[]) = 0 or p.currency = any($7))`;

const SELECT = `
  select p.id, p.state, p.currency, p.amount_minor as "amountMinor", p.reversed_minor as "reversedMinor",
    p.refunded_minor as "refundedMinor", coalesce(d.open_minor, 0)::int8 as "debtMinor", coalesce(d.written_off_minor, 0)::int8 as "debtGivenUpMinor",
    p.received_on as "receivedOn", p.method, p.reference, p.payer_name as "payerName",
    p.payer_iban as "payerIban", p.source, p.source_key as "sourceKey", p.recorded_by as "recordedBy", p.recorded_at as "recordedAt",
    p.matched_by as "matchedBy", p.matched_at as "matchedAt",
    case when a.id is not null then json_build_object('id', a.id, 'number', a.number, 'name', a.name, 'customerId', a.customer_id,
      'customer', c.name) end as account,
    p.allocated_minor as "allocatedMinor"
  ${FROM}
  left join lateral (
    select sum(i.open_minor) as open_minor, sum(i.written_off_minor) as written_off_minor from debit_note n
    join open_item i on i.operator_id = n.operator_id and i.billing_account_id = n.billing_account_id and i.bill_id = n.id
    where n.operator_id = p.operator_id and n.payment_id = p.id) d on true`;

export async function findPayment(sql: Sql, id: string): Promise<PaymentRow | null> {
  const [row] = await sql.query<PaymentRow>(`${SELECT} where p.id = $1::uuid`, [uuidOrNull(id)]);
  return row ?? null;
}

export const findPayments = (sql: Sql, ids: readonly string[]): Promise<PaymentRow[]> =>
  sql.query<PaymentRow>(`${SELECT} where p.id = any($1::uuid[])`, [ids]);

/** A payment that nobody else can change until the transaction ends. */
export async function lockPayment(sql: Sql, id: string): Promise<PaymentRow | null> {
  await sql.query('select 1 from payment where id = $1::uuid for update', [uuidOrNull(id)]);
  return findPayment(sql, id);
}

export type KnownPayment = { id: string; sourceKey: string; fingerprint: Buffer };

/** Payments that are there already, by what makes them themselves. */
export const findPaymentsBySource = (sql: Sql, sourceKeys: readonly string[]): Promise<KnownPayment[]> =>
  sql.query<KnownPayment>(
    'select id, source_key as "sourceKey", fingerprint from payment where source_key = any($1)',
    [sourceKeys],
  );

export type NewPayment = {
  id: string;
  billingAccountId: string | null;
  currency: string;
  amountMinor: bigint;
  receivedOn: string;
  method: PaymentMethodKind;
  reference: string;
  payerName: string | null;
  payerIban: string | null;
  source: PaymentSource;
  sourceKey: string;
  fingerprint: Buffer;
  recordedBy: string;
  recordedAt: string;
};

/** Answers which are new; one of the same source key is there already otherwise, also when it came a moment ago. */
export async function insertPayments(
  sql: Sql,
  operatorId: string,
  payments: readonly NewPayment[],
): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>(
    `insert into payment (operator_id, id, billing_account_id, state, currency, amount_minor, received_on, method, reference,
       payer_name, payer_iban, source, source_key, fingerprint, recorded_by, recorded_at)
     select $1::uuid, d.id, d.account_id, case when d.account_id is null then 'unmatched' else 'received' end, d.currency, d.amount,
       d.received_on, d.method, d.reference, d.payer_name, d.payer_iban, d.source, d.source_key, d.fingerprint, d.by, d.at
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::int8[], $6::date[], $7::text[], $8::text[], $9::text[], $10::text[],
       $11::text[], $12::text[], $13::bytea[], $14::text[], $15::timestamptz[]) as d(id, account_id, currency, amount, received_on,
       method, reference, payer_name, payer_iban, source, source_key, fingerprint, by, at)
     on conflict (operator_id, source_key) do nothing returning id`,
    [
      operatorId,
      payments.map(({ id }) => id),
      payments.map(({ billingAccountId }) => billingAccountId),
      payments.map(({ currency }) => currency),
      payments.map(({ amountMinor }) => amountMinor),
      payments.map(({ receivedOn }) => receivedOn),
      payments.map(({ method }) => method),
      payments.map(({ reference }) => reference),
      payments.map(({ payerName }) => payerName),
      payments.map(({ payerIban }) => payerIban),
      payments.map(({ source }) => source),
      payments.map(({ sourceKey }) => sourceKey),
      payments.map(({ fingerprint }) => fingerprint),
      payments.map(({ recordedBy }) => recordedBy),
      payments.map(({ recordedAt }) => recordedAt),
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

export const markMatched = (
  sql: Sql,
  id: string,
  match: { billingAccountId: string; by: string; at: string },
): Promise<unknown> =>
  sql.query(
    `update payment set billing_account_id = $2::uuid, matched_by = $3, matched_at = $4,
       state = case when reversed_minor = 0 then 'received' else 'partly_reversed' end
     where id = $1::uuid`,
    [id, match.billingAccountId, match.by, match.at],
  );

/** Adds to what of a payment was reversed (below zero: it was won back); the state follows. One that nobody is known for stays so while anything is left. */
export const addReversed = (sql: Sql, id: string, amountMinor: bigint): Promise<unknown> =>
  sql.query(
    `update payment set reversed_minor = reversed_minor + $2,
       state = case when reversed_minor + $2 = amount_minor then 'reversed' when billing_account_id is null then 'unmatched'
         when reversed_minor + $2 = 0 then 'received' else 'partly_reversed' end
     where id = $1::uuid`,
    [id, amountMinor],
  );

export const addRefunded = (sql: Sql, id: string, amountMinor: bigint): Promise<unknown> =>
  sql.query('update payment set refunded_minor = refunded_minor + $2 where id = $1::uuid', [id, amountMinor]);

const ALIKE_DAYS = 7;

/** Payments that may be the one that is about to be recorded: of the same account and amount, not taken back, received in the week before. */
export const findAlike = (
  sql: Sql,
  of: { billingAccountId: string; currency: string; amountMinor: bigint },
  today: string,
): Promise<{ id: string; receivedOn: string; reference: string }[]> =>
  sql.query(
    `select id, received_on as "receivedOn", reference from payment
     where billing_account_id = $1::uuid and currency = $2 and amount_minor = $3 and reversed_minor = 0
       and received_on >= $4::date - $5::int
     order by received_on desc, id desc limit 3`,
    [of.billingAccountId, of.currency, of.amountMinor, today, ALIKE_DAYS],
  );
