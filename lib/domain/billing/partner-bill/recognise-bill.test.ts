import { expect, test } from 'vitest';
import { recogniseBill } from '@/lib/domain/billing/partner-bill/recognise-bill';

const earlier = [
  { externalId: 'INV-6', contentHash: 'aa', id: 1 },
  { externalId: 'INV-7', contentHash: 'bb', id: 2 },
];

test.each([
  ['new', 'INV-8', 'cc', 'new', undefined],
  ['the same file again', 'INV-7', 'bb', 'same', 2],
  ['the same file under a new number', 'INV-8', 'bb', 'same', 2],
  ['another file under the number of another', 'INV-6', 'bb', 'same', 2],
  ['the same number with other content', 'INV-7', 'cc', 'conflict', 2],
])('%s', (_case, externalId, contentHash, kind, id) => {
  const recognised = recogniseBill(earlier, { externalId, contentHash });
  expect(recognised.kind).toBe(kind);
  expect(recognised.kind === 'new' ? undefined : recognised.bill.id).toBe(id);
});

test('a conflict says what to do', () => {
  expect(recogniseBill(earlier, { externalId: 'INV-7', contentHash: 'cc' })).toMatchObject({
    issue: { code: 'external_id_conflict', severity: 'error', path: 'externalId' },
  });
});
