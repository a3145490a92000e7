import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charge, draftOf } from '@/lib/domain/billing/bill.fixture';
import { type BillDraft, billLines } from '@/lib/domain/billing/bill-draft';
import { canonicalBill } from '@/lib/domain/billing/canonical-bill';
import { type BillContent, diffDraft } from '@/lib/domain/billing/diff-bill';
import { decimal } from '@/lib/domain/money/decimal';

// The text itself serves as its digest here: equal content, equal text.
const content = (draft: BillDraft): BillContent => ({
  contentHash: canonicalBill(draft),
  lines: billLines(draft),
});

describe('what writing a draft would change', () => {
  const before = draftOf([charge('a', 100n), charge('b', 200n), charge('c', 300n)]);

  test('nothing was there', () => {
    const { change, lines } = diffDraft(null, content(before));
    expect(change).toBe('created');
    expect(lines.map((line) => [line.lineKey, line.change, line.afterMinor])).toEqual([
      ['a', 'added', 100n],
      ['b', 'added', 200n],
      ['c', 'added', 300n],
    ]);
  });

  test('the same charges in another order: nothing', () => {
    const again = draftOf([charge('c', 300n), charge('a', 100n), charge('b', 200n)]);
    expect(diffDraft(content(before), content(again))).toEqual({ change: 'unchanged', lines: [] });
  });

  test('added, changed and removed lines, by key', () => {
    const after = draftOf([charge('b', 250n), charge('c', 300n), charge('d', 1n)]);
    expect(diffDraft(content(before), content(after))).toEqual({
      change: 'updated',
      lines: [
        { lineKey: 'a', description: 'a', change: 'removed', beforeMinor: 100n, afterMinor: null },
        { lineKey: 'b', description: 'b', change: 'changed', beforeMinor: 200n, afterMinor: 250n },
        { lineKey: 'd', description: 'd', change: 'added', beforeMinor: null, afterMinor: 1n },
      ],
    });
  });

  test('a tax that moved is an update without a line', () => {
    const after = draftOf([charge('a', 100n), charge('b', 200n), charge('c', 300n, { taxClass: 'reduced' })]);
    expect(diffDraft(content(before), content(after))).toEqual({ change: 'updated', lines: [] });
  });
});

describe('the canonical text', () => {
  test('does not follow the wording of explanations', () => {
    const plain = canonicalBill(draftOf([charge('a', 100n)]));
    expect(canonicalBill(draftOf([charge('a', 100n, { steps: [{ code: 'flat', amount: '1' }] })]))).toBe(
      plain,
    );
  });

  test.each([
    ['amount', { amountMinor: 101n }],
    ['description', { description: 'other' }],
    ['quantity', { quantity: decimal('2') }],
    ['unit', { unit: 'GB' }],
    ['kind', { kind: 'usage' as const }],
    ['tax class', { taxClass: 'reduced' }],
    ['partner bill', { partnerBillId: 'pb' }],
    ['product', { productId: 'p' }],
  ])('follows the %s', (_field, rest) => {
    const plain = canonicalBill(draftOf([charge('a', 100n)]));
    expect(canonicalBill(draftOf([charge('a', 100n, rest)]))).not.toBe(plain);
  });

  test('no text can imitate the fields around it', () => {
    const one = draftOf([charge('a', 1n, { description: 'x', unit: '1:y' })]);
    const other = draftOf([charge('a', 1n, { description: 'x1:1', unit: 'y' })]);
    const none = draftOf([charge('a', 1n, { description: 'x', unit: '-' })]);
    const absent = draftOf([charge('a', 1n, { description: 'x', unit: null })]);
    expect(new Set([one, other, none, absent].map(canonicalBill)).size).toBe(4);
  });

  test('does not depend on the order of charges', () => {
    const texts = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(texts, (keys) => {
        const charges = keys.map((key, index) => charge(key, BigInt(index + 1)));
        const text = canonicalBill(draftOf(charges));
        expect(canonicalBill(draftOf([...charges].reverse()))).toBe(text);
      }),
    );
  });
});
