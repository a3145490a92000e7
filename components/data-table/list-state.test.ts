import { describe, expect, test } from 'vitest';
import { formatSort, parseListState, parseSort } from '@/components/data-table/list-state';

const spec = { sortable: ['total', 'createdOn'], filters: ['state'], defaultSort: '-createdOn' };

describe('parseListState', () => {
  test('an empty address is the first page in the default order', () => {
    expect(parseListState({}, spec)).toEqual({
      q: '',
      sort: { id: 'createdOn', descending: true },
      filters: {},
      after: null,
      pageSize: 25,
    });
  });

  test('reads what the table writes', () => {
    const state = parseListState(
      { q: ' acme ', sort: 'total', state: 'issued,held', after: 'c2', size: '100' },
      spec,
    );
    expect(state).toEqual({
      q: 'acme',
      sort: { id: 'total', descending: false },
      filters: { state: ['issued', 'held'] },
      after: 'c2',
      pageSize: 100,
    });
  });

  test('an unknown column, size or filter is passed over', () => {
    const state = parseListState({ sort: 'secret', size: '1000000', role: 'admin' }, spec);
    expect(state.sort).toEqual({ id: 'createdOn', descending: true });
    expect(state.pageSize).toBe(25);
    expect(state.filters).toEqual({});
  });

  test('two lists on a page keep apart', () => {
    const address = { q: 'first', 'lines.q': 'second', 'lines.state': 'held' };
    expect(parseListState(address, spec).q).toBe('first');
    const second = parseListState(address, { ...spec, prefix: 'lines' });
    expect([second.q, second.filters]).toEqual(['second', { state: ['held'] }]);
  });
});

test('a sort survives being written and read', () => {
  for (const sort of [
    { id: 'total', descending: true },
    { id: 'total', descending: false },
  ]) {
    expect(parseSort(formatSort(sort), ['total'])).toEqual(sort);
  }
});
