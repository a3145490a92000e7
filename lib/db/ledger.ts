import { int4Array, int8Array, textArray, uuidArray } from '@/lib/db/bulk/binary-array';
import { newId } from '@/lib/db/id';
import type { Sql } from '@/lib/db/tenant';
import type { JOURNAL_EVENTS } from '@/lib/domain/ledger/journal-events';
import type { Posting } from '@/lib/domain/ledger/posting';

/** Of journals that are no account's: payouts, money that nobody is known for. */
export const NO_ACCOUNT = '00000000-0000-0000-0000-000000000000';

export type JournalEvent = (typeof JOURNAL_EVENTS)[number];

export type NewJournal = {
  billingAccountId: string;
  event: JournalEvent;
  /** What caused it; a cause is booked once, by a unique key. */
  sourceId: string;
  /** Whose position it moves. */
  billId?: string | null;
  bookedOn: string;
  /** Facts from which the postings can be computed again. */
  details?: unknown;
  postings: readonly Posting[];
};

/** Books journals with one insert per table. The database refuses any that does not balance in each currency. */
export async function insertJournals(
  sql: Sql,
  operatorId: string,
  journals: readonly NewJournal[],
): Promise<void> {
  const heads = journals.map((journal) => ({ ...journal, id: newId() }));
  await writeJournals(sql, operatorId, heads);
}

/** One journal. Answers its id; nothing to post is no journal. */
export const bookJournal = async (
  sql: Sql,
  operatorId: string,
  journal: NewJournal,
): Promise<string | null> => (await bookJournals(sql, operatorId, [journal]))[0]!;

/** Few journals, as often in a transaction as its events need. Answers their ids; one with nothing to post is none (null). */
export async function bookJournals(
  sql: Sql,
  operatorId: string,
  journals: readonly NewJournal[],
): Promise<(string | null)[]> {
  const ids = journals.map(({ postings }) => (postings.length === 0 ? null : newId()));
  const booked = journals.flatMap((journal, n) => (ids[n] == null ? [] : { ...journal, id: ids[n] }));
  if (booked.length === 0) return ids;
  await writeJournals(sql, operatorId, booked);
  return ids;
}

async function writeJournals(
  sql: Sql,
  operatorId: string,
  journals: readonly (NewJournal & { id: string })[],
): Promise<void> {
  const count = journals.length;
  await sql.query(
    `insert into journal (operator_id, billing_account_id, id, event, source_id, bill_id, booked_on, details)
     select $1::uuid, account_id, id, event, source_id, bill_id, booked_on::date, details::jsonb
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[])
       as j(account_id, id, event, source_id, bill_id, booked_on, details)`,
    [
      operatorId,
      uuidArray(count, (n) => journals[n]!.billingAccountId),
      uuidArray(count, (n) => journals[n]!.id),
      textArray(count, (n) => journals[n]!.event),
      uuidArray(count, (n) => journals[n]!.sourceId),
      uuidArray(count, (n) => journals[n]!.billId ?? null),
      textArray(count, (n) => journals[n]!.bookedOn),
      textArray(count, (n) => jsonOf(journals[n]!.details)),
    ],
  );
  const sides = journals.flatMap(({ id, billingAccountId, postings }) =>
    postings.map((side, position) => ({ side, id, billingAccountId, position })),
  );
  await sql.query(
    `insert into posting (operator_id, billing_account_id, journal_id, position, account, party_id, currency, debit_minor, credit_minor)
     select $1::uuid, p.* from unnest($2::uuid[], $3::uuid[], $4::int4[], $5::text[], $6::uuid[], $7::text[], $8::int8[], $9::int8[]) p`,
    [
      operatorId,
      uuidArray(sides.length, (n) => sides[n]!.billingAccountId),
      uuidArray(sides.length, (n) => sides[n]!.id),
      int4Array(sides.length, (n) => sides[n]!.position),
      textArray(sides.length, (n) => sides[n]!.side.account),
      uuidArray(sides.length, (n) => sides[n]!.side.partyId),
      textArray(sides.length, (n) => sides[n]!.side.currency),
      int8Array(sides.length, (n) => sides[n]!.side.debitMinor),
      int8Array(sides.length, (n) => sides[n]!.side.creditMinor),
    ],
  );
}

const jsonOf = (details: unknown): string | null =>
  details === undefined
    ? null
    : JSON.stringify(details, (_, value) => (typeof value === 'bigint' ? String(value) : value));

export type BillPostingRow = {
  account: string;
  partyId: string;
  party: string;
  currency: string;
  debitMinor: bigint;
  creditMinor: bigint;
};

/** The postings an issued bill caused, in their order. A partner sees its own, a customer none. */
export const listBillPostings = (
  sql: Sql,
  billingAccountId: string,
  billId: string,
): Promise<BillPostingRow[]> =>
  sql.query<BillPostingRow>(
    `select p.account, p.party_id as "partyId", coalesce(y.slug, p.party_id::text) as party, p.currency,
       p.debit_minor as "debitMinor", p.credit_minor as "creditMinor"
     from journal j
     join posting p on p.operator_id = j.operator_id and p.billing_account_id = j.billing_account_id
       and p.journal_id = j.id
     left join party y on y.operator_id = p.operator_id and y.id = p.party_id
     where j.billing_account_id = $1::uuid and j.source_id = $2::uuid
     order by j.id, p.position`,
    [billingAccountId, billId],
  );
