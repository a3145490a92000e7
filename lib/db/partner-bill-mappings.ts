import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';

export type PartnerBillMappingListRow = {
  id: string;
  partner: { id: string; slug: string; name: string };
  name: string;
  version: number;
  isCurrent: boolean;
  createdBy: string;
  createdAt: string;
};

export type PartnerBillMappingRow = PartnerBillMappingListRow & {
  definition: CsvBillMapping;
  /** The partner's own rows, to preview with. */
  sample: string;
};

export async function findPartnerBillMapping(sql: Sql, id: string): Promise<PartnerBillMappingRow | null> {
  return (await sql.query<PartnerBillMappingRow>(`${selectMapping} where m.id::text = $1`, [id]))[0] ?? null;
}

/** By id any version of the partner's, by name the current one. */
export async function findPartnersMapping(
  sql: Sql,
  partnerId: string,
  idOrName: string,
): Promise<PartnerBillMappingRow | null> {
  const rows = await sql.query<PartnerBillMappingRow>(
    `${selectMapping} where m.partner_id = $1::uuid and (m.id::text = $2 or (m.name = $2 and m.is_current))`,
    [partnerId, idOrName],
  );
  return rows[0] ?? null;
}

/** The current mapping for files with this header, the latest saved of several. */
export async function findRememberedMapping(
  sql: Sql,
  partnerId: string,
  headerHashes: readonly Buffer[],
): Promise<PartnerBillMappingRow | null> {
  const rows = await sql.query<PartnerBillMappingRow>(
    `${selectMapping} where m.partner_id = $1::uuid and m.is_current and m.header_hash = any($2::bytea[])
     order by m.created_at desc, m.id desc limit 1`,
    [partnerId, headerHashes],
  );
  return rows[0] ?? null;
}

/** How many lines the partner's mappings skip before a header: the places a new file's header may be at. */
export async function listSkippedLines(sql: Sql, partnerId: string): Promise<number[]> {
  const rows = await sql.query<{ skipLines: number }>(
    `select distinct coalesce((definition #>> '{csv,skipLines}')::int, 0) as "skipLines"
     from partner_bill_mapping where partner_id = $1::uuid and is_current limit 100`,
    [partnerId],
  );
  return rows.map(({ skipLines }) => skipLines);
}

/** All versions of a mapping, the latest first. */
export const listMappingVersions = (
  sql: Sql,
  partnerId: string,
  name: string,
): Promise<PartnerBillMappingListRow[]> =>
  sql.query<PartnerBillMappingListRow>(
    `select ${columns} ${from} where m.partner_id = $1::uuid and m.name = $2 order by m.version desc`,
    [partnerId, name],
  );

/** The current version of each mapping that the scope may see, by name; filter `partner` (id or short name). */
export const listPartnerBillMappingRows = (
  sql: Sql,
  query: ListQuery,
): Promise<Page<PartnerBillMappingListRow>> =>
  readPage(
    sql,
    {
      select: `
        select ${columns} ${from}
        where m.is_current and ($1 = '' or m.name ilike $2)
          and (cardinality($3::text[]) = 0 or p.slug = any($3) or p.id::text = any($3))`,
      params: [query.q, containing(query.q), query.filters.partner ?? []],
      sortable: {
        name: { column: 'name', type: 'text' },
        createdAt: { column: '"createdAt"', type: 'timestamptz' },
      },
      defaultSort: { id: 'name', descending: false },
    },
    query,
  );

export type NewPartnerBillMapping = {
  id: string;
  partnerId: string;
  name: string;
  headerHash: Buffer;
  definition: CsvBillMapping;
  sample: string;
  createdBy: string;
  createdAt: string;
};

/**
 * Adds a version, which is the current one from now on. Those who save the same mapping at once queue up, and each gets a version
 * of its own. Answers the version.
 */
export async function insertPartnerBillMapping(
  sql: Sql,
  operatorId: string,
  mapping: NewPartnerBillMapping,
): Promise<number> {
  const { partnerId, name } = mapping;
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('partner-bill-mapping:' || $1 || $2, 0))`, [
    partnerId,
    name,
  ]);
  await retirePartnerBillMapping(sql, partnerId, name);
  const rows = await sql.query<{ version: number }>(
    `insert into partner_bill_mapping (operator_id, id, partner_id, name, version, header_hash, definition, sample,
       created_by, created_at)
     select $1::uuid, $2::uuid, $3::uuid, $4, 1 + coalesce(max(version), 0), $5, $6::jsonb, $7, $8, $9::timestamptz
     from partner_bill_mapping where partner_id = $3::uuid and name = $4
     returning version`,
    [
      operatorId,
      mapping.id,
      partnerId,
      name,
      mapping.headerHash,
      JSON.stringify(mapping.definition),
      mapping.sample,
      mapping.createdBy,
      mapping.createdAt,
    ],
  );
  return rows[0]!.version;
}

/** No version is current any more: no new file is read by it unless somebody says so. */
export async function retirePartnerBillMapping(sql: Sql, partnerId: string, name: string): Promise<void> {
  await sql.query(
    'update partner_bill_mapping set is_current = false where partner_id = $1::uuid and name = $2 and is_current',
    [partnerId, name],
  );
}

/** By which version of which mapping a bill was read. */
export async function setBillMapping(sql: Sql, partnerBillId: string, mappingId: string): Promise<void> {
  await sql.query('update partner_bill set mapping_id = $2::uuid where id = $1::uuid', [
    partnerBillId,
    mappingId,
  ]);
}

/** What the partner bills in by its latest signed agreement: the guess for files that do not say. */
export async function findAgreedCurrency(sql: Sql, partnerId: string): Promise<string | null> {
  const rows = await sql.query<{ currency: string }>(
    `select currency from agreement where partner_id = $1::uuid and signed_at is not null
     order by valid_from desc, version desc limit 1`,
    [partnerId],
  );
  return rows[0]?.currency ?? null;
}

const columns = `m.id, json_build_object('id', p.id, 'slug', p.slug, 'name', p.name) as partner, m.name, m.version,
    m.is_current as "isCurrent", m.created_by as "createdBy", m.created_at as "createdAt"`;
const from = `from partner_bill_mapping m join party p on p.operator_id = m.operator_id and p.id = m.partner_id`;
const selectMapping = `select ${columns}, m.definition, m.sample ${from}`;
