import pg from 'pg';
import { copyRow } from '@/lib/db/bulk/copy-text';
import { insertRows } from '@/lib/db/bulk/insert-rows';
import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import type { UsageFileFormat, UsageMapping } from '@/lib/domain/usage/mapping';

export type UsageFileState = 'receiving' | 'waiting' | 'reading' | 'done' | 'failed' | 'cancelled';

/** received = accepted + duplicate + conflict + rejected + suspended, after every transaction. */
export type UsageFileCounts = Record<(typeof COUNTED)[number], number>;
export const COUNTED = ['received', 'accepted', 'duplicate', 'conflict', 'rejected', 'suspended'] as const;

export type UsageFileRow = {
  id: string;
  name: string;
  format: UsageFileFormat;
  compression: 'none' | 'gzip';
  sender: { id: string; kind: 'partner' | 'operator'; slug: string; name: string };
  mapping: { id: string; name: string; version: number } | null;
  state: UsageFileState;
  sizeBytes: number;
  bytesRead: number;
  rows: UsageFileCounts;
  checkpoint: Record<string, unknown>;
  failure: string | null;
  createdBy: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
};

export type NewUsageFile = {
  id: string;
  senderId: string;
  mappingId: string | null;
  name: string;
  format: UsageFileFormat;
  compression: string;
  createdBy: string;
  createdAt: string;
};

/** The file while its bytes are still coming. */
export async function insertUsageFile(sql: Sql, operatorId: string, file: NewUsageFile): Promise<void> {
  await sql.query(
    `insert into usage_file (operator_id, id, sender_id, mapping_id, name, format, compression, state, created_by, created_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6, $7, 'receiving', $8, $9)`,
    [
      operatorId,
      file.id,
      file.senderId,
      file.mappingId,
      file.name,
      file.format,
      file.compression,
      file.createdBy,
      file.createdAt,
    ],
  );
}

/** Every chunk but the last has this many bytes, so that a place in the file is a chunk and a place in it. */
export const CHUNK_BYTES = 1024 * 1024;

/** False, and nothing stored, when the file is not received any more: someone cancelled it. */
export async function insertFileChunk(
  sql: Sql,
  operatorId: string,
  fileId: string,
  n: number,
  bytes: Buffer,
): Promise<boolean> {
  const rows = await sql.query(
    `insert into usage_file_chunk (operator_id, file_id, n, bytes)
     select operator_id, id, $3, $4 from usage_file
     where operator_id = $1::uuid and id = $2::uuid and state = 'receiving' for share
     returning n`,
    [operatorId, fileId, n, bytes],
  );
  return rows.length === 1;
}

/** Null after the last one. */
export function readFileChunk(sql: Sql, fileId: string, n: number): Promise<Buffer | null> {
  return sql.bytes(
    `select bytes from usage_file_chunk
     where operator_id = (select scope_id('app.operator')) and file_id = ${pg.escapeLiteral(fileId)}::uuid and n = ${Number(n)}`,
  );
}

export async function deleteFileChunks(sql: Sql, fileId: string): Promise<void> {
  await sql.query(
    `delete from usage_file_chunk where operator_id = (select scope_id('app.operator')) and file_id = $1::uuid`,
    [fileId],
  );
}

/** Uploads begun before then whose end never came. */
export async function listUnfinishedUploads(sql: Sql, before: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from usage_file where state = 'receiving' and created_at < $1::timestamptz order by id`,
    [before],
  );
  return rows.map(({ id }) => id);
}

/** The sender's file with the same bytes, format and mapping, if it sent one; others that arrive now wait for the answer. */
export async function findSameFile(
  sql: Sql,
  file: { id: string; senderId: string; mappingId: string | null; format: string },
  contentHash: Buffer,
): Promise<string | null> {
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('usage-file:' || $1, 0))`, [file.senderId]);
  const rows = await sql.query<{ id: string }>(
    `select id from usage_file where sender_id = $1::uuid and content_hash = $2 and mapping_id is not distinct from $3::uuid
       and format = $4 and state not in ('failed', 'cancelled') and id <> $5::uuid`,
    [file.senderId, contentHash, file.mappingId, file.format, file.id],
  );
  return rows[0]?.id ?? null;
}

