import type { BillDraft } from '@/lib/domain/billing/bill-draft';
import type { ChargeLine } from '@/lib/domain/billing/charge-line';
import type { BillAgreement } from '@/lib/domain/billing/check-charges';
import { type BillInput, consolidateBill } from '@/lib/domain/billing/consolidate';
import { currency } from '@/lib/domain/money/currency';
import { decimal } from '@/lib/domain/money/decimal';
import { exactFromMinor } from '@/lib/domain/money/exact';
import { civilDate } from '@/lib/domain/period/civil-date';
import type { TaxParty, TaxRate } from '@/lib/domain/tax/tax-party';

// A German operator that sells IoT of a partner in its own name, and the software of a Polish one as its agent.
export const EUR = currency('EUR');
export const JANUARY = { from: civilDate('2026-01-01'), to: civilDate('2026-02-01') };

export const AGREEMENTS: ReadonlyMap<string, BillAgreement> = new Map([
  ['agreement-iot', { supplierId: 'iot', supplierName: 'Nordic IoT', role: 'principal' }],
  ['agreement-safe', { supplierId: 'safe', supplierName: 'Baltic Safe', role: 'agent' }],
]);

export const RATES: readonly TaxRate[] = [
  taxRate('standard', 'S', 190_000n),
  taxRate('reduced', 'S', 70_000n),
  taxRate('zero', 'Z', 0n),
  { ...taxRate('standard', 'S', 230_000n), country: 'PL' },
];

export const OPERATOR_TAX: TaxParty = { country: 'DE', vatId: 'DE123456789', isBusiness: true };
export const SAFE_TAX: TaxParty = { country: 'PL', vatId: 'PL1234567890', isBusiness: true };
export const BUYER_TAX: TaxParty = { country: 'DE', vatId: 'DE987654321', isBusiness: true };

export function taxRate(productTaxClass: string, category: 'S' | 'Z' | 'E', ratePpm: bigint): TaxRate {
  return { country: 'DE', productTaxClass, category, ratePpm, from: civilDate('2020-01-01'), to: null };
}

/** A charge of the operator's own; with `supplier` of a partner's, in the way its agreement says. */
export function charge(
  lineKey: string,
  amountMinor: bigint,
  { supplier, ...rest }: Partial<ChargeLine> & { supplier?: 'iot' | 'safe' } = {},
): ChargeLine {
  const agreementId = supplier === undefined ? null : `agreement-${supplier}`;
  const role = supplier === 'iot' ? 'principal' : 'agent';
  return {
    lineKey,
    supplierId: supplier ?? 'op',
    supplierRole: supplier === undefined ? 'operator' : role,
    sellerId: supplier === 'safe' ? 'safe' : 'op',
    productId: null,
    offeringId: null,
    description: lineKey,
    kind: 'recurring',
    sourceMode: supplier === undefined ? 'own' : 'hub',
    partnerBillId: null,
    period: JANUARY,
    quantity: decimal('1'),
    unit: null,
    exact: exactFromMinor(amountMinor, EUR),
    amountMinor,
    taxClass: 'standard',
    agreementId,
    steps: [],
    ...rest,
  };
}

export function billInput(charges: readonly ChargeLine[], rest: Partial<BillInput> = {}): BillInput {
  return {
    account: { accountId: 'account', operatorId: 'op', operatorName: 'Operator' },
    period: JANUARY,
    currency: EUR,
    charges,
    discounts: [],
    taxContext: {
      buyer: BUYER_TAX,
      sellers: new Map([
        ['op', OPERATOR_TAX],
        ['safe', SAFE_TAX],
      ]),
      rates: RATES,
      on: civilDate('2026-02-01'),
    },
    agreements: AGREEMENTS,
    ...rest,
  };
}

/** The draft of charges that make a bill; throws with the issues when they do not. */
export function draftOf(charges: readonly ChargeLine[], rest: Partial<BillInput> = {}): BillDraft {
  const result = consolidateBill(billInput(charges, rest));
  if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join(' '));
  return result.value;
}
