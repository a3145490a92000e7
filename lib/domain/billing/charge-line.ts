import type { Decimal } from '@/lib/domain/money/decimal';
import type { Exact } from '@/lib/domain/money/exact';
import type { Period } from '@/lib/domain/period/period';
import type { Step } from '@/lib/domain/rating/step';

/** Where a charge was computed: by the operator, by the hub for a partner, by the partner's API, or in a partner's file. */
export type SourceMode = 'own' | 'hub' | 'partner' | 'file';

/** `operator`: the operator's own; `principal`, `agent`: how the operator sells this partner's products. */
export type SupplierRole = 'operator' | 'principal' | 'agent';

export type ChargeKind =
  | 'recurring'
  | 'one_time'
  | 'usage'
  | 'maximum'
  | 'minimum'
  | 'credit'
  | 'discount'
  | 'adjustment'
  | 'true_up';

/** One net line before bill-level discounts, produced by rating or from an accepted partner bill. */
export type ChargeLine = {
  /** Deterministic, unique in its billing account over all time: product, price and period, or pb:partner:bill:group. */
  lineKey: string;
  supplierId: string;
  supplierRole: SupplierRole;
  /** Seller of record: the operator when it is principal, the partner when the operator is its agent. */
  sellerId: string;
  productId: string | null;
  offeringId: string | null;
  priceId?: string | null;
  /** Plain data (the offering's or the price's name), never a sentence. */
  description: string;
  kind: ChargeKind;
  sourceMode: SourceMode;
  partnerBillId: string | null;
  period: Period;
  quantity: Decimal | null;
  unit: string | null;
  /** Before its single rounding; `amountMinor` is that rounding. */
  exact: Exact;
  amountMinor: bigint;
  taxClass: string;
  agreementId: string | null;
  steps: readonly Step[];
};
