import { expect, test } from 'vitest';
import { recogniseBill } from '@/lib/domain/billing/partner-bill/recognise-bill';

const earlier = [
  { externalId: 'INV-5', contentHash: 'dd', id: 5, isReplaced: true },
  { externalId: 'INV-6', contentHash: 'aa', id: 1, isReplaced: false },
  { externalId: 'INV-7', contentHash: 'bb', id: 2, isReplaced: false },
];

test.each([
  ['new', 'INV-8', 'cc', null, 'new', undefined],
  ['the same file again', 'INV-7', 'bb', null, 'same', 2],
  ['the same file under a new number', 'INV-8', 'bb', null, 'same', 2],
  ['another file under the number of another', 'INV-6', 'bb', null, 'same', 2],
  ['the same number with other content', 'INV-7', 'cc', null, 'conflict', 2],
  ['a correction', 'INV-8', 'cc', 2, 'new', undefined],
  ['a correction sent twice', 'INV-8', 'bb', 1, 'same', 2],
  ['a correction under the number it corrects', 'INV-7', 'cc', 2, 'conflict', 2],
  ['a replaced bill sent again', 'INV-5', 'dd', null, 'same', 5],
  ['a replaced bill as its own correction', 'INV-8', 'dd', 5, 'same', 5],
  ['a correction back to what a replaced bill said', 'INV-8', 'dd', 2, 'new', undefined],
  ['the same under the old number', 'INV-5', 'dd', 2, 'conflict', 5],
])('%s', (_case, externalId, contentHash, corrects, kind, id) => {
  const recognised = recogniseBill(earlier, { externalId, contentHash, corrects });
  expect(recognised.kind).toBe(kind);
  expect(recognised.kind === 'new' ? undefined : recognised.bill.id).toBe(id);
});

test('of two with the same content the one that stands is the answer', () => {
  const both = [...earlier, { externalId: 'INV-9', contentHash: 'dd', id: 9, isReplaced: false }];
  expect(recogniseBill(both, { externalId: 'INV-10', contentHash: 'dd' })).toMatchObject({
    kind: 'same',
    bill: { id: 9 },
  });
});

test('a conflict says what to do', () => {
  expect(recogniseBill(earlier, { externalId: 'INV-7', contentHash: 'cc' })).toMatchObject({
    issue: { code: 'external_id_conflict', severity: 'error', path: 'externalId' },
  });
});
