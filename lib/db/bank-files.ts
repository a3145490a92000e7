import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';

export type BankEntryState = 'read' | 'matched' | 'unmatched' | 'payout' | 'ignored';

export type NewBankFile = {
  id: string;
  format: string;
  version: string;
  messageId: string;
  name: string;
  sizeBytes: number;
  contentHash: Buffer;
  entryCount: number;
  receivedBy: string;
  receivedAt: string;
};

export type NewBankStatement = {
  id: string;
  fileId: string;
  position: number;
  kind: 'statement' | 'notification';
  reference: string;
  account: string;
  currency: string | null;
  fromOn: string | null;
  toOn: string | null;
  openingMinor: bigint | null;
  closingMinor: bigint | null;
  bookedMinor: bigint;
  /** Closing - opening - booked: what the statement does not tell of. Null where it says no balances. */
  differenceMinor: bigint | null;
};

/** What else the bank says of an entry, kept as it is read. */
export type BankEntryDetails = {
  code: string | null;
  text: string | null;
  valueOn: string | null;
  batchCount: number | null;
  messageId: string | null;
  paymentInfoId: string | null;
  isReversal: boolean;
  returned: { code: string | null; words: string | null } | null;
  /** Of a status report. */
  status: string | null;
};

export type NewBankEntry = {
  id: string;
  fileId: string;
  statementId: string | null;
  position: number;
  kind: 'entry' | 'status';
  bookedOn: string;
  amountMinor: bigint | null;
  currency: string | null;
  entryKey: string | null;
  bankReference: string | null;
  endToEndId: string | null;
  payerName: string | null;
  payerAccount: string | null;
  remittance: string | null;
  references: readonly string[];
  details: BankEntryDetails;
  state: BankEntryState;
  why: string | null;
  whyDetails: Record<string, unknown> | null;
};

export type KnownFile = { id: string; name: string; receivedAt: string; receivedBy: string };

/** One operator's files come one after the other, so that what one has the next one sees. */
export const lockBankFiles = (sql: Sql): Promise<unknown> =>
  sql.query(
    "select pg_advisory_xact_lock(hashtextextended('bank_file:' || current_setting('app.operator'), 0))",
  );

export async function findFileByHash(sql: Sql, contentHash: Buffer): Promise<KnownFile | null> {
  const [row] = await sql.query<KnownFile>(`${KNOWN_FILE} where f.content_hash = $1`, [contentHash]);
  return row ?? null;
}

/** The file that one of these statements came in before, with the statement's reference. */
export async function findFileOfStatements(
  sql: Sql,
  statements: readonly { account: string; kind: string; reference: string }[],
): Promise<(KnownFile & { reference: string }) | null> {
  const [row] = await sql.query<KnownFile & { reference: string }>(
    `select known.*, s.reference from bank_statement s
     join unnest($1::text[], $2::text[], $3::text[]) as d(account, kind, reference)
       on s.account = d.account and s.kind = d.kind and s.reference = d.reference
     cross join lateral (${KNOWN_FILE} where f.id = s.file_id) known limit 1`,
    [statements.map((s) => s.account), statements.map((s) => s.kind), statements.map((s) => s.reference)],
  );
  return row ?? null;
}

const KNOWN_FILE = `select f.id, f.name, f.received_at as "receivedAt", f.received_by as "receivedBy" from bank_file f`;

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

export async function insertBankFile(
  sql: Sql,
  operatorId: string,
  file: NewBankFile,
  statements: readonly NewBankStatement[],
  entries: readonly NewBankEntry[],
): Promise<void> {
  await sql.query(
    `insert into bank_file (operator_id, id, format, version, message_id, name, size_bytes, content_hash, state, entry_count,
       received_by, received_at)
     values ($1::uuid, $2::uuid, $3, $4, $5, $6, $7, $8, 'reading', $9, $10, $11::timestamptz)`,
    [
      ...[operatorId, file.id, file.format, file.version, file.messageId, file.name, file.sizeBytes],
      ...[file.contentHash, file.entryCount, file.receivedBy, file.receivedAt],
    ],
  );
  await sql.query(
    `insert into bank_statement (operator_id, id, file_id, position, kind, reference, account, currency, from_on, to_on,
       opening_minor, closing_minor, booked_minor, difference_minor)
     select $1::uuid, r.id, $2::uuid, r.position, r.kind, r.reference, r.account, r.currency, r."fromOn", r."toOn",
       r."openingMinor", r."closingMinor", r."bookedMinor", r."differenceMinor"
     from jsonb_to_recordset($3::jsonb) as r(id uuid, position int, kind text, reference text, account text, currency text,
       "fromOn" date, "toOn" date, "openingMinor" int8, "closingMinor" int8, "bookedMinor" int8, "differenceMinor" int8)`,
    [operatorId, file.id, jsonOf(statements)],
  );
  for (let from = 0; from < entries.length; from += INSERT_ROWS) {
    await insertEntries(sql, operatorId, file.id, entries.slice(from, from + INSERT_ROWS));
  }
}

const INSERT_ROWS = 5_000;

