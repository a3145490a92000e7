import { newId } from '@/lib/db/id';
import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import type { CivilDate } from '@/lib/domain/period/civil-date';

export type PromiseRow = {
  id: string;
  billingAccount: { id: string; number: string; name: string };
  currency: string;
  amountMinor: bigint;
  untilOn: CivilDate;
  note: string;
  state: 'open' | 'kept' | 'broken';
  madeBy: string;
  madeAt: string;
  closedAt: string | null;
};

/** What payments have ever put on an account's bills, less what was reversed. */
const PAID_OF = (account: string): string =>
  `coalesce((select sum(l.amount_minor) from allocation l where l.billing_account_id = ${account}
     and l.event in ('payment.allocated', 'payment.reversed')), 0)::int8`;

export async function insertPromise(
  sql: Sql,
  operatorId: string,
  promise: Omit<PromiseRow, 'id' | 'billingAccount' | 'state' | 'closedAt'> & { billingAccountId: string },
): Promise<string> {
  const id = newId();
  const { billingAccountId, currency, amountMinor, untilOn, note, madeBy, madeAt } = promise;
  await sql.query(
    `insert into payment_promise (operator_id, billing_account_id, id, currency, amount_minor, paid_before_minor, until_on, note, made_by, made_at)
     select $1::uuid, $2::uuid, $3::uuid, $4, $5, ${PAID_OF('$2::uuid')}, $6::date, $7, $8, $9::timestamptz`,
    [operatorId, billingAccountId, id, currency, amountMinor, untilOn, note, madeBy, madeAt],
  );
  return id;
}

/** An account's open promises, with what has been put on its bills since each was made. */
export const listOpenPromises = (
  sql: Sql,
  billingAccountId: string,
): Promise<{ id: string; amountMinor: bigint; untilOn: CivilDate; paidMinor: bigint }[]> =>
  sql.query(
    `select p.id, p.amount_minor as "amountMinor", p.until_on as "untilOn",
       ${PAID_OF('p.billing_account_id')} - p.paid_before_minor as "paidMinor"
     from payment_promise p where p.billing_account_id = $1::uuid and p.state = 'open' order by p.until_on, p.id`,
    [billingAccountId],
  );

export const closePromise = (sql: Sql, id: string, state: 'kept' | 'broken', at: string): Promise<unknown> =>
  sql.query(
    `update payment_promise set state = $2, closed_at = $3::timestamptz where id = $1::uuid and state = 'open'`,
    [id, state, at],
  );

/** Promises, the latest first; filters `account` (id), `state`. */
export function listPromiseRows(sql: Sql, query: ListQuery): Promise<Page<PromiseRow>> {
  return readPage(
    sql,
    {
      select: `select p.id, json_build_object('id', a.id, 'number', a.number, 'name', a.name) as "billingAccount", p.currency,
          p.amount_minor as "amountMinor", p.until_on as "untilOn", p.note, p.state, p.made_by as "madeBy", p.made_at as "madeAt",
          p.closed_at as "closedAt"
        from payment_promise p
        join billing_account a on a.operator_id = p.operator_id and a.id = p.billing_account_id
        where (cardinality($1::uuid[]) = 0 or p.billing_account_id = any($1)) and (cardinality($2::text[]) = 0 or p.state = any($2))`,
      params: [(query.filters.account ?? []).map(uuidOrNull), query.filters.state ?? []],
      sortable: { madeAt: { column: '"madeAt"', type: 'timestamptz' } },
      defaultSort: { id: 'madeAt', descending: true },
    },
    query,
  );
}
