import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import { planInOrder } from '@/lib/db/plan-in-order';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';

/** Of accounts that are kept as one sum, because they are customers'. */
export const EVERY_CUSTOMER = '00000000-0000-0000-0000-000000000000';

export type LedgerBalanceRow = {
  account: string;
  partyId: string;
  party: string | null;
  currency: string;
  postings: bigint;
  debitMinor: bigint;
  creditMinor: bigint;
};

/** Every account by party and currency, customers' as one: as many rows as there are parties, however many postings. */
export const readLedgerBalances = (
  sql: Sql,
  { account, currency }: { account?: string | undefined; currency?: string | undefined } = {},
): Promise<LedgerBalanceRow[]> =>
  sql.query<LedgerBalanceRow>(
    `select t.account, t.party_id as "partyId", p.name as party, t.currency, sum(t.postings)::int8 as postings,
       sum(t.debit_minor)::int8 as "debitMinor", sum(t.credit_minor)::int8 as "creditMinor"
     from ledger_total t
     left join party p on p.operator_id = t.operator_id and p.id = t.party_id
     where ($1::text is null or t.account = $1) and ($2::text is null or t.currency = $2)
     group by t.account, t.party_id, p.name, t.currency order by t.currency, t.account, p.name`,
    [account ?? null, currency ?? null],
  );

export type CustomerBalanceRow = Omit<LedgerBalanceRow, 'account' | 'currency'> & { id: string };

/** A customers' account by customer, by name; each is summed over its own postings alone. */
export function listCustomerBalances(
  sql: Sql,
  { account, currency }: { account: string; currency: string },
  query: ListQuery,
): Promise<Page<CustomerBalanceRow>> {
  return readPage(
    sql,
    {
      select: `select c.id, c.id as "partyId", c.name as party, g.postings, g.debit as "debitMinor", g.credit as "creditMinor"
        from party c
        cross join lateral (
          select count(*) as postings, coalesce(sum(p.debit_minor), 0)::int8 as debit, coalesce(sum(p.credit_minor), 0)::int8 as credit
          from posting p
          where p.operator_id = c.operator_id and p.account = $1 and p.party_id = c.id and p.currency = $2) g
        where c.kind = 'customer' and ($3 = '' or c.name ilike '%' || $3 || '%') and g.postings > 0`,
      params: [account, currency, query.q.replace(/[\\%_]/g, '\\$&')],
      sortable: { party: { column: 'party', type: 'text' } },
      defaultSort: { id: 'party', descending: false },
    },
    query,
  );
}

export async function readPartyBalance(
  sql: Sql,
  key: LedgerKey,
): Promise<{ party: string | null; postings: bigint; debitMinor: bigint; creditMinor: bigint }> {
  const [row] = await sql.query<{
    party: string | null;
    postings: bigint;
    debitMinor: bigint;
    creditMinor: bigint;
  }>(
    `select (select name from party where id = $2::uuid) as party, count(*) as postings,
       coalesce(sum(debit_minor), 0)::int8 as "debitMinor", coalesce(sum(credit_minor), 0)::int8 as "creditMinor"
     from posting where account = $1 and party_id = $2::uuid and currency = $3`,
    [key.account, uuidOrNull(key.partyId), key.currency],
  );
  return row!;
}

export type LedgerKey = { account: string; partyId: string; currency: string };

export type LedgerEntryRow = {
  journalId: string;
  billingAccountId: string;
  event: string;
  sourceId: string;
  billId: string | null;
  billNumber: string | null;
  bookedOn: string;
  debitMinor: bigint;
  creditMinor: bigint;
};

/**
 * What happened to one account of a party, the latest written first; filters `event`, `from` and `to` (days, both in it).
 * Goes down the account's own index from where the page before ended, so that the last page costs what the first does.
 */
export async function listLedgerEntries(
  sql: Sql,
  { account, partyId, currency }: LedgerKey,
  { filters, after, pageSize }: Pick<ListQuery, 'filters' | 'after' | 'pageSize'>,
): Promise<Page<LedgerEntryRow & { id: string }>> {
  await planInOrder(sql);
  const limit = Math.min(Math.max(1, pageSize), 1000);
  const [journalId = '', position = ''] = (after ?? '').split('.');
  const rows = await sql.query<LedgerEntryRow & { id: string }>(
    `select j.id || '.' || p.position as id, j.id as "journalId", j.billing_account_id as "billingAccountId", j.event,
       j.source_id as "sourceId", j.bill_id as "billId", b.number as "billNumber", j.booked_on as "bookedOn",
       p.debit_minor as "debitMinor", p.credit_minor as "creditMinor"
     from posting p
     join lateral (
       select * from journal j
       where j.operator_id = p.operator_id and j.billing_account_id = p.billing_account_id and j.id = p.journal_id offset 0) j on true
     left join lateral (
       select number from bill b
       where b.operator_id = j.operator_id and b.billing_account_id = j.billing_account_id and b.id = j.bill_id offset 0) b on true
     where p.account = $1 and p.party_id = $2::uuid and p.currency = $3
       and ($4::uuid is null or p.journal_id <= $4::uuid and (p.journal_id, p.position) < ($4::uuid, $5::int4))
       and (cardinality($6::text[]) = 0 or j.event = any($6))
       and ($7::date is null or j.booked_on >= $7) and ($8::date is null or j.booked_on <= $8)
     order by p.journal_id desc, p.position desc limit $9`,
    [
      ...[
        account,
        uuidOrNull(partyId),
        currency,
        uuidOrNull(journalId),
        /^\d{1,6}$/.test(position) ? position : 0,
      ],
      ...[filters.event ?? [], filters.from?.[0] ?? null, filters.to?.[0] ?? null, limit + 1],
    ],
  );
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? data.at(-1)!.id : null };
}

