import type { OpenEstimateRow } from '@/lib/db/estimates';
import type { ChargeLine } from '@/lib/domain/billing/charge-line';
import { estimateCharge, trueUpCharge, usualNet } from '@/lib/domain/billing/partner-bill/estimate-charge';
import type { ExpectedPartner } from '@/lib/domain/billing/pre-bill-checks';
import type { Currency } from '@/lib/domain/money/currency';
import { exactFromMinor } from '@/lib/domain/money/exact';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import type { BilledPeriod } from '@/lib/services/bill-runs/billed-period';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import type { StandIns } from '@/lib/services/bill-runs/load-stand-ins';

export const NO_STAND_INS: StandIns = { missing: [], openEstimates: [] };

/** Lines that stand in for partners' bills which have not come, and lines that take earlier ones back. */
export function standInCharges(
  { missing, openEstimates }: StandIns,
  { cycleId, period }: BilledPeriod,
  currency: Currency,
  reference: BillingReference,
): ChargeLine[] {
  const charges = openEstimates.map((row) => trueUpOf(row, currency, reference));
  for (const { partnerId, netsMinor, taxClass } of missing) {
    const partner = reference.latePartners.get(partnerId)!;
    if (partner.state !== 'estimated' || cycleId === null) continue;
    const { role, name, agreementId } = partner;
    const estimate = estimateCharge(netsMinor, {
      partnerId,
      cycleId,
      supplierRole: role,
      supplierName: name,
      sellerId: role === 'agent' ? partnerId : reference.operatorPartyId,
      agreementId,
      period,
      currency,
      taxClass,
    });
    if (estimate !== null) charges.push(estimate);
  }
  return charges;
}

function trueUpOf(row: OpenEstimateRow, currency: Currency, { parties }: BillingReference): ChargeLine {
  const { periodFrom, periodTo, billNumber, cause, billingAccountId: _, ...line } = row;
  const estimate = {
    ...line,
    ...{ productId: null, offeringId: null, priceId: null, partnerBillId: null, quantity: null, unit: null },
    sourceMode: 'hub' as const,
    period: { from: periodFrom as CivilDate, to: periodTo as CivilDate },
    exact: exactFromMinor(row.amountMinor, currency),
  };
  const supplierName = parties.get(row.supplierId)?.name ?? row.supplierId;
  return trueUpCharge(estimate, { billNumber, cause, supplierName, currency });
}

/** What the pre-bill checks say about the partners that are late. */
export const latePartnersOf = (
  { missing }: StandIns,
  { latePartners }: BillingReference,
): ExpectedPartner[] =>
  missing.map(({ partnerId, netsMinor }) => {
    const { name, state, latePolicy, due } = latePartners.get(partnerId)!;
    const usualMinor = usualNet(netsMinor);
    return { supplierId: partnerId, supplierName: name, state, latePolicy, due, usualMinor };
  });
