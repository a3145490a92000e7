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
