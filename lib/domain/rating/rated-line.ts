import type { Decimal } from '@/lib/domain/money/decimal';
import type { Exact } from '@/lib/domain/money/exact';
import type { Step } from '@/lib/domain/rating/step';

export type RatedLineKind = 'charge' | 'maximum' | 'minimum' | 'credit';

/** A priced line. The charge's key is its price's; the others add `:maximum`, `:minimum` or `:credit`. */
export type RatedLine = {
  readonly key: string;
  readonly kind: RatedLineKind;
  /** As measured, before conversion and included units. One for the lines that are no charge. */
  readonly quantity: Decimal;
  /** After its own discounts, before rounding. */
  readonly exact: Exact;
  /** `exact` rounded once; on top of something charged before, the rounded whole less what was rounded before. */
  readonly amountMinor: bigint;
  readonly steps: readonly Step[];
};
