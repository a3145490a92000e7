import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsNumberLiteral,
  parseAsString,
  type SearchParams,
} from 'nuqs/server';

export const pageSizes = [25, 50, 100] as const;
export type PageSize = (typeof pageSizes)[number];

export type Sort = { id: string; descending: boolean };

/** What a list's URL asks for. */
export type ListState = {
  q: string;
  sort: Sort | null;
  /** Chosen options by filter id; only filters that are set. */
  filters: Record<string, string[]>;
  /** Keyset cursor: rows after this one. */
  after: string | null;
  pageSize: PageSize;
};

export type ListSpec = {
  sortable?: readonly string[];
  filters?: readonly string[];
  /** "-createdOn" is descending; used when the URL names no sort, or one that cannot be. */
  defaultSort?: string;
  /** For a second list on one page: its keys are "<prefix>.q" and so on. */
  prefix?: string;
};

/** Reads a list's state from a page's search parameters; what makes no sense there falls back to the default. */
export function parseListState(searchParams: SearchParams, spec: ListSpec = {}): ListState {
  const { sortable = [], filters = [], defaultSort, prefix } = spec;
  const base = createLoader(listParsers, { urlKeys: prefixed(Object.keys(listParsers), prefix) })(
    searchParams,
  );
  const chosen = createLoader(filterParsers(filters), { urlKeys: prefixed(filters, prefix) })(searchParams);
  return {
    q: base.q.trim(),
    sort: parseSort(base.sort, sortable) ?? parseSort(defaultSort, sortable),
    filters: Object.fromEntries(Object.entries(chosen).filter(([, options]) => options.length > 0)),
    after: base.after,
    pageSize: base.size,
  };
}

export const listParsers = {
  q: parseAsString.withDefault(''),
  sort: parseAsString,
  after: parseAsString,
  /** Cursors of the pages before, so that "previous" needs no memory but the URL. */
  trail: parseAsArrayOf(parseAsString).withDefault([]),
  size: parseAsNumberLiteral(pageSizes).withDefault(25),
  hide: parseAsArrayOf(parseAsString),
};

export type ListQuery = inferParserType<typeof listParsers>;

export function filterParsers(ids: readonly string[]) {
  return Object.fromEntries(ids.map((id) => [id, parseAsArrayOf(parseAsString).withDefault([])]));
}

export function prefixed(keys: readonly string[], prefix: string | undefined): Record<string, string> {
  return prefix === undefined ? {} : Object.fromEntries(keys.map((key) => [key, `${prefix}.${key}`]));
}

export function parseSort(text: string | null | undefined, sortable: readonly string[]): Sort | null {
  if (!text) return null;
  const descending = text.startsWith('-');
  const id = descending ? text.slice(1) : text;
  return sortable.includes(id) ? { id, descending } : null;
}

export function formatSort(sort: Sort): string {
  return (sort.descending ? '-' : '') + sort.id;
}