export type JournalRow = {
  id: string;
  billingAccountId: string;
  event: string;
  sourceId: string;
  billId: string | null;
  billNumber: string | null;
  bookedOn: string;
  details: Record<string, unknown> | null;
  /** Debits per currency, as JSON; credits are the same. */
  sums: { currency: string; minor: string }[];
};

/** Journals, the latest booked first; filters `event`, `bill` and `source` (ids), `from` and `to` (days, both in it). */
export async function listJournalRows(sql: Sql, query: ListQuery): Promise<Page<JournalRow>> {
  const { filters } = query;
  // Of one bill or cause there are few: they are looked up and sorted.
  if (!filters.bill?.length && !filters.source?.length) await planInOrder(sql);
  const params: unknown[] = [];
  const where = ['true'];
  const add = (value: unknown) => `$${params.push(value)}`;
  const [event] = filters.event ?? [];
  if (filters.event?.length === 1) where.push(`j.event = ${add(event)}`);
  else if (filters.event?.length) where.push(`j.event = any(${add(filters.event)}::text[])`);
  // Rare events have an index of their own; said in so many words, it is used.
  if (filters.event?.length && !filters.event.includes('bill.issued')) where.push(`j.event <> 'bill.issued'`);
  if (filters.bill?.[0]) where.push(`j.bill_id = ${add(uuidOrNull(filters.bill[0]))}::uuid`);
  if (filters.source?.[0]) {
    where.push(`j.event <> 'bill.issued' and j.source_id = ${add(uuidOrNull(filters.source[0]))}::uuid`);
  }
  if (filters.from?.[0]) where.push(`j.booked_on >= ${add(filters.from[0])}::date`);
  if (filters.to?.[0]) where.push(`j.booked_on <= ${add(filters.to[0])}::date`);
  return readPage(
    sql,
    {
      select: `${journal} where ${where.join(' and ')}`,
      params,
      sortable: { booked: { column: '"bookedOn"', type: 'date' } },
      defaultSort: { id: 'booked', descending: true },
    },
    query,
  );
}

/** By its account (the nil UUID for journals of none) and its id: journals lie with their accounts. */
export async function findJournalRow(
  sql: Sql,
  billingAccountId: string,
  id: string,
): Promise<JournalRow | null> {
  const [row] = await sql.query<JournalRow>(
    `${journal} where j.operator_id = (select scope_id('app.operator')) and j.billing_account_id = $1::uuid and j.id = $2::uuid`,
    [uuidOrNull(billingAccountId), uuidOrNull(id)],
  );
  return row ?? null;
}

const journal = `select j.id, j.billing_account_id as "billingAccountId", j.event, j.source_id as "sourceId", j.bill_id as "billId",
    b.number as "billNumber", j.booked_on as "bookedOn", j.details,
    (select coalesce(json_agg(json_build_object('currency', s.currency, 'minor', s.debit::text) order by s.currency), '[]')
     from (select p.currency, sum(p.debit_minor) as debit from posting p
           where p.operator_id = j.operator_id and p.billing_account_id = j.billing_account_id and p.journal_id = j.id
           group by p.currency) s) as sums
  from journal j
  left join lateral (
    select number from bill b
    where b.operator_id = j.operator_id and b.billing_account_id = j.billing_account_id and b.id = j.bill_id offset 0) b on true`;

export type JournalPostingRow = {
  journalId: string;
  position: number;
  account: string;
  partyId: string;
  /** Empty for what is no party's. */
  party: string;
  currency: string;
  debitMinor: bigint;
  creditMinor: bigint;
};

/** The sides of journals, in their order. */
export const listJournalPostings = (
  sql: Sql,
  journals: readonly Pick<JournalRow, 'id' | 'billingAccountId'>[],
): Promise<JournalPostingRow[]> =>
  sql.query<JournalPostingRow>(
    `select p.journal_id as "journalId", p.position, p.account, p.party_id as "partyId", coalesce(y.name, '') as party, p.currency,
       p.debit_minor as "debitMinor", p.credit_minor as "creditMinor"
     from unnest($1::uuid[], $2::uuid[]) as k(account_id, id)
     join posting p on p.operator_id = (select scope_id('app.operator')) and p.billing_account_id = k.account_id and p.journal_id = k.id
     left join party y on y.operator_id = p.operator_id and y.id = p.party_id
     order by p.journal_id desc, p.position`,
    [journals.map(({ billingAccountId }) => billingAccountId), journals.map(({ id }) => id)],
  );
