import type { Sql } from '@/lib/db/tenant';
import { deleteChunks } from '@/lib/db/upload-chunks';

export type BillImportState = 'receiving' | 'waiting' | 'reading' | 'done' | 'failed' | 'cancelled';

export type BillImportFailure = {
  code: string;
  message: string;
  issues: readonly { code: string; path: string; message: string }[];
};

export type BillImportRow = {
  id: string;
  partner: { id: string; slug: string; name: string };
  cycle: { id: string; name: string; from: string; to: string };
  externalId: string;
  mappingId: string | null;
  /** The bill that this one corrects. */
  replacesId: string | null;
  format: string;
  fileName: string | null;
  statedTotals: { currency: string; amount: string }[];
  sizeBytes: number;
  bytesRead: number;
  rowsRead: number;
  /** SHA-256, hexadecimal; null while the bytes are coming. */
  contentHash: string | null;
  state: BillImportState;
  failure: BillImportFailure | null;
  /** What came of it, once it is `done`. */
  partnerBillId: string | null;
  createdBy: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
};

export type NewBillImport = {
  id: string;
  partnerId: string;
  cycleId: string;
  mappingId: string | null;
  externalId: string;
  replacesId: string | null;
  format: string;
  fileName: string | null;
  statedTotals: readonly { currency: string; amount: string }[];
  createdBy: string;
  createdAt: string;
};

/** The import while its bytes are still coming. */
export async function insertBillImport(sql: Sql, operatorId: string, row: NewBillImport): Promise<void> {
  await sql.query(
    `insert into partner_bill_import (operator_id, id, partner_id, cycle_id, mapping_id, external_id, replaces_id, format,
       file_name, stated_totals, state, created_by, created_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6, $7::uuid, $8, $9, $10::jsonb, 'receiving', $11, $12)`,
    [
      operatorId,
      row.id,
      row.partnerId,
      row.cycleId,
      row.mappingId,
      row.externalId,
      row.replacesId,
      row.format,
      row.fileName,
      JSON.stringify(row.statedTotals),
      row.createdBy,
      row.createdAt,
    ],
  );
}

/** Hands the import to its job: its bytes are whole. */
export async function saveImportReceived(
  sql: Sql,
  id: string,
  received: { sizeBytes: number; contentHash: Buffer },
): Promise<void> {
  await sql.query(
    `update partner_bill_import set state = 'waiting', size_bytes = $2, content_hash = $3 where id = $1::uuid`,
    [id, received.sizeBytes, received.contentHash],
  );
}

/**
 * An import of the same bytes under the same number, to be read the same way, that did not come to nothing; others that arrive now
 * wait for the answer.
 */
export async function findSameImport(
  sql: Sql,
  row: NewBillImport,
  contentHash: Buffer,
): Promise<string | null> {
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('partner-bill-import:' || $1, 0))`, [
    row.partnerId,
  ]);
  const rows = await sql.query<{ id: string }>(
    `select id from partner_bill_import where partner_id = $1::uuid and external_id = $2 and content_hash = $3
       and cycle_id = $4::uuid and mapping_id is not distinct from $5::uuid and replaces_id is not distinct from $6::uuid
       and state not in ('failed', 'cancelled') and id <> $7::uuid
     order by id limit 1`,
    [row.partnerId, row.externalId, contentHash, row.cycleId, row.mappingId, row.replacesId, row.id],
  );
  return rows[0]?.id ?? null;
}

/** Locks the import for the transaction, and says where it stands. */
export async function lockBillImport(sql: Sql, id: string): Promise<BillImportState | null> {
  const rows = await sql.query<{ state: BillImportState }>(
    'select state from partner_bill_import where id = $1::uuid for update',
    [id],
  );
  return rows[0]?.state ?? null;
}

/** From its beginning: of a reading that broke off nothing is there. */
export async function startImport(sql: Sql, id: string, now: string): Promise<void> {
  await sql.query(
    `update partner_bill_import set state = 'reading', bytes_read = 0, rows_read = 0,
       started_at = coalesce(started_at, $2::timestamptz) where id = $1::uuid`,
    [id, now],
  );
}

/** False when it is not being read any more. */
export async function saveImportProgress(
  sql: Sql,
  id: string,
  progress: { bytesRead: number; rowsRead: number },
): Promise<boolean> {
  const rows = await sql.query(
    `update partner_bill_import set bytes_read = $2, rows_read = $3 where id = $1::uuid and state = 'reading' returning id`,
    [id, progress.bytesRead, progress.rowsRead],
  );
  return rows.length === 1;
}

export type BillImportEnd = {
  state: 'done' | 'failed' | 'cancelled';
  failure?: BillImportFailure | null;
  partnerBillId?: string | null;
};

/** Ends the import; its bytes are not needed any more, and go. */
export async function endBillImport(
  sql: Sql,
  id: string,
  { state, failure = null, partnerBillId = null }: BillImportEnd,
  now: string,
): Promise<void> {
  await deleteChunks(sql, { kind: 'partner_bill_import', id });
  await sql.query(
    `update partner_bill_import set state = $2, failure = $3::jsonb, partner_bill_id = $4::uuid, finished_at = $5,
       bytes_read = case when $2 = 'done' then size_bytes else bytes_read end,
       rows_read = coalesce((select b.lines_received from partner_bill b where b.id = $4::uuid), rows_read)
     where id = $1::uuid`,
    [id, state, failure && JSON.stringify(failure), partnerBillId, now],
  );
}

export async function findBillImport(sql: Sql, id: string): Promise<BillImportRow | null> {
  return (await sql.query<BillImportRow>(`${SELECT} where i.id = $1::uuid`, [id]))[0] ?? null;
}

/** A partner's imports that are under way, and those that failed since then; the latest first, twenty at most. */
export const listOpenImports = (sql: Sql, partnerId: string, since: string): Promise<BillImportRow[]> =>
  sql.query<BillImportRow>(
    `${SELECT} where i.partner_id = $1::uuid
       and (i.state in ('receiving', 'waiting', 'reading') or (i.state = 'failed' and i.finished_at > $2::timestamptz))
     order by i.id desc limit 20`,
    [partnerId, since],
  );

/** Wakes whoever follows the import, when the transaction commits. */
export async function notifyBillImport(sql: Sql, operatorId: string, id: string): Promise<void> {
  await sql.query('select pg_notify($1, $2)', [BILL_IMPORT_CHANNEL, `${operatorId}:${id}`]);
}

export const BILL_IMPORT_CHANNEL = 'partner_bill_import';

const SELECT = `
  select i.id, json_build_object('id', p.id, 'slug', p.slug, 'name', p.name) as partner,
    json_build_object('id', c.id, 'name', s.name, 'from', c.period_from, 'to', c.period_to) as cycle,
    i.external_id as "externalId", i.mapping_id as "mappingId", i.replaces_id as "replacesId", i.format,
    i.file_name as "fileName", i.stated_totals as "statedTotals", i.size_bytes::float8 as "sizeBytes",
    i.bytes_read::float8 as "bytesRead", i.rows_read::float8 as "rowsRead", encode(i.content_hash, 'hex') as "contentHash",
    i.state, i.failure, i.partner_bill_id as "partnerBillId", i.created_by as "createdBy", i.created_at as "createdAt",
    i.started_at as "startedAt", i.finished_at as "finishedAt"
  from partner_bill_import i
  join party p on p.operator_id = i.operator_id and p.id = i.partner_id
  join billing_cycle c on c.operator_id = i.operator_id and c.id = i.cycle_id
  join cycle_spec s on s.operator_id = c.operator_id and s.id = c.spec_id`;