export async function saveReceived(
  sql: Sql,
  fileId: string,
  received: { sizeBytes: number; contentHash: Buffer },
): Promise<void> {
  await sql.query(
    `update usage_file set state = 'waiting', size_bytes = $2, content_hash = $3 where id = $1::uuid`,
    [fileId, received.sizeBytes, received.contentHash],
  );
}

/** Ends a file that is not read any further; what was taken of it stays taken. */
export async function endUsageFile(
  sql: Sql,
  fileId: string,
  end: { state: 'done' | 'failed' | 'cancelled'; failure: string | null; now: string },
): Promise<void> {
  await sql.query(
    `update usage_file set state = $2, failure = $3, finished_at = $4,
       bytes_read = case when $2 = 'done' then size_bytes else bytes_read end
     where id = $1::uuid`,
    [fileId, end.state, end.failure, end.now],
  );
}

export async function findUsageFile(sql: Sql, id: string): Promise<UsageFileRow | null> {
  return (await sql.query<UsageFileRow>(`${selectFile} where f.id = $1::uuid`, [id]))[0] ?? null;
}

/** The mapping as it was when the file came: a later version is not this file's. */
export async function findFileMapping(sql: Sql, fileId: string): Promise<UsageMapping | null> {
  const rows = await sql.query<{ definition: UsageMapping }>(
    `select m.definition from usage_file f
     join usage_mapping m on m.operator_id = f.operator_id and m.id = f.mapping_id where f.id = $1::uuid`,
    [fileId],
  );
  return rows[0]?.definition ?? null;
}

/** Locks the file for the transaction, and says where its reading stands. */
export async function lockUsageFile(
  sql: Sql,
  id: string,
): Promise<{ state: UsageFileState; checkpoint: Record<string, unknown> } | null> {
  const rows = await sql.query<{ state: UsageFileState; checkpoint: Record<string, unknown> }>(
    'select state, checkpoint from usage_file where id = $1::uuid for update',
    [id],
  );
  return rows[0] ?? null;
}

export async function startReading(sql: Sql, id: string, now: string): Promise<void> {
  await sql.query(
    `update usage_file set state = 'reading', started_at = coalesce(started_at, $2::timestamptz) where id = $1::uuid`,
    [id, now],
  );
}

/** Adds what one batch came to, with the place to go on from. */
export async function saveFileProgress(
  sql: Sql,
  id: string,
  progress: { counts: UsageFileCounts; bytesRead: number; checkpoint: unknown },
): Promise<void> {
  const { counts, bytesRead, checkpoint } = progress;
  await sql.query(
    `update usage_file set bytes_read = $2, checkpoint = $3::jsonb, rows_received = rows_received + $4,
       rows_accepted = rows_accepted + $5, rows_duplicate = rows_duplicate + $6, rows_conflict = rows_conflict + $7,
       rows_rejected = rows_rejected + $8, rows_suspended = rows_suspended + $9
     where id = $1::uuid`,
    [id, bytesRead, JSON.stringify(checkpoint), ...COUNTED.map((name) => counts[name])],
  );
}

export type UsageFileFault = {
  rowNo: number;
  status: 'rejected' | 'suspended' | 'conflict';
  code: string;
  path: string;
  message: string;
  /** The row's own text. */
  content: string;
};

export async function insertFileFaults(
  sql: Sql,
  operatorId: string,
  fileId: string,
  rows: readonly UsageFileFault[],
): Promise<void> {
  const columns = ['operator_id', 'file_id', 'row_no', 'status', 'code', 'path', 'message', 'content'];
  await insertRows(
    sql,
    'usage_file_row',
    columns,
    rows.map(({ rowNo, status, code, path, message, content }) =>
      copyRow([operatorId, fileId, rowNo, status, code, path, message, content]),
    ),
  );
}

