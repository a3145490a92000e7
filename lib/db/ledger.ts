import { copyRow } from '@/lib/db/bulk/copy-text';
import { insertRows } from '@/lib/db/bulk/insert-rows';
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
  const heads: string[] = [];
  const postings: string[] = [];
  for (const {
    billingAccountId,
    event,
    sourceId,
    billId = null,
    bookedOn,
    details,
    postings: sides,
  } of journals) {
    const id = newId();
    heads.push(
      copyRow([operatorId, billingAccountId, id, event, sourceId, billId, bookedOn, jsonOf(details)]),
    );
    for (const [position, side] of sides.entries()) {
      const { account, partyId, currency, debitMinor, creditMinor } = side;
      postings.push(
        copyRow([
          operatorId,
          billingAccountId,
          id,
          position,
          account,
          partyId,
          currency,
          debitMinor,
          creditMinor,
        ]),
      );
    }
  }
  await insertRows(sql, 'journal', JOURNAL, heads);
  await insertRows(sql, 'posting', POSTING, postings);
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
  await sql.query(
    `insert into journal (operator_id, billing_account_id, id, event, source_id, bill_id, booked_on, details)
     select $1::uuid, d.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::date[], $8::jsonb[]) d`,
    [
      operatorId,
      booked.map(({ billingAccountId }) => billingAccountId),
      booked.map(({ id }) => id),
      booked.map(({ event }) => event),
      booked.map(({ sourceId }) => sourceId),
      booked.map(({ billId = null }) => billId),
      booked.map(({ bookedOn }) => bookedOn),
      booked.map(({ details }) => jsonOf(details)),
    ],
  );
  const sides = booked.flatMap(({ id, billingAccountId, postings }) =>
    postings.map((side, position) => ({ ...side, id, billingAccountId, position })),
  );
  await sql.query(
    `insert into posting (operator_id, billing_account_id, journal_id, position, account, party_id, currency, debit_minor, credit_minor)
     select $1::uuid, d.* from unnest($2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::uuid[], $7::text[], $8::int8[], $9::int8[]) d`,
    [
      operatorId,
      sides.map(({ billingAccountId }) => billingAccountId),
      sides.map(({ id }) => id),
      sides.map(({ position }) => position),
      sides.map(({ account }) => account),
      sides.map(({ partyId }) => partyId),
      sides.map(({ currency }) => currency),
      sides.map(({ debitMinor }) => debitMinor),
      sides.map(({ creditMinor }) => creditMinor),
    ],
  );
  return ids;
}

const jsonOf = (details: unknown): string | null =>
  details === undefined
    ? null
    : JSON.stringify(details, (_, value) => (typeof value === 'bigint' ? String(value) : value));

const JOURNAL = 'operator_id billing_account_id id event source_id bill_id booked_on details'.split(' ');
const POSTING =
  'operator_id billing_account_id journal_id position account party_id currency debit_minor credit_minor'.split(
    ' ',
  );

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
