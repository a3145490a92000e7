import type { Step } from '@/lib/domain/rating/rate';

/** What one party keeps of a line. Over the operator and the whole chain the shares sum to the line's net. */
export type Share = {
  partyId: string;
  /** What the party keeps: what it received less what it passed on. */
  amountMinor: bigint;
  /** What came to the party from above; for the operator the line's net. */
  receivedMinor: bigint;
  /** Null for the operator, which keeps what is left. */
  termId: string | null;
  steps: readonly Step[];
};

export type LineShares = { lineKey: string; shares: readonly Share[] };
