import { CopyRows } from '@/lib/db/bulk/copy-rows';
import type { SharedColumns } from '@/lib/db/bulk/shared-ids';
import type { Sql } from '@/lib/db/tenant';

/**
 * Inserts many rows in one statement, from COPY text (see copyRow). COPY itself is refused on tables with row-level
 * security, so the rows go to a temporary table of the connection first, emptied at each commit; that is still twice as fast as
 * one jsonb parameter (100,000 bill lines: 3.4 s against 6.0 s on two busy cores).
 * Once per table and transaction: a second batch would bring the first again, and its unique keys refuse it.
 * With `shared`, those columns are places in its ids.
 */
export async function insertRows(
  sql: Sql,
  table: string,
  columns: readonly string[],
  given: readonly string[] | CopyRows,
  shared?: SharedColumns,
): Promise<void> {
  const rows = given instanceof CopyRows ? given : CopyRows.of(given);
  if (rows.isEmpty) return;
  if (shared) return insertByPlace(sql, table, columns, rows, shared);
  const staging = `staging_${table}`;
  const list = columns.join(', ');
  await sql.query(
    `create temp table if not exists ${staging} (like ${table} including defaults) on commit delete rows`,
  );
  await sql.copy(staging, columns, rows.buffers());
  await sql.query(`insert into ${table} (${list}) select ${list} from ${staging}`);
}

async function insertByPlace(
  sql: Sql,
  table: string,
  columns: readonly string[],
  rows: CopyRows,
  shared: SharedColumns,
): Promise<void> {
  const staging = `staging_${table}_by_place`;
  const list = (of: (column: string) => string) =>
    columns.map((column) => (shared.columns.has(column) ? of(column) : column)).join(', ');
  await sql.query(
    `create temp table if not exists ${staging} on commit delete rows as
     select ${list((column) => `null::int4 as ${column}`)} from ${table} with no data`,
  );
  await sql.copy(staging, columns, rows.buffers());
  await sql.query(
    `insert into ${table} (${columns.join(', ')}) select ${list((column) => `($1::uuid[])[${column}]`)} from ${staging}`,
    [shared.ids.all],
  );
}