const insertEntries = (sql: Sql, operatorId: string, fileId: string, entries: readonly NewBankEntry[]) =>
  sql.query(
    `insert into bank_entry (operator_id, id, file_id, statement_id, position, kind, booked_on, amount_minor, currency, entry_key,
       bank_reference, end_to_end_id, payer_name, payer_account, remittance, "references", details, state, why, why_details)
     select $1::uuid, r.id, $2::uuid, r."statementId", r.position, r.kind, r."bookedOn", r."amountMinor", r.currency,
       r."entryKey", r."bankReference", r."endToEndId", r."payerName", r."payerAccount", r.remittance,
       array(select jsonb_array_elements_text(r."references")), r.details, r.state, r.why, r."whyDetails"
     from jsonb_to_recordset($3::jsonb) as r(id uuid, "statementId" uuid, position int, kind text, "bookedOn" date,
       "amountMinor" int8, currency text, "entryKey" text, "bankReference" text, "endToEndId" text, "payerName" text,
       "payerAccount" text, remittance text, "references" jsonb, details jsonb, state text, why text, "whyDetails" jsonb)`,
    [operatorId, fileId, jsonOf(entries)],
  );

const jsonOf = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value));

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
  { state, why, whyDetails, paymentId }: EntryOutcome,
  decided: { by: string; at: string } | null = null,
): Promise<unknown> =>
  sql.query(
    `update bank_entry set state = $2, why = $3, why_details = $4::jsonb, payment_id = coalesce($5::uuid, payment_id),
       decided_by = $6, decided_at = $7::timestamptz where id = $1::uuid`,
    [
      id,
      state,
      why,
      whyDetails && JSON.stringify(whyDetails),
      paymentId,
      decided?.by ?? null,
      decided?.at ?? null,
    ],
  );

/** Ends a file whose entries are all decided; answers whether it did so now. */
export async function finishFile(sql: Sql, fileId: string, now: string): Promise<boolean> {
  const rows = await sql.query(
    `update bank_file f set state = 'done', finished_at = $2::timestamptz
     where f.id = $1::uuid and f.state = 'reading'
       and not exists (select from bank_entry e where e.operator_id = f.operator_id and e.file_id = f.id and e.state = 'read')
     returning f.id`,
    [fileId, now],
  );
  return rows.length > 0;
}

/** What became of entries: who matched one to an account elsewhere has matched it. */
const STATE = `case when e.state = 'unmatched' and p.billing_account_id is not null then 'matched' else e.state end`;

export type EntrySum = {
  state: BankEntryState;
  currency: string | null;
  entries: number;
  amountMinor: bigint;
};

/** Entries of a file by state and currency; they sum to all that are in it. */
export const sumEntries = (sql: Sql, fileId: string): Promise<EntrySum[]> =>
  sql.query<EntrySum>(
    `select ${STATE} as state, e.currency, count(*)::int as entries, coalesce(sum(e.amount_minor), 0)::int8 as "amountMinor"
     from bank_entry e left join payment p on p.operator_id = e.operator_id and p.id = e.payment_id
     where e.file_id = $1::uuid group by 1, 2 order by 2 nulls last, 1`,
    [fileId],
  );

export type BankFileRow = {
  id: string;
  format: 'camt.053' | 'camt.054' | 'pain.002';
  version: string;
  messageId: string;
  name: string;
  sizeBytes: number;
  state: 'reading' | 'done';
  entryCount: number;
  receivedBy: string;
  receivedAt: string;
  finishedAt: string | null;
  unmatchedCount: number;
};

const FILE = `select f.id, f.format, f.version, f.message_id as "messageId", f.name, f.size_bytes as "sizeBytes", f.state,
    f.entry_count as "entryCount", f.received_by as "receivedBy", f.received_at as "receivedAt", f.finished_at as "finishedAt",
    (select count(*)::int from bank_entry e left join payment p on p.operator_id = e.operator_id and p.id = e.payment_id
     where e.operator_id = f.operator_id and e.file_id = f.id and ${STATE} = 'unmatched') as "unmatchedCount"
  from bank_file f`;

export async function findBankFile(sql: Sql, id: string): Promise<BankFileRow | null> {
  const [row] = await sql.query<BankFileRow>(`${FILE} where f.id = $1::uuid`, [uuidOrNull(id)]);
  return row ?? null;
}

/** Bank files, the latest first; `q` in their names, filters `format`, `state`. */
export const listBankFiles = (sql: Sql, query: ListQuery): Promise<Page<BankFileRow>> =>
  readPage(
    sql,
    {
      select: `${FILE} where ($1 = '' or f.name ilike $2 or f.message_id ilike $2)
        and (cardinality($3::text[]) = 0 or f.format = any($3)) and (cardinality($4::text[]) = 0 or f.state = any($4))`,
      params: [query.q, containing(query.q), query.filters.format ?? [], query.filters.state ?? []],
      sortable: { receivedAt: { column: '"receivedAt"', type: 'timestamptz' } },
      defaultSort: { id: 'receivedAt', descending: true },
    },
    query,
  );

export type BankStatementRow = NewBankStatement;

export const listStatements = (sql: Sql, fileId: string): Promise<BankStatementRow[]> =>
  sql.query<BankStatementRow>(
    `select id, file_id as "fileId", position, kind, reference, account, currency, from_on as "fromOn", to_on as "toOn",
       opening_minor as "openingMinor", closing_minor as "closingMinor", booked_minor as "bookedMinor",
       difference_minor as "differenceMinor"
     from bank_statement where file_id = $1::uuid order by position`,
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
        select ${ENTRY}, e.position, ${STATE} as state, e.why, e.why_details as "whyDetails", e.decided_by as "decidedBy",
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
          and (cardinality($4::text[]) = 0 or ${STATE} = any($4))
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
