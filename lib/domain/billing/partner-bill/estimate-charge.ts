import type { ChargeLine, SupplierRole } from '@/lib/domain/billing/charge-line';
import type { Currency } from '@/lib/domain/money/currency';
import { type Exact, exactFromMinor } from '@/lib/domain/money/exact';
import { formatMinor } from '@/lib/domain/money/money';
import { divideRounded } from '@/lib/domain/money/round';
import type { Period } from '@/lib/domain/period/period';

export type EstimateContext = {
  partnerKey: string;
  supplierId: string;
  supplierRole: Exclude<SupplierRole, 'operator'>;
  supplierName: string;
  sellerId: string;
  agreementId: string;
  period: Period;
  currency: Currency;
  taxClass: string;
};

const CYCLES = 3;

/**
 * What a late partner's bill is taken to be for one account: the mean of its nets in the last three cycles (fewer, when there
 * were fewer), rounded half away once. Null when there is nothing to go by. One line, keyed by partner and period, which
 * trueUpCharge takes back when the real bill comes.
 * Example: 10.00, 12.00 and 11.01 in the last three cycles estimate 11.00.
 */
export function estimateCharge(netsMinor: readonly bigint[], context: EstimateContext): ChargeLine | null {
  const nets = netsMinor.slice(0, CYCLES);
  if (nets.length === 0) return null;
  const sum = nets.reduce((total, net) => total + net, 0n);
  const amountMinor = divideRounded(sum, BigInt(nets.length), 'half_away');
  const { currency, period } = context;
  return {
    lineKey: `estimate:${context.partnerKey}:${context.agreementId}:${period.from}`,
    supplierId: context.supplierId,
    supplierRole: context.supplierRole,
    sellerId: context.sellerId,
    productId: null,
    offeringId: null,
    priceId: null,
    description: context.supplierName,
    kind: 'adjustment',
    sourceMode: 'partner',
    partnerBillId: null,
    period,
    quantity: null,
    unit: null,
    exact: exactFromMinor(amountMinor, currency),
    amountMinor,
    taxClass: context.taxClass,
    agreementId: context.agreementId,
    steps: [
      {
        code: 'partner_estimate',
        cycles: String(nets.length),
        sum: formatMinor(sum, currency),
        result: formatMinor(amountMinor, currency),
      },
    ],
  };
}

/**
 * Takes an estimate back in full. Billed beside the partner's real lines, so that the customer pays what the partner charged,
 * to the minor unit, and sees both.
 */
export function trueUpCharge(estimate: ChargeLine): ChargeLine {
  return {
    ...estimate,
    lineKey: `${estimate.lineKey}:true_up`,
    kind: 'true_up',
    exact: -estimate.exact as Exact,
    amountMinor: -estimate.amountMinor,
    steps: [{ code: 'true_up_of', lineKey: estimate.lineKey }],
  };
}
