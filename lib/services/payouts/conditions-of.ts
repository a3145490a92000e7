import type { StoredConditions } from '@/lib/db/payout-preparation';
import type { PayoutConditions } from '@/lib/domain/settlement/compute-payout';

/** Conditions as they are stored, whose amounts are texts, as they are computed with. */
export const conditionsOf = (
  stored: Pick<StoredConditions, 'minimumMinor' | 'feeMinor' | 'feePpm' | 'reservePpm' | 'reserveDays'>,
): PayoutConditions => ({
  minimumMinor: BigInt(stored.minimumMinor),
  feeMinor: BigInt(stored.feeMinor),
  feePpm: BigInt(stored.feePpm),
  reservePpm: BigInt(stored.reservePpm),
  reserveDays: stored.reserveDays,
});