/**
 * The next rows of a file that were not accepted, in its order, after `afterRowNo`: up to `limit`, and none after the first
 * `maxBytes` of their text, for a row may have a megabyte. Empty when there are no more.
 */
export const listFileFaults = (
  sql: Sql,
  fileId: string,
  afterRowNo: number,
  { limit, maxBytes }: { limit: number; maxBytes: number },
): Promise<UsageFileFault[]> =>
  sql.query<UsageFileFault>(
    `select row_no::int as "rowNo", status, code, path, message, content from (
       select *, sum(octet_length(content)) over (order by row_no) - octet_length(content) as bytes_before
       from usage_file_row
       where operator_id = (select scope_id('app.operator')) and file_id = $1::uuid and row_no > $2
       order by row_no limit $3) as next
     where bytes_before < $4 order by row_no`,
    [fileId, afterRowNo, limit, maxBytes],
  );

export type UsageFileReason = {
  status: UsageFileFault['status'];
  code: string;
  path: string;
  count: number;
  firstRowNo: number;
  /** Of the first such row. */
  message: string;
  /** The first such row's own text, as far as it is worth showing. */
  example: string;
};

/** Why rows were not accepted, the most frequent reason first. */
export const listFileReasons = (sql: Sql, fileId: string): Promise<UsageFileReason[]> =>
  sql.query<UsageFileReason>(
    `select status, code, path, count(*)::int as count, min(row_no)::int as "firstRowNo",
       (array_agg(message order by row_no))[1] as message, (array_agg(left(content, 200) order by row_no))[1] as example
     from usage_file_row where operator_id = (select scope_id('app.operator')) and file_id = $1::uuid
     group by status, code, path order by count(*) desc, code, path limit 100`,
    [fileId],
  );

/** Files the scope may see, the latest first; filters `state`, `sender` (id or short name). Uploads that came to nothing are left out. */
export const listUsageFileRows = (sql: Sql, query: ListQuery): Promise<Page<UsageFileRow>> =>
  readPage(
    sql,
    {
      select: `${selectFile}
        where (f.state <> 'cancelled' or f.content_hash is not null) and ($1 = '' or f.name ilike $2)
          and (cardinality($3::text[]) = 0 or f.state = any($3))
          and (cardinality($4::text[]) = 0 or p.slug = any($4) or p.id::text = any($4))`,
      params: [query.q, containing(query.q), query.filters.state ?? [], query.filters.sender ?? []],
      sortable: {
        createdAt: { column: '"createdAt"', type: 'timestamptz' },
        name: { column: 'name', type: 'text' },
        state: { column: 'state', type: 'text' },
      },
      defaultSort: { id: 'createdAt', descending: true },
    },
    query,
  );

/** Wakes whoever follows the file, when the transaction commits. */
export async function notifyUsageFile(sql: Sql, operatorId: string, fileId: string): Promise<void> {
  await sql.query('select pg_notify($1, $2)', [USAGE_FILE_CHANNEL, `${operatorId}:${fileId}`]);
}

export const USAGE_FILE_CHANNEL = 'usage_file';

const selectFile = `
  select f.id, f.name, f.format, f.compression,
    json_build_object('id', p.id, 'kind', p.kind, 'slug', p.slug, 'name', p.name) as sender,
    case when m.id is null then null
      else json_build_object('id', m.id, 'name', m.name, 'version', m.version) end as mapping,
    f.state, f.size_bytes::float8 as "sizeBytes", f.bytes_read::float8 as "bytesRead",
    json_build_object('received', f.rows_received, 'accepted', f.rows_accepted, 'duplicate', f.rows_duplicate,
      'conflict', f.rows_conflict, 'rejected', f.rows_rejected, 'suspended', f.rows_suspended) as rows,
    f.checkpoint, f.failure, f.created_by as "createdBy", f.created_at as "createdAt", f.started_at as "startedAt",
    f.finished_at as "finishedAt"
  from usage_file f
  join party p on p.operator_id = f.operator_id and p.id = f.sender_id
  left join usage_mapping m on m.operator_id = f.operator_id and m.id = f.mapping_id`;
