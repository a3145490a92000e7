import { expect, test } from 'vitest';
import { measuredRow, missingRow } from './row';

const QUIET = { others: 0.01, stolen: 0 };

test('a row is met at its bound, and not beyond', () => {
  const met = (value: number) => measuredRow('bill-run.floor', { value, note: '' }, QUIET).met;
  expect([met(1.2), met(1.2001), met(1.21)]).toEqual([true, false, false]);
  expect(measuredRow('ingest.floor', { value: 0.6, note: '' }, QUIET).met).toBe(true);
  expect(measuredRow('oracle', { value: 1, note: '' }, QUIET).met).toBe(false);
  expect(measuredRow('memory.rss', { value: 200, note: '', alsoMet: false }, QUIET).met).toBe(false);
});

test('a busy machine is said, and the figure not judged', () => {
  const row = measuredRow('rerun', { value: 0.05, note: 'fine' }, { others: 0.3, stolen: 0.02 });
  expect(row).toMatchObject({ met: true, judged: false });
  expect(row.note).toBe('fine; other work had 30 % of the processors, the host 2 %');
});

test('what could not be measured is neither met nor missed', () => {
  expect(missingRow('file.copy', 'no reader')).toMatchObject({ value: null, met: null, judged: false });
});
