import type { DocumentFacts } from '@/lib/db/payout-documents';
import type { PayoutToCompute } from '@/lib/db/payout-preparation';
import type { PayoutDocument } from '@/lib/db/payouts';
import type { Issue } from '@/lib/domain/money/issue';
import { civilDate } from '@/lib/domain/period/civil-date';
import type { ComputedPayout } from '@/lib/domain/settlement/compute-payout';
import { determineTax } from '@/lib/domain/tax/determine-tax';

export type DeterminedDocument = {
  /** Null: no tax document. */
  taxRatePpm: bigint | null;
  issues: readonly Issue[];
  document(computed: ComputedPayout): PayoutDocument;
};

const TAX_CLASS = 'standard';

/**
 * Which document a payout is. Where the operator sells in its own name and the partner agreed to self-billing, it is the partner's invoice
 * to the operator, written by the operator (type 389; 261 when it takes more back than it gives), with the tax of that supply. Else, and where
 * nothing of it is a supply (a reserve given back, a payout that came back), it is a statement without tax. A missing VAT id or rate is an issue: a guess would be an invoice to correct.
 */
export function payoutDocument(payout: PayoutToCompute, facts: DocumentFacts): DeterminedDocument {
  const seller = facts.parties.get(payout.partyId)!;
  const buyer = facts.parties.get(facts.operatorPartyId)!;
  const { role, selfBilling } = payout.conditions;
  if (role !== 'principal' || !selfBilling) {
    const statement = { kind: 'statement', typeCode: null, seller, buyer, tax: null } as const;
    return { taxRatePpm: null, issues: [], document: () => statement };
  }
  const determined = determineTax({
    ...{ seller, buyer, productTaxClass: TAX_CLASS, rates: facts.taxRates },
    on: civilDate(payout.throughOn),
  });
  if (!determined.ok) {
    const unknown = { kind: 'self_billed', typeCode: '389', seller, buyer, tax: null } as const;
    return { taxRatePpm: null, issues: determined.issues, document: () => unknown };
  }
  const { ratePpm, ...treatment } = determined.value;
  return {
    taxRatePpm: ratePpm,
    issues: [],
    document: ({ taxableMinor, outcome }) => {
      const isInvoice = outcome === 'pay' && taxableMinor !== 0n;
      return {
        kind: isInvoice ? 'self_billed' : 'statement',
        typeCode: isInvoice ? (taxableMinor < 0n ? '261' : '389') : null,
        seller,
        buyer,
        tax: { ...treatment, ratePpm: String(ratePpm) },
      };
    },
  };
}
