import { expect, test } from 'vitest';
import { toDraft, toMapping } from '@/components/usage-file/mapping-draft';
import type { UsageMapping } from '@/lib/domain/usage/mapping';

test('a mapping survives the form', () => {
  const mapping: UsageMapping = {
    csv: { delimiter: ';', header: false, skipLines: 2, columns: ['A', 'B'] },
    filters: [
      { field: 'A', is: ['D', 'E'] },
      { field: 'B', isNot: ['T'] },
    ],
    source: { constant: '//a' },
    id: { fields: ['A', 'B'], separator: '-' },
    time: {
      fields: ['A'],
      format: 'dd.MM.yyyy',
      timeZone: 'Europe/Warsaw',
      repeatedHour: 'second',
      skippedHour: 'refuse',
    },
    subject: { fields: ['B'] },
    meter: { fields: ['A'], lookup: 'meters' },
    quantity: {
      fields: ['B'],
      decimalSeparator: ',',
      thousandsSeparator: '.',
      divideBy: '1000',
      inexact: 'round',
    },
    attributes: [{ name: 'country', fields: ['A', 'B'], separator: '/' }],
    lookups: { meters: { kind: 'table', entries: { D: 'data' }, otherwise: 'calls' } },
  };
  expect(toMapping(toDraft(mapping))).toEqual(mapping);
  const plain: UsageMapping = { ...mapping, id: { rowHash: true }, csv: {} };
  expect(toMapping(toDraft(plain)).id).toEqual({ rowHash: true });
});

test('lookup entries are one a line, also as a spreadsheet gives them', () => {
  const draft = toDraft({
    source: { constant: 'a' },
    id: { rowHash: true },
    time: { fields: ['t'], format: 'iso' },
    subject: { fields: ['s'] },
    meter: { constant: 'm' },
    quantity: { fields: ['q'] },
  });
  draft.lookups.push({ name: 'x', kind: 'prefix', entries: '49 = DE\n48\tPL\n\nnonsense', otherwise: '' });
  expect(toMapping(draft).lookups).toEqual({ x: { kind: 'prefix', entries: { '49': 'DE', '48': 'PL' } } });
});
