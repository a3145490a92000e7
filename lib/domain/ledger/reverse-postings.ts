import type { Posting } from '@/lib/domain/ledger/posting';

/** The journal that takes a journal back: every posting with its sides swapped. Nothing is ever deleted. */
export function reversePostings(postings: readonly Posting[]): Posting[] {
  return postings.map(({ account, partyId, currency, debitMinor, creditMinor }) => ({
    account,
    partyId,
    currency,
    debitMinor: creditMinor,
    creditMinor: debitMinor,
  }));
}
