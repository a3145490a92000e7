import type { Sql } from '@/lib/db/tenant';
import { parseCivilDate } from '@/lib/domain/period/civil-date';
import { invalid } from '@/lib/errors';

/** What a reader asks of a list: text, one column to sort by, filters, and where the page before ended. */
export type ListQuery = {
  q: string;
  sort: { id: string; descending: boolean } | null;
  filters: Readonly<Record<string, readonly string[]>>;
  after: string | null;
  pageSize: number;
};

export const wholeList: ListQuery = { q: '', sort: null, filters: {}, after: null, pageSize: 100 };

export type Page<Row> = { data: Row[]; nextCursor: string | null };

/** A list's SQL: `select ... from ... where ...`, `row` being its alias and `row.id` unique in it. */
export type KeysetList = {
  /** The whole select without order and limit; its rows become the table `row`. Parameters are $1, $2, ... */
  select: string;
  params: readonly unknown[];
  /** The columns a reader may sort by, with their types; none may be null. */
  sortable: Readonly<Record<string, { column: string; type: SortType }>>;
  defaultSort: { id: string; descending: boolean };
};

type SortType = 'text' | 'date' | 'timestamptz' | 'numeric' | 'int8' | 'int4';

/**
 * One page of a list by its last row's sort value and id, so that the thousandth page costs what the first does and a
 * row that is added meanwhile is neither shown twice nor hides another. Reads one row more than the page to know
 * whether there is a next one. An unknown sort column means the default; fails: `invalid_cursor` (422).
 */
export async function readPage<Row extends { id: string }>(
  sql: Sql,
  list: KeysetList,
  query: Pick<ListQuery, 'sort' | 'after' | 'pageSize'>,
): Promise<Page<Row>> {
  const sort = query.sort && Object.hasOwn(list.sortable, query.sort.id) ? query.sort : list.defaultSort;
  const { column, type } = list.sortable[sort.id]!;
  const direction = sort.descending ? 'desc' : 'asc';
  const params = [...list.params];
  let position = '';
  if (query.after !== null) {
    const cursor = readCursor(query.after, sort, type);
    position = `where (row.${column}, row.id) ${sort.descending ? '<' : '>'}
      ($${params.push(cursor.value)}::${type}, $${params.push(cursor.id)}::uuid)`;
  }
  const limit = Math.min(Math.max(1, query.pageSize), 1000);
  const rows = await sql.query<Row & { sort_value: string }>(
    `select row.*, row.${column}::text as sort_value from (${list.select}) as row ${position}
     order by row.${column} ${direction}, row.id ${direction} limit ${limit + 1}`,
    params,
  );
  const data = rows.slice(0, limit);
  const last = rows.length > limit ? data.at(-1)! : null;
  const nextCursor = last && writeCursor({ sort: sortText(sort), value: last.sort_value, id: last.id });
  return { data: data.map(withoutSortValue<Row>), nextCursor };
}

/** Text for `ilike` that finds `q` anywhere, its own % and _ taken literally. */
export const containing = (q: string): string => `%${q.replace(/[\\%_]/g, '\\$&')}%`;

type Cursor = { sort: string; value: string; id: string };

const sortText = (sort: { id: string; descending: boolean }) => `${sort.descending ? '-' : ''}${sort.id}`;

const writeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify([cursor.sort, cursor.value, cursor.id])).toString('base64url');

function readCursor(text: string, sort: { id: string; descending: boolean }, type: SortType): Cursor {
  const parts = decodeCursor(text);
  const [sortedBy, value, id] = parts ?? [];
  const fits = sortedBy === sortText(sort) && typeof value === 'string' && typeof id === 'string';
  if (!fits || !UUID.test(id) || !VALUE[type].test(value) || !hasRealDay(type, value)) {
    throw invalid(
      'invalid_cursor',
      'cursor',
      'This page address does not fit the list. Start from its first page.',
    );
  }
  return { sort: sortedBy, value, id };
}

function decodeCursor(text: string): unknown[] | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : null;
  } catch {
    return null;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

// A cursor comes from outside; what PostgreSQL could not cast must not become its error.
const VALUE: Record<SortType, RegExp> = {
  text: /^[^\0]*$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  timestamptz: /^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-]\d{2}(:\d{2})?$/,
  numeric: /^-?\d{1,60}(\.\d{1,40})?$/,
  int8: /^-?\d{1,18}$/,
  int4: /^-?\d{1,9}$/,
};

const hasRealDay = (type: SortType, value: string) =>
  (type !== 'date' && type !== 'timestamptz') || parseCivilDate(value.slice(0, 10)) !== null;

function withoutSortValue<Row>({ sort_value: _, ...row }: Row & { sort_value: string }): Row {
  return row as unknown as Row;
}
