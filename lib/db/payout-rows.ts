import type { Page } from '@/lib/db/keyset';
import { planInOrder } from '@/lib/db/plan-in-order';
import { joinShareTerm, type ShareTerm, shareTerm } from '@/lib/db/share-term';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import { invalid } from '@/lib/errors';

export type PayoutEntryRow = {
  /** Account, journal and side, by which it is found at once. */
  id: string;
  event: string;
  sourceId: string;
  bookedOn: string;
  currency: string;
  amountMinor: bigint;
  payoutMinor: bigint | null;
  bill: { id: string; number: string | null; account: string } | null;
  details: Record<string, unknown> | null;
};

export type EntryKey = { billingAccountId: string; journalId: string; position: number };

/** Null when the text is no row's id. */
export function parseEntryId(text: string): EntryKey | null {
  const [account = '', journal = '', position = '', ...rest] = text.split('.');
  const [billingAccountId, journalId] = [uuidOrNull(account), uuidOrNull(journal)];
  if (!billingAccountId || !journalId || !/^\d{1,6}$/.test(position) || rest.length > 0) return null;
  return { billingAccountId, journalId, position: Number(position) };
}

/** The entries of a payout, or of the next one (a party's open ones). */
export type EntriesOf = { payoutId: string } | { openOf: string };

export type EventFilter = { only: readonly string[] } | { not: readonly string[] };

const EVENTS = {
  any: '$2::text[] is null',
  only: 'e.event = any($2::text[])',
  not: 'e.event <> all($2::text[])',
};

/**
 * One page of rows by event, then journal, which is the order of their index: the last page costs what the first does. Whose they are the
 * scope has decided; the details of journals are for the operator's own eyes and are read by it. Fails: `invalid_cursor`.
 */
export async function listEntries(
  sql: Sql,
  of: EntriesOf,
  { events, after, pageSize }: { events: EventFilter | null; after: string | null; pageSize: number },
): Promise<Page<PayoutEntryRow>> {
  const cursor = after === null ? null : readCursor(after);
  const limit = Math.min(Math.max(1, pageSize), 1000);
  const isOpen = 'openOf' in of;
  await planInOrder(sql);
  const where = isOpen ? 'e.party_id = $1::uuid and e.payout_id is null' : 'e.payout_id = $1::uuid';
  const rows = await sql.query<PayoutEntryRow>(
    `${SELECT} where ${where} and ${EVENTS[events === null ? 'any' : 'only' in events ? 'only' : 'not']}
       ${cursor === null ? '' : 'and (e.event, e.journal_id, e.position) > ($3, $4::uuid, $5::int)'}
     order by e.event, e.journal_id, e.position limit ${limit + 1}`,
    [
      isOpen ? of.openOf : of.payoutId,
      events === null ? null : 'only' in events ? events.only : events.not,
      ...(cursor === null ? [] : [cursor.event, cursor.journalId, cursor.position]),
    ],
  );
  const data = rows.slice(0, limit);
  const last = rows.length > limit ? data.at(-1)! : null;
  return { data, nextCursor: last && writeCursor(last) };
}

export async function findEntry(sql: Sql, payoutId: string, key: EntryKey): Promise<PayoutEntryRow | null> {
  const rows = await sql.query<PayoutEntryRow>(
    `${SELECT} where e.billing_account_id = $1::uuid and e.journal_id = $2::uuid and e.position = $3 and e.payout_id = $4::uuid`,
    [key.billingAccountId, key.journalId, key.position, payoutId],
  );
  return rows[0] ?? null;
}

// One look-up a row: as a join, behind policies, each page read every journal the operator has.
const lookUp = (table: string) =>
  `select * from ${table} x where x.operator_id = e.operator_id and x.billing_account_id = e.billing_account_id`;

const SELECT = `
  select concat_ws('.', e.billing_account_id, e.journal_id, e.position) as id, e.event, e.source_id as "sourceId",
    e.booked_on as "bookedOn", e.currency::text as currency, e.amount_minor as "amountMinor", e.payout_minor as "payoutMinor",
    case when b.id is not null then json_build_object('id', b.id, 'number', b.number, 'account', a.number) end as bill, j.details
  from payable_entry e
  left join lateral (${lookUp('bill')} and x.id = e.bill_id offset 0) b on true
  left join lateral (select * from billing_account x where x.operator_id = e.operator_id and x.id = e.billing_account_id offset 0) a on true
  left join lateral (${lookUp('journal')} and x.id = e.journal_id offset 0) j on true`;

type Cursor = { event: string; journalId: string; position: number };

const writeCursor = ({ id, event }: PayoutEntryRow): string =>
  Buffer.from(JSON.stringify([event, ...id.split('.').slice(1)])).toString('base64url');

function readCursor(text: string): Cursor {
  try {
    const [event, journalId, position] = JSON.parse(
      Buffer.from(text, 'base64url').toString('utf8'),
    ) as unknown[];
    if (
      typeof event === 'string' &&
      uuidOrNull(String(journalId)) !== null &&
      /^\d{1,6}$/.test(String(position))
    ) {
      return { event, journalId: String(journalId), position: Number(position) };
    }
  } catch {
    // Falls through: what cannot be read is no cursor.
  }
  throw invalid(
    'invalid_cursor',
    'cursor',
    'This page address does not fit the list. Start from its first page.',
  );
}

export type EntryLine = {
  description: string;
  periodFrom: string;
  periodTo: string;
  currency: string;
  amountMinor: bigint;
  shareMinor: bigint;
  termKind: string | null;
  basis: string | null;
  /** For what the term holds, by names; null: no term gave it. */
  term: ShareTerm | null;
  steps: unknown[];
};

/** The lines of a bill in which a party has a share, the largest shares first; one more than `limit` tells that there are more. */
export const listEntryLines = (
  sql: Sql,
  { billingAccountId, billId, partyId }: { billingAccountId: string; billId: string; partyId: string },
  limit: number,
): Promise<EntryLine[]> =>
  sql.query<EntryLine>(
    `select l.description, l.period_from as "periodFrom", l.period_to as "periodTo", b.currency::text as currency,
       l.amount_minor as "amountMinor", s.amount_minor as "shareMinor", t.kind as "termKind", t.basis, ${shareTerm}, s.steps
     from line_share s
     join bill_line l on l.operator_id = s.operator_id and l.billing_account_id = s.billing_account_id and l.bill_id = s.bill_id and l.id = s.line_id
     join bill b on b.operator_id = s.operator_id and b.billing_account_id = s.billing_account_id and b.id = s.bill_id
     ${joinShareTerm}
     where s.billing_account_id = $1::uuid and s.bill_id = $2::uuid and s.party_id = $3::uuid
     order by abs(s.amount_minor) desc, l.position limit $4`,
    [billingAccountId, billId, partyId, limit + 1],
  );

/** Numbers of payouts by id, for rows that name one. */
export const readPayoutNumbers = async (sql: Sql, ids: readonly string[]): Promise<Map<string, string>> =>
  new Map(
    (
      await sql.query<{ id: string; number: string | null }>(
        'select id, number from payout where id = any($1::uuid[])',
        [ids],
      )
    ).map(({ id, number }) => [id, number ?? id]),
  );
