import type { ChargeLine, SupplierRole } from '@/lib/domain/billing/charge-line';
import type { Currency } from '@/lib/domain/money/currency';
import { type Exact, exactFromMinor } from '@/lib/domain/money/exact';
import { formatMinor } from '@/lib/domain/money/money';
import { divideRounded } from '@/lib/domain/money/round';
import type { Period } from '@/lib/domain/period/period';
import { periodName } from '@/lib/domain/period/period-name';
import type { Step } from '@/lib/domain/rating/step';

export type EstimateContext = {
  /** For the line's key: what the bill is missing from whom. */
  partnerId: string;
  cycleId: string;
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
 * What a partner usually charges an account in a cycle: the mean of the last three (fewer, when there were fewer), rounded half away
 * once. `nets` are of the partner's last cycles, the latest first; null where it charged this account nothing. Cycles before its first
 * charge do not count, those between do, as nought. Null when there is nothing to go by.
 * Examples: 10.00, 12.00 and 11.01 are usually 11.00; 10.00, nothing and 12.00 are 7.33; 10.00, 12.00 and nothing before are 11.00.
 */
export function usualNet(nets: readonly (bigint | null)[]): bigint | null {
  const counted = countedNets(nets);
  if (counted.length === 0) return null;
  return divideRounded(sumOf(counted), BigInt(counted.length), 'half_away');
}

/**
 * One line that stands in for a partner's bill that has not come, by `usualNet`; null when there is nothing to go by. Its key is the
 * partner and the cycle, so that an account has it once, and `trueUpCharge` can take it back.
 */
export function estimateCharge(
  nets: readonly (bigint | null)[],
  context: EstimateContext,
): ChargeLine | null {
  const amountMinor = usualNet(nets);
  if (amountMinor === null || amountMinor === 0n) return null;
  const counted = countedNets(nets);
  const { currency, period, partnerId, supplierName } = context;
  const amounts = counted.map((net) => formatMinor(net, currency));
  return {
    lineKey: estimateKey(partnerId, context.cycleId),
    supplierId: partnerId,
    supplierRole: context.supplierRole,
    sellerId: context.sellerId,
    productId: null,
    offeringId: null,
    priceId: null,
    description: `${supplierName} · ${periodName(period)}, estimated`,
    kind: 'adjustment',
    // Nobody but the hub has computed it.
    sourceMode: 'hub',
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
        supplier: supplierName,
        cycles: String(counted.length),
        amounts: amounts.join(' + '),
        sum: formatMinor(sumOf(counted), currency),
        result: formatMinor(amountMinor, currency),
      },
      { code: 'partner_estimate_until', supplier: supplierName },
    ],
  };
}

export const estimateKey = (partnerId: string, cycleId: string): string => `estimate:${partnerId}:${cycleId}`;

/** Why an estimate goes back: the real bill is there, or nothing will come. */
export type TrueUpCause = 'came' | 'waived';

/**
 * Takes an estimate back in full, naming the bill it was on. Billed beside the partner's real lines, so that the customer pays what
 * the partner charged, to the minor unit, and sees both. Its key is the estimate's own: there is never a second.
 */
export function trueUpCharge(
  estimate: Omit<ChargeLine, 'steps' | 'kind'>,
  { billNumber, cause, supplierName, currency }: TrueUpContext,
): ChargeLine {
  const step: Step = {
    code: 'true_up_of',
    supplier: supplierName,
    bill: billNumber,
    cause,
    period: periodName(estimate.period),
    amount: formatMinor(estimate.amountMinor, currency),
  };
  return {
    ...estimate,
    lineKey: `${estimate.lineKey}:true_up`,
    kind: 'true_up',
    description: `${estimate.description}, taken back`,
    exact: -estimate.exact as Exact,
    amountMinor: -estimate.amountMinor,
    steps: [step],
  };
}

export type TrueUpContext = {
  billNumber: string;
  cause: TrueUpCause;
  supplierName: string;
  currency: Currency;
};

function countedNets(nets: readonly (bigint | null)[]): bigint[] {
  const latest = nets.slice(0, CYCLES);
  const first = latest.findLastIndex((net) => net !== null);
  return latest.slice(0, first + 1).map((net) => net ?? 0n);
}

const sumOf = (nets: readonly bigint[]): bigint => nets.reduce((total, net) => total + net, 0n);
