import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';

export type WriteOffKind = 'write_off' | 'reversal';
export type WriteOffState = 'waiting' | 'booked' | 'refused';

export type WriteOffRow = {
  id: string;
  kind: WriteOffKind;
  state: WriteOffState;
  bill: { id: string; number: string };
  billingAccount: { id: string; number: string; name: string };
  customer: { id: string; slug: string; name: string };
  currency: string;
  amountMinor: bigint;
  reason: string;
  askedBy: string;
  askedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  bookedOn: string | null;
};

export type NewWriteOff = {
  billingAccountId: string;
  id: string;
  billId: string;
  kind: WriteOffKind;
  state: WriteOffState;
  currency: string;
  amountMinor: bigint;
  reason: string;
  askedBy: string;
  askedAt: string;
  /** Of one that is booked at once. */
  bookedOn: string | null;
};

export async function insertWriteOff(sql: Sql, operatorId: string, row: NewWriteOff): Promise<void> {
  const isBooked = row.state === 'booked';
  await sql.query(
    `insert into write_off (operator_id, billing_account_id, id, bill_id, kind, state, currency, amount_minor, reason, asked_by, asked_at,
       decided_by, decided_at, booked_on)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6, $7, $8, $9, $10, $11::timestamptz, $12, $13::timestamptz, $14::date)`,
    [
      ...[
        operatorId,
        row.billingAccountId,
        row.id,
        row.billId,
        row.kind,
        row.state,
        row.currency,
        row.amountMinor,
      ],
      ...[row.reason, row.askedBy, row.askedAt],
      ...[isBooked ? row.askedBy : null, isBooked ? row.askedAt : null, row.bookedOn],
    ],
  );
}

/** One write-off, locked until the transaction ends. */
export async function lockWriteOff(sql: Sql, id: string): Promise<WriteOffRow | null> {
  const [row] = await sql.query<WriteOffRow>(`${select} where w.id = $1::uuid for update of w`, [
    uuidOrNull(id),
  ]);
  return row ?? null;
}

export async function decideWriteOffRow(
  sql: Sql,
  { billingAccount, id }: Pick<WriteOffRow, 'billingAccount' | 'id'>,
  decided: { state: 'booked' | 'refused'; by: string; at: string; bookedOn: string | null },
): Promise<void> {
  await sql.query(
    `update write_off set state = $3, decided_by = $4, decided_at = $5::timestamptz, booked_on = $6::date
     where billing_account_id = $1::uuid and id = $2::uuid`,
    [billingAccount.id, id, decided.state, decided.by, decided.at, decided.bookedOn],
  );
}

export async function hasWaitingWriteOff(
  sql: Sql,
  billingAccountId: string,
  billId: string,
): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from write_off where billing_account_id = $1::uuid and bill_id = $2::uuid and state = 'waiting'`,
    [billingAccountId, billId],
  );
  return rows.length > 0;
}

/** Write-offs and what was taken back of them, the latest first; filters `state`, `kind`, `bill`. */
export function listWriteOffRows(sql: Sql, { filters, q, ...query }: ListQuery): Promise<Page<WriteOffRow>> {
  const params: unknown[] = [];
  const where = ['true'];
  for (const name of ['state', 'kind'] as const) {
    const options = filters[name];
    if (options?.length) where.push(`w.${name} = any($${params.push(options)}::text[])`);
  }
  if (filters.bill?.length)
    where.push(`w.bill_id = any($${params.push(filters.bill.map(uuidOrNull))}::uuid[])`);
  if (q !== '') {
    const pattern = `$${params.push(`%${q.replace(/[\\%_]/g, '\\$&')}%`)}`;
    where.push(`(b.number ilike ${pattern} or a.name ilike ${pattern} or c.name ilike ${pattern})`);
  }
  return readPage(
    sql,
    {
      select: `${select} where ${where.join(' and ')}`,
      params,
      sortable: {
        asked: { column: '"askedAt"', type: 'timestamptz' },
        amount: { column: '"amountMinor"', type: 'int8' },
      },
      defaultSort: { id: 'asked', descending: true },
    },
    query,
  );
}

export type WrittenOffBill = { billId: string; writtenOffMinor: bigint };

/** Bills of an account of which something is written off, the oldest first; locked by id, as all lock them. */
export const lockWrittenOffBills = async (
  sql: Sql,
  billingAccountId: string,
  currency: string,
): Promise<WrittenOffBill[]> => {
  const rows = await sql.query<WrittenOffBill & { dueOn: string }>(
    `select bill_id as "billId", written_off_minor as "writtenOffMinor", due_on as "dueOn" from open_item
     where billing_account_id = $1::uuid and currency = $2 and written_off_minor > 0 order by bill_id for update`,
    [billingAccountId, currency],
  );
  return rows.sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
};

/** Above it a second person decides, in the operator's currency; null: never. */
export async function readWriteOffLimit(sql: Sql): Promise<{ limitMinor: bigint | null; currency: string }> {
  const [row] = await sql.query<{ limitMinor: bigint | null; currency: string }>(
    `select write_off_limit_minor as "limitMinor", currency from operator where id = (select scope_id('app.operator'))`,
  );
  return row!;
}

/**
 * The limit as it holds for a person: what it raised itself since somebody else last saved the limit is not for its own write-offs. Read from
 * the record of changes, by who it was and not by the name.
 */
export async function readLimitFor(
  sql: Sql,
  personId: string,
): Promise<{ limitMinor: bigint | null; currency: string }> {
  const { limitMinor, currency } = await readWriteOffLimit(sql);
  const [own] = await sql.query<{ leastMinor: bigint | null }>(
    `select min((before ->> 'limitMinor')::int8) as "leastMinor"
     from audit_entry where entity_id = (select scope_id('app.operator')) and action = $2 and split_part(actor, ' ', 1) = $1
       and seq > coalesce((select max(seq) from audit_entry where entity_id = (select scope_id('app.operator')) and action = $2
         and split_part(actor, ' ', 1) <> $1), 0)`,
    [personId, WRITE_OFF_LIMIT_SET],
  );
  const leastMinor = own?.leastMinor ?? null;
  if (leastMinor === null) return { limitMinor, currency };
  return { limitMinor: limitMinor === null || leastMinor < limitMinor ? leastMinor : limitMinor, currency };
}

/** How a change of the limit is called on the record. */
export const WRITE_OFF_LIMIT_SET = 'operator.write-off-limit-set';

export async function saveWriteOffLimit(sql: Sql, limitMinor: bigint | null): Promise<void> {
  await sql.query(
    `update operator set write_off_limit_minor = $1 where id = (select scope_id('app.operator'))`,
    [limitMinor],
  );
}

const select = `select w.id, w.kind, w.state, w.currency, w.amount_minor as "amountMinor", w.reason, w.asked_by as "askedBy",
    w.asked_at as "askedAt", w.decided_by as "decidedBy", w.decided_at as "decidedAt", w.booked_on as "bookedOn",
    json_build_object('id', b.id, 'number', b.number) as bill,
    json_build_object('id', a.id, 'number', a.number, 'name', a.name) as "billingAccount",
    json_build_object('id', c.id, 'slug', c.slug, 'name', c.name) as customer
  from write_off w
  join claim b on b.operator_id = w.operator_id and b.billing_account_id = w.billing_account_id and b.id = w.bill_id
  join billing_account a on a.operator_id = w.operator_id and a.id = w.billing_account_id
  join party c on c.operator_id = a.operator_id and c.id = a.customer_id`;
