import type { ChargeLine, SupplierRole } from '@/lib/domain/billing/charge-line';
import type { Currency } from '@/lib/domain/money/currency';
import { exactFromMinor } from '@/lib/domain/money/exact';
import { formatMinor } from '@/lib/domain/money/money';
import type { Period } from '@/lib/domain/period/period';
import type { Step } from '@/lib/domain/rating/step';

export type AdjustmentState = 'pending' | 'billed' | 'withdrawn';

/** Whose charge it is; a partner's is shared as any line of its offering. */
export type AdjustmentOwner = 'operator' | 'partner';

/** What a person wrote. */
export type Adjustment = {
  id: string;
  description: string;
  reason: string;
  /** Net minor units; below zero it is a credit. */
  amountMinor: bigint;
  taxClass: string;
  period: Period;
  offeringId: string | null;
  /** The line of an issued bill that it is about. */
  refersTo: { bill: string; line: string } | null;
};

/** Who supplies and sells it on its day. */
export type AdjustmentSupply = {
  supplierId: string;
  role: SupplierRole;
  sellerId: string;
  agreementId: string | null;
};

/**
 * An adjustment as a line of its account's next bill: the amount as it was written, without rounding, quantity or product, because it is
 * no part of what a product's period costs. Its key is its own, so that an account has it on one bill, once, for all time.
 * Example: −20.00 "Outage on 4 March" becomes a line of −20.00 whose explanation says who adjusted and why.
 */
export function adjustmentCharge(
  adjustment: Adjustment,
  { supplierId, role, sellerId, agreementId }: AdjustmentSupply,
  { operatorName, currency }: { operatorName: string; currency: Currency },
): ChargeLine {
  const { id, description, amountMinor, taxClass, period, offeringId } = adjustment;
  return {
    lineKey: adjustmentKey(id),
    supplierId,
    supplierRole: role,
    sellerId,
    productId: null,
    offeringId,
    priceId: null,
    description,
    kind: 'adjustment',
    sourceMode: role === 'operator' ? 'own' : 'hub',
    partnerBillId: null,
    period,
    quantity: null,
    unit: null,
    exact: exactFromMinor(amountMinor, currency),
    amountMinor,
    taxClass,
    agreementId,
    steps: stepsOf(adjustment, operatorName, currency),
  };
}

export const adjustmentKey = (id: string): string => `${PREFIX}${id}`;

/** No product's, partner's or estimate's key begins so. */
export const isAdjustmentKey = (lineKey: string): boolean => lineKey.startsWith(PREFIX);

const PREFIX = 'adjustment:';

function stepsOf(
  { reason, amountMinor, refersTo }: Adjustment,
  operator: string,
  currency: Currency,
): Step[] {
  const side = amountMinor < 0n ? 'credit' : 'charge';
  const steps: Step[] = [
    { code: 'adjustment', operator, side, reason, result: formatMinor(amountMinor, currency) },
  ];
  if (refersTo !== null) steps.push({ code: 'adjustment_of', ...refersTo });
  return steps;
}
