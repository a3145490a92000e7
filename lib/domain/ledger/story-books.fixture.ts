import { balancesOf } from '@/lib/domain/ledger/balance';
import type { Posting } from '@/lib/domain/ledger/posting';
import type { Currency } from '@/lib/domain/money/currency';

export const OPERATOR = 'op';

export type Entry = { partyId: string; currency: Currency; event: string; amountMinor: bigint };

/** The books of a story, with the list of entries that the database keeps. */
export class StoryBooks {
  /** Payable entries that no payout has taken. */
  open: Entry[] = [];
  /** Every entry that a bill made, by party and currency. */
  readonly earned = new Map<string, bigint>();
  private readonly postings: Posting[] = [];

  /** Balance in the books, on the account's own side. */
  balance(account: Posting['account'], partyId: string, currency: Currency): bigint {
    const mine = this.postings.filter((each) => each.account === account && each.partyId === partyId);
    return balancesOf(mine).find((each) => each.currency === currency)?.balanceMinor ?? 0n;
  }

  /** As the database does it: what is posted to a payable is an entry, but what payouts themselves take off it. */
  book(event: string, postings: readonly Posting[]): Entry[] {
    this.postings.push(...postings);
    if (event === 'payout.approved' || event === 'payout.converted') return [];
    const entries = postings
      .filter(({ account }) => account === 'partner_payable')
      .map(({ partyId, currency, debitMinor, creditMinor }) => ({
        ...{ partyId, currency, event, amountMinor: creditMinor - debitMinor },
      }));
    this.open.push(...entries);
    if (!event.startsWith('payout.')) {
      for (const { partyId, currency, amountMinor } of entries) {
        const key = `${partyId} ${currency}`;
        this.earned.set(key, (this.earned.get(key) ?? 0n) + amountMinor);
      }
    }
    return entries;
  }
}

export const sum = (amounts: Iterable<bigint>): bigint =>
  [...amounts].reduce((total, each) => total + each, 0n);
