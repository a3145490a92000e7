import { type BankEntryState, ENTRY_STATE, type NewBankEntry } from '@/lib/db/bank-files';
import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';

export type ToldEntry = {
  entryId: string;
  file: string;
  /** One entry for several payments, still of nobody: whoever tells of each of them says more. */
  isLump: boolean;
};

/** Entries of earlier files by key; of keys without a reference of the bank only those of the other kind of message. */
export async function findEntriesByKey(
  sql: Sql,
  keys: readonly string[],
  kind: string,
): Promise<Map<string, ToldEntry>> {
  const rows = await sql.query<ToldEntry & { entryKey: string }>(
    `select distinct on (e.entry_key) e.entry_key as "entryKey", e.id as "entryId", f.name as file,
       e.state = 'unmatched' and p.state = 'unmatched' and (e.details->>'batchCount')::int > 1 as "isLump"
     from bank_entry e
     join bank_statement s on s.operator_id = e.operator_id and s.id = e.statement_id
     join bank_file f on f.operator_id = e.operator_id and f.id = e.file_id
     left join payment p on p.operator_id = e.operator_id and p.id = e.payment_id
     where e.entry_key = any($1) and e.state <> 'ignored' and (e.bank_reference is not null or s.kind <> $2)
     order by e.entry_key, e.id`,
    [keys, kind],
  );
  return new Map(
    rows.map(({ entryKey, ...entry }) => [entryKey, { ...entry, isLump: entry.isLump ?? false }]),
  );
}

export type EntryToMatch = Omit<NewBankEntry, 'state' | 'why' | 'whyDetails' | 'position' | 'entryKey'>;

const ENTRY = `e.id, e.file_id as "fileId", e.statement_id as "statementId", e.kind, e.booked_on as "bookedOn",
  e.amount_minor as "amountMinor", e.currency, e.bank_reference as "bankReference", e.end_to_end_id as "endToEndId",
  e.payer_name as "payerName", e.payer_account as "payerAccount", e.remittance, e."references", e.details`;

/** The next entries of a file that nobody else works on, locked; in their order. */
export const takeEntries = (sql: Sql, fileId: string, count: number): Promise<EntryToMatch[]> =>
  sql.query<EntryToMatch>(
    `select ${ENTRY} from bank_entry e where e.file_id = $1::uuid and e.state = 'read'
     order by e.position limit $2 for update skip locked`,
    [fileId, count],
  );

export async function lockEntry(
  sql: Sql,
  id: string,
): Promise<(EntryToMatch & { state: BankEntryState; paymentId: string | null }) | null> {
  const [row] = await sql.query<EntryToMatch & { state: BankEntryState; paymentId: string | null }>(
    `select ${ENTRY}, e.state, e.payment_id as "paymentId" from bank_entry e where e.id = $1::uuid for update`,
    [uuidOrNull(id)],
  );
  return row ?? null;
}

export type EntryOutcome = {
  state: Exclude<BankEntryState, 'read'>;
  why: string | null;
  whyDetails: Record<string, unknown> | null;
  paymentId: string | null;
};

export const saveOutcome = (
  sql: Sql,
  id: string,
  outcome: EntryOutcome,
  decided: { by: string; at: string } | null = null,
): Promise<unknown> => saveOutcomes(sql, [{ id, ...outcome }], decided);

/** What became of entries; without a payment they keep the one they have. */
export const saveOutcomes = (
  sql: Sql,
  outcomes: readonly (EntryOutcome & { id: string })[],
  decided: { by: string; at: string } | null = null,
): Promise<unknown> =>
  sql.query(
    `update bank_entry e set state = d.state, why = d.why, why_details = d.details, payment_id = coalesce(d.payment_id, e.payment_id),
       decided_by = $6, decided_at = $7::timestamptz
     from unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::uuid[]) as d(id, state, why, details, payment_id)
     where e.id = d.id`,
    [
      outcomes.map(({ id }) => id),
      outcomes.map(({ state }) => state),
      outcomes.map(({ why }) => why),
      outcomes.map(({ whyDetails }) => whyDetails && JSON.stringify(whyDetails)),
      outcomes.map(({ paymentId }) => paymentId),
      decided?.by ?? null,
      decided?.at ?? null,
    ],
  );

export type EntrySum = {
  state: BankEntryState;
  currency: string | null;
  entries: number;
  amountMinor: bigint;
};

/** Entries of a file by state and currency; they sum to all that are in it. */
export const sumEntries = (sql: Sql, fileId: string): Promise<EntrySum[]> =>
  sql.query<EntrySum>(
    `select ${ENTRY_STATE} as state, e.currency, count(*)::int as entries, coalesce(sum(e.amount_minor), 0)::int8 as "amountMinor"
     from bank_entry e left join payment p on p.operator_id = e.operator_id and p.id = e.payment_id
     where e.file_id = $1::uuid group by 1, 2 order by 2 nulls last, 1`,
    [fileId],
  );

export type BankEntryRow = EntryToMatch & {
  /** In its file, from nought. */
  position: number;
  state: BankEntryState;
  why: string | null;
  whyDetails: Record<string, unknown> | null;
  file: { id: string; name: string };
  payment: {
    id: string;
    account: { id: string; number: string; name: string } | null;
    bills: string[];
  } | null;
  decidedBy: string | null;
  decidedAt: string | null;
};

/** Entries of all files, the latest booked first; `q` in payer, text and references; filters `file`, `state`. */
export const listEntries = (sql: Sql, query: ListQuery): Promise<Page<BankEntryRow>> =>
  readPage(
    sql,
    {
      select: `
        select ${ENTRY}, e.position, ${ENTRY_STATE} as state, e.why, e.why_details as "whyDetails", e.decided_by as "decidedBy",
          e.decided_at as "decidedAt", json_build_object('id', f.id, 'name', f.name) as file,
          case when p.id is not null then json_build_object('id', p.id, 'account',
            case when a.id is not null then json_build_object('id', a.id, 'number', a.number, 'name', a.name) end,
            'bills', array(select distinct b.number from allocation l
              join bill b on b.operator_id = l.operator_id and b.billing_account_id = l.billing_account_id and b.id = l.bill_id
              where l.operator_id = p.operator_id and l.payment_id = p.id order by 1)) end as payment
        from bank_entry e
        join bank_file f on f.operator_id = e.operator_id and f.id = e.file_id
        left join payment p on p.operator_id = e.operator_id and p.id = e.payment_id
        left join billing_account a on a.operator_id = p.operator_id and a.id = p.billing_account_id
        where ($1 = '' or concat_ws(' ', e.payer_name, e.remittance, e.end_to_end_id, e.bank_reference, a.number) ilike $2)
          and (cardinality($3::uuid[]) = 0 or e.file_id = any($3::uuid[]))
          and (cardinality($4::text[]) = 0 or ${ENTRY_STATE} = any($4))
          and (cardinality($5::uuid[]) = 0 or e.id = any($5::uuid[]))`,
      params: [
        ...[
          query.q,
          containing(query.q),
          (query.filters.file ?? []).map(uuidOrNull),
          query.filters.state ?? [],
        ],
        (query.filters.entry ?? []).map(uuidOrNull),
      ],
      sortable: {
        bookedOn: { column: '"bookedOn"', type: 'date' },
        position: { column: 'position', type: 'int4' },
      },
      defaultSort: { id: 'bookedOn', descending: true },
    },
    query,
  );
