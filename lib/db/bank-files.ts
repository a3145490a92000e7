import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';

export type BankEntryState = 'read' | 'matched' | 'unmatched' | 'payout' | 'refund' | 'ignored';

/** What became of entries: who matched one to an account elsewhere has matched it. */
export const ENTRY_STATE = `case when e.state = 'unmatched' and p.billing_account_id is not null then 'matched' else e.state end`;

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
     where e.operator_id = f.operator_id and e.file_id = f.id and ${ENTRY_STATE} = 'unmatched') as "unmatchedCount"
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
