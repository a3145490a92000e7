import pg from 'pg';
import type { Sql } from '@/lib/db/tenant';

/** A file that was sent, or is on its way, and lies here in chunks until nobody needs it. */
export type Upload = { kind: keyof typeof UPLOADS; id: string };

/** Each kind has a table of its own, and beside it one of chunks with the column that names the upload. */
const UPLOADS = {
  usage_file: { chunks: 'usage_file_chunk', owner: 'file_id' },
  partner_bill_import: { chunks: 'partner_bill_import_chunk', owner: 'import_id' },
} as const;

/** Every chunk but the last has this many bytes, so that a place in the file is a chunk and a place in it. */
export const CHUNK_BYTES = 1024 * 1024;

/** False, and nothing stored, when the file is not received any more: someone cancelled it. */
export async function insertChunk(
  sql: Sql,
  operatorId: string,
  { kind, id }: Upload,
  n: number,
  bytes: Buffer,
): Promise<boolean> {
  const { chunks, owner } = UPLOADS[kind];
  const rows = await sql.query(
    `insert into ${chunks} (operator_id, ${owner}, n, bytes)
     select operator_id, id, $3, $4 from ${kind}
     where operator_id = $1::uuid and id = $2::uuid and state = 'receiving' for share
     returning n`,
    [operatorId, id, n, bytes],
  );
  return rows.length === 1;
}

/** Null after the last one. */
export function readChunk(sql: Sql, { kind, id }: Upload, n: number): Promise<Buffer | null> {
  const { chunks, owner } = UPLOADS[kind];
  return sql.bytes(
    `select bytes from ${chunks}
     where operator_id = (select scope_id('app.operator')) and ${owner} = ${pg.escapeLiteral(id)}::uuid and n = ${Number(n)}`,
  );
}

export async function deleteChunks(sql: Sql, { kind, id }: Upload): Promise<void> {
  const { chunks, owner } = UPLOADS[kind];
  await sql.query(
    `delete from ${chunks} where operator_id = (select scope_id('app.operator')) and ${owner} = $1::uuid`,
    [id],
  );
}

/** Uploads begun before then whose end never came. */
export async function listUnfinishedUploads(
  sql: Sql,
  kind: Upload['kind'],
  before: string,
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from ${kind} where state = 'receiving' and created_at < $1::timestamptz order by id`,
    [before],
  );
  return rows.map(({ id }) => id);
}
