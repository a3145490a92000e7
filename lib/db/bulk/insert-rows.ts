import { CopyRows } from '@/lib/db/bulk/copy-rows';
import type { Sql } from '@/lib/db/tenant';

/**
 * Inserts many rows in one statement, from COPY text (see copyRow). COPY itself is refused on tables with row-level
 * security, so the rows go to a temporary table of the connection first, emptied at each commit; that is still twice as fast as
 * one jsonb parameter (100,000 bill lines: 3.4 s against 6.0 s on two busy cores).
 * Once per table and transaction: a second batch would bring the first again, and its unique keys refuse it.
 */
export async function insertRows(
  sql: Sql,
  table: string,
  columns: readonly string[],
  rows: readonly string[],
): Promise<void> {
  if (rows.length === 0) return;
  const staging = `staging_${table}`;
  const list = columns.join(', ');
  await sql.query(
    `create temp table if not exists ${staging} (like ${table} including defaults) on commit delete rows`,
  );
  await sql.copy(staging, columns, CopyRows.of(rows).buffers());
  await sql.query(`insert into ${table} (${list}) select ${list} from ${staging}`);
}
