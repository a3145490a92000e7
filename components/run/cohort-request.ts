import type { RunAccountFilterInput } from '@/lib/schemas/run-account-filter';

/** The ways to name a part of a run that a person is offered; the API has them in any combination. */
export const COHORT_KINDS = ['clean', 'first', 'accounts', 'found', 'supplier', 'upTo', 'rest'] as const;
export type CohortKind = (typeof COHORT_KINDS)[number];

export type CohortDraft = {
  kind: CohortKind;
  first: string;
  /** Numbers, apart by commas, spaces or lines. */
  accounts: string;
  words: string;
  supplier: string;
  currency: string;
  upTo: string;
};

export type CohortInput = { filter: RunAccountFilterInput; first?: number };

/** What a draft asks for; null while it does not say enough. */
export function cohortRequest(draft: CohortDraft): CohortInput | null {
  switch (draft.kind) {
    case 'clean':
      return { filter: { withoutFindings: true } };
    case 'first': {
      const first = /^[1-9]\d{0,5}$/.test(draft.first) ? Number(draft.first) : null;
      return first === null ? null : { filter: {}, first };
    }
    case 'accounts': {
      const accounts = draft.accounts.split(/[\s,;]+/).filter((number) => number !== '');
      return accounts.length === 0 ? null : { filter: { accounts } };
    }
    case 'found':
      return draft.words.trim() === '' ? null : { filter: { q: draft.words.trim() } };
    case 'supplier':
      return draft.supplier === '' ? null : { filter: { suppliers: [draft.supplier] } };
    case 'upTo': {
      const { currency, upTo } = draft;
      if (currency === '') return null;
      return { filter: upTo === '' ? { currency } : { currency, totalUpTo: upTo } };
    }
    case 'rest':
      return { filter: {} };
  }
}

/** Which of the ways a stored request is, to say it in words; null for one that only the API can ask for. */
export function cohortKind({ filter, first }: CohortInput): CohortKind | null {
  const named = Object.keys(filter);
  if (first !== undefined) return named.length === 0 ? 'first' : null;
  if (named.length === 0) return 'rest';
  if (named.length === 2 && filter.currency && filter.totalUpTo) return 'upTo';
  if (named.length > 1) return null;
  if (filter.withoutFindings) return 'clean';
  if (filter.accounts) return 'accounts';
  if (filter.q) return 'found';
  if (filter.currency) return 'upTo';
  return filter.suppliers?.length === 1 ? 'supplier' : null;
}
