import type { Currency } from '@/lib/domain/money/currency';
import type { Decimal } from '@/lib/domain/money/decimal';
import type { Exact } from '@/lib/domain/money/exact';
import type { Step } from '@/lib/domain/rating/step';

/** What of a line is shared: its net, and the units and cost that some terms go by. */
export type ShareableLine = {
  amountMinor: bigint;
  currency: Currency;
  /** Units sold, for terms that count them; null counts none. */
  quantity: Decimal | null;
  /** What the line costs the partner, where it is known, for cost plus. */
  cost?: Exact | null;
};

/** What one party keeps of a line. Over the operator and the whole chain the shares sum to the line's net. */
export type Share = {
  partyId: string;
  /** What the party keeps: what it received less what it passed on. */
  amountMinor: bigint;
  /** What came to the party from above; for the operator the line's net. */
  receivedMinor: bigint;
  /** What its term earned before the cap; `receivedMinor` is after it. */
  earnedMinor: bigint;
  /** Null for the operator, which keeps what is left. */
  termId: string | null;
  steps: readonly Step[];
};

export type LineShares = { lineKey: string; shares: readonly Share[] };
