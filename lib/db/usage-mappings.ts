import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import type { UsageFileFormat, UsageMapping } from '@/lib/domain/usage/mapping';

export type UsageMappingRow = {
  id: string;
  sender: { id: string; kind: 'partner' | 'operator'; slug: string; name: string };
  name: string;
  version: number;
  format: UsageFileFormat;
  definition: UsageMapping;
  /** The sender's own rows, to preview with. */
  sample: string;
  isCurrent: boolean;
  createdBy: string;
  createdAt: string;
};

export async function findUsageMapping(sql: Sql, id: string): Promise<UsageMappingRow | null> {
  return (await sql.query<UsageMappingRow>(`${selectMapping} where m.id::text = $1`, [id]))[0] ?? null;
}

/** By id any version of the sender's, by name the current one. */
export async function findSendersMapping(
  sql: Sql,
  senderId: string,
  idOrName: string,
): Promise<UsageMappingRow | null> {
  const rows = await sql.query<UsageMappingRow>(
    `${selectMapping} where m.sender_id = $1::uuid and (m.id::text = $2 or (m.name = $2 and m.is_current))`,
    [senderId, idOrName],
  );
  return rows[0] ?? null;
}

/** The sender's current mappings of a format, the latest saved first. */
export const listCurrentMappings = (
  sql: Sql,
  senderId: string,
  format: UsageFileFormat,
): Promise<UsageMappingRow[]> =>
  sql.query<UsageMappingRow>(
    `${selectMapping} where m.sender_id = $1::uuid and m.format = $2 and m.is_current
     order by m.created_at desc, m.id desc limit 100`,
    [senderId, format],
  );

/** All versions of a mapping, the latest first. */
export const listMappingVersions = (sql: Sql, senderId: string, name: string): Promise<UsageMappingRow[]> =>
  sql.query<UsageMappingRow>(
    `${selectMapping} where m.sender_id = $1::uuid and m.name = $2 order by m.version desc`,
    [senderId, name],
  );

export type UsageMappingListRow = Omit<UsageMappingRow, 'definition' | 'sample'>;

/** The current version of each mapping that the scope may see, by name; filter `sender` (id or short name). */
export const listUsageMappingRows = (sql: Sql, query: ListQuery): Promise<Page<UsageMappingListRow>> =>
  readPage(
    sql,
    {
      select: `
        select ${columns} ${from}
        where m.is_current and ($1 = '' or m.name ilike $2)
          and (cardinality($3::text[]) = 0 or p.slug = any($3) or p.id::text = any($3))`,
      params: [query.q, containing(query.q), query.filters.sender ?? []],
      sortable: {
        name: { column: 'name', type: 'text' },
        createdAt: { column: '"createdAt"', type: 'timestamptz' },
      },
      defaultSort: { id: 'name', descending: false },
    },
    query,
  );

export type NewUsageMapping = {
  id: string;
  senderId: string;
  name: string;
  format: UsageFileFormat;
  definition: UsageMapping;
  sample: string;
  createdBy: string;
  createdAt: string;
};

/**
 * Adds a version, which is the current one from now on; who reads by the earlier one goes on with it. Those who save the same
 * mapping at once queue up, and each gets a version of its own. Answers the version.
 */
export async function insertMappingVersion(
  sql: Sql,
  operatorId: string,
  mapping: NewUsageMapping,
): Promise<number> {
  const { senderId, name } = mapping;
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('usage-mapping:' || $1 || $2, 0))`, [
    senderId,
    name,
  ]);
  await sql.query(
    'update usage_mapping set is_current = false where sender_id = $1::uuid and name = $2 and is_current',
    [senderId, name],
  );
  const rows = await sql.query<{ version: number }>(
    `insert into usage_mapping (operator_id, id, sender_id, name, version, format, definition, sample, created_by, created_at)
     select $1::uuid, $2::uuid, $3::uuid, $4, 1 + coalesce(max(version), 0), $5, $6::jsonb, $7, $8, $9::timestamptz
     from usage_mapping where sender_id = $3::uuid and name = $4
     returning version`,
    [
      operatorId,
      mapping.id,
      senderId,
      name,
      mapping.format,
      JSON.stringify(mapping.definition),
      mapping.sample,
      mapping.createdBy,
      mapping.createdAt,
    ],
  );
  return rows[0]!.version;
}

/** No version is current any more: the mapping is not offered for new files. */
export async function retireMapping(sql: Sql, senderId: string, name: string): Promise<void> {
  await sql.query(
    'update usage_mapping set is_current = false where sender_id = $1::uuid and name = $2 and is_current',
    [senderId, name],
  );
}

const columns = `m.id, json_build_object('id', p.id, 'kind', p.kind, 'slug', p.slug, 'name', p.name) as sender, m.name,
    m.version, m.format, m.is_current as "isCurrent", m.created_by as "createdBy", m.created_at as "createdAt"`;
const from = `from usage_mapping m join party p on p.operator_id = m.operator_id and p.id = m.sender_id`;
const selectMapping = `select ${columns}, m.definition, m.sample ${from}`;
