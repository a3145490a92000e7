import type { PendingAdjustmentRow } from '@/lib/db/pending-adjustments';
import { type AdjustmentSupply, adjustmentCharge } from '@/lib/domain/billing/adjustment';
import type { ChargeLine } from '@/lib/domain/billing/charge-line';
import type { Currency } from '@/lib/domain/money/currency';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { supplyOn } from '@/lib/services/bill-runs/settlement-chains';

export type AdjustmentToCharge = Omit<PendingAdjustmentRow, 'billingAccountId'>;

/** Lines of what a person added to an account's next bill. */
export const adjustmentCharges = (
  rows: readonly AdjustmentToCharge[],
  currency: Currency,
  reference: BillingReference,
): ChargeLine[] =>
  rows.map((row) => {
    const { periodFrom, periodTo, refersTo, ...facts } = row;
    const { operatorName } = reference;
    return adjustmentCharge(
      {
        ...facts,
        period: { from: periodFrom as CivilDate, to: periodTo as CivilDate },
        refersTo: refersTo && { bill: refersTo.bill, line: refersTo.line },
      },
      supplyOf(row, reference),
      { operatorName, currency },
    );
  });

/**
 * Who supplies and sells it: of a partner's, whoever does the offering on its first day, as for any line of it; without an offering, or where
 * no partner stands behind it then, who did the line it is about, by whose agreement `chainFor` shares it as it shared that line.
 */
export function supplyOf(
  { owner, offeringId, periodFrom, refersTo }: AdjustmentToCharge,
  { offerings, operatorPartyId }: BillingReference,
): AdjustmentSupply {
  const own = { supplierId: operatorPartyId, role: 'operator', sellerId: operatorPartyId, agreementId: null };
  if (owner === 'operator') return own as AdjustmentSupply;
  const offering = offerings.get(offeringId ?? '');
  const supply = offering && supplyOn(offering.supplies, periodFrom);
  if (refersTo && (!supply || supply.role === 'operator')) {
    const { supplierId, supplierRole: role, sellerId, agreementId } = refersTo;
    return { supplierId, role, sellerId, agreementId };
  }
  const { role, sellerId, agreementId } = supply!;
  return { supplierId: offering!.supplierId, role, sellerId, agreementId };
}
