'use client';

import { debounce, useQueryStates } from 'nuqs';
import { useMemo, useTransition } from 'react';
import {
  filterParsers,
  formatSort,
  type ListQuery,
  listParsers,
  type PageSize,
  parseSort,
  prefixed,
  type Sort,
} from '@/components/data-table/list-state';
import { firstPage, type PagePosition } from '@/components/data-table/page-trail';

export type ListStateOptions = {
  sortable: readonly string[];
  filterIds: readonly string[];
  hiddenAtFirst: readonly string[];
  defaultSort?: string | undefined;
  prefix?: string | undefined;
  /** In the server's hands each change is a navigation; else only the address changes. */
  mode: 'server' | 'client';
};

/** A list's state, kept in the URL; whatever changes the set of rows leads back to the first page. */
export function useListState(options: ListStateOptions) {
  const { sortable, filterIds, hiddenAtFirst, defaultSort, prefix, mode } = options;
  const [isPending, startTransition] = useTransition();
  const parsers = useMemo(() => filterParsers(filterIds), [filterIds]);
  const shared = { shallow: mode === 'client', history: 'push' as const, startTransition };
  const [query, setQuery] = useQueryStates(listParsers, {
    ...shared,
    urlKeys: prefixed(Object.keys(listParsers), prefix),
  });
  const [filters, setFilters] = useQueryStates(parsers, { ...shared, urlKeys: prefixed(filterIds, prefix) });

  function restart(change: Partial<{ [Key in keyof ListQuery]: ListQuery[Key] | null }>) {
    return { ...change, after: null, trail: null };
  }

  return {
    isPending,
    q: query.q,
    sort: parseSort(query.sort, sortable) ?? parseSort(defaultSort, sortable),
    filters,
    pageSize: query.size,
    hidden: query.hide ?? hiddenAtFirst,
    position: { after: query.after, trail: query.trail } satisfies PagePosition,
    isNarrowed: query.q !== '' || Object.values(filters).some((chosen) => chosen.length > 0),
    /** Typing replaces the address and waits for a pause, so that "back" does not walk through letters. */
    setQ: (q: string) =>
      setQuery(restart({ q: q || null }), {
        history: 'replace',
        limitUrlUpdates: q === '' ? debounce(0) : debounce(300),
      }),
    setSort: (sort: Sort) => setQuery(restart({ sort: formatSort(sort) })),
    setFilter: (id: string, chosen: readonly string[]) => {
      setFilters({ [id]: chosen.length > 0 ? [...chosen] : null });
      setQuery(restart({}));
    },
    clear: () => {
      setFilters(null);
      setQuery(restart({ q: null }));
    },
    setPageSize: (size: PageSize) => setQuery(restart({ size })),
    setHidden: (ids: readonly string[]) =>
      setQuery({ hide: [...ids] }, { shallow: true, history: 'replace' }),
    turnTo: (position: PagePosition) => setQuery({ after: position.after, trail: [...position.trail] }),
    firstPage,
  };
}
