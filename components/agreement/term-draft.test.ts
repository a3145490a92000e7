import { expect, test } from 'vitest';
import { newTerm, type StoredTerm, termDraftOf, termInputOf } from '@/components/agreement/term-draft';

test.each<[string, Partial<StoredTerm>]>([
  [
    'a percentage for an offering',
    { kind: 'percentage', terms: { ratePercent: '72.5' }, offering: { id: 'feed' } },
  ],
  [
    'a graduated percentage with bounds',
    {
      kind: 'graduated_percentage',
      terms: {
        tiers: [
          { upTo: '100000', ratePercent: '0' },
          { upTo: null, ratePercent: '4' },
        ],
        cap: '500.00',
        minimumGuarantee: '20.00',
      },
    },
  ],
  ['a fixed amount', { kind: 'fixed_per_unit', basis: 'collected', terms: { amountPerUnit: '4.50' } }],
  [
    'a price list for a category with a colon',
    {
      kind: 'wholesale',
      category: 'iot: data',
      terms: {
        model: 'volume',
        tiers: [
          { upTo: '10', unitPrice: '1.20', flatFee: '5' },
          { upTo: null, unitPrice: '1' },
        ],
      },
    },
  ],
  ['cost plus without a cost', { kind: 'cost_plus', terms: { markupPercent: '12' } }],
])('%s comes back from its boxes as it was', (_case, part) => {
  const stored: StoredTerm = {
    kind: '',
    basis: 'billed',
    terms: {},
    offering: null,
    category: null,
    ...part,
  };
  const { offering, ...rest } = stored;
  expect(termInputOf(termDraftOf(stored, 't'))).toEqual({ ...rest, offering: offering?.id ?? null });
});

test('boxes of another kind are not sent', () => {
  const draft = { ...newTerm('t'), kind: 'fixed_per_unit' as const, amountPerUnit: '2', cap: ' ' };
  expect(termInputOf(draft).terms).toEqual({ amountPerUnit: '2' });
});
