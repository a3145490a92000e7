import { describe, expect, test } from 'vitest';
import { COHORT_KINDS, type CohortDraft, cohortKind, cohortRequest } from '@/components/run/cohort-request';
import { runAccountFilter } from '@/lib/schemas/run-account-filter';

const draft = (given: Partial<CohortDraft>): CohortDraft => ({
  kind: 'rest',
  first: '10',
  accounts: 'A-1, A-2\nA-3',
  words: ' acme ',
  supplier: 'skymesh',
  currency: 'EUR',
  upTo: '99.50',
  ...given,
});

describe('a part of a run', () => {
  test.each(COHORT_KINDS)('%s: what is asked for fits the API and is told again as what it is', (kind) => {
    const request = cohortRequest(draft({ kind }))!;
    expect(runAccountFilter.parse(request.filter)).toEqual(request.filter);
    expect(cohortKind(request)).toBe(kind);
  });

  test('says what it means', () => {
    expect(cohortRequest(draft({ kind: 'first' }))).toEqual({ filter: {}, first: 10 });
    expect(cohortRequest(draft({ kind: 'accounts' }))).toEqual({
      filter: { accounts: ['A-1', 'A-2', 'A-3'] },
    });
    expect(cohortRequest(draft({ kind: 'upTo' }))).toEqual({
      filter: { currency: 'EUR', totalUpTo: '99.50' },
    });
    expect(cohortRequest(draft({ kind: 'upTo', upTo: '' }))).toEqual({ filter: { currency: 'EUR' } });
  });

  test.each<Partial<CohortDraft>>([
    { kind: 'first', first: '0' },
    { kind: 'first', first: 'ten' },
    { kind: 'accounts', accounts: ' , ' },
    { kind: 'found', words: ' ' },
    { kind: 'supplier', supplier: '' },
    { kind: 'upTo', currency: '' },
  ])('%j is not enough', (given) => expect(cohortRequest(draft(given))).toBeNull());

  test('a combination is none of the ways', () => {
    expect(cohortKind({ filter: { currency: 'EUR', customers: ['acme'] } })).toBeNull();
    expect(cohortKind({ filter: { currency: 'EUR' }, first: 3 })).toBeNull();
    expect(cohortKind({ filter: { suppliers: ['a', 'b'] } })).toBeNull();
  });
});
