import type { ChargeLine } from '@/lib/domain/billing/charge-line';
import type { Currency } from '@/lib/domain/money/currency';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import { formatMinor } from '@/lib/domain/money/money';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { determineTax } from '@/lib/domain/tax/determine-tax';
import type { TaxParty, TaxRate, TaxTreatment } from '@/lib/domain/tax/tax-party';

export type TaxContext = {
  buyer: TaxParty;
  /** By seller id: the operator, and each partner the operator is an agent of. */
  sellers: ReadonlyMap<string, TaxParty>;
  rates: readonly TaxRate[];
  /** The tax point. */
  on: CivilDate;
};

export type TreatedCharges = {
  treatments: (TaxTreatment & { sellerId: string })[];
  issues: Issue[];
  /** The charge's treatment; throws when it has none, which the issues said. */
  treatmentOf(charge: ChargeLine): TaxTreatment;
};

/**
 * Decides the tax of each charge, once per seller and tax class. What cannot be decided is one `missing_tax_data` error per
 * seller and class, with the sum it keeps off the bill.
 */
export function treatCharges(
  charges: readonly ChargeLine[],
  context: TaxContext,
  currency: Currency,
): TreatedCharges {
  const cases: TaxCase[] = [];
  for (const charge of charges) {
    let found = find(cases, charge);
    if (found === undefined) {
      found = openCase(charge, context);
      cases.push(found);
    }
    found.amountMinor += charge.amountMinor;
  }
  const treatments: TreatedCharges['treatments'] = [];
  const issues: Issue[] = [];
  for (const taxCase of cases) {
    if (taxCase.treatment !== null) treatments.push({ ...taxCase.treatment, sellerId: taxCase.sellerId });
    for (const issue of taxCase.issues) {
      issues.push({ ...issue, amountAtStake: formatMinor(taxCase.amountMinor, currency) });
    }
  }
  return { treatments, issues, treatmentOf };

  function treatmentOf(charge: ChargeLine): TaxTreatment {
    const treatment = find(cases, charge)?.treatment ?? null;
    if (treatment === null) throw new Error(`No tax treatment for the charge ${charge.lineKey}`);
    return treatment;
  }
}

type TaxCase = {
  sellerId: string;
  taxClass: string;
  treatment: TaxTreatment | null;
  issues: readonly Issue[];
  amountMinor: bigint;
};

// A bill has a handful of cases; looking through them beats building a key per line.
function find(cases: readonly TaxCase[], charge: ChargeLine): TaxCase | undefined {
  for (const taxCase of cases) {
    if (taxCase.taxClass === charge.taxClass && taxCase.sellerId === charge.sellerId) return taxCase;
  }
  return undefined;
}

function openCase({ sellerId, taxClass }: ChargeLine, { buyer, sellers, rates, on }: TaxContext): TaxCase {
  const open = { sellerId, taxClass, amountMinor: 0n };
  const seller = sellers.get(sellerId);
  if (seller === undefined) {
    const message = `The seller ${sellerId} has no tax profile: add its country and VAT id.`;
    const issue = errorIssue('missing_tax_data', `sellers.${sellerId}`, message);
    return { ...open, treatment: null, issues: [issue] };
  }
  const result = determineTax({ seller, buyer, productTaxClass: taxClass, rates, on });
  return { ...open, treatment: result.ok ? result.value : null, issues: result.ok ? [] : result.issues };
}
