import { copyRow } from '@/lib/db/bulk/copy-text';
import { insertRows } from '@/lib/db/bulk/insert-rows';
import type { Sql } from '@/lib/db/tenant';

/** A row of a usage file that was not accepted. */
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
