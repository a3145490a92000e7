import type { ChargeLine } from '@/lib/domain/billing/charge-line';
import type { Currency } from '@/lib/domain/money/currency';
import type { Issue } from '@/lib/domain/money/issue';
import { formatMinor } from '@/lib/domain/money/money';

/** How a partner's charges come onto the bill: sold by the operator as principal, or by the partner with the operator as agent. */
export type BillAgreement = { supplierId: string; supplierName: string; role: 'principal' | 'agent' };

/**
 * What is wrong with charges before they become a bill: the same key twice (`duplicate_line_key`), a partner's charge that no
 * agreement covers (`missing_agreement`), or one whose supplier, role or seller is not the agreement's (`agreement_mismatch`).
 * All are errors, each with the amount it keeps off the bill.
 */
export function checkCharges(
  charges: readonly ChargeLine[],
  agreements: ReadonlyMap<string, BillAgreement>,
  operatorId: string,
  currency: Currency,
): Issue[] {
  const issues: Issue[] = [];
  const keys = new Set<string>();
  for (const charge of charges) {
    const fault = keys.has(charge.lineKey) ? REPEATED : faultOf(charge, agreements, operatorId);
    if (fault !== null) issues.push(issueOf(fault, charge, currency));
    keys.add(charge.lineKey);
  }
  return issues;
}

type Fault = { code: string; words: string };

const REPEATED: Fault = {
  code: 'duplicate_line_key',
  words: 'is there twice: remove one, or rate the account again',
};
const UNCOVERED: Fault = {
  code: 'missing_agreement',
  words: 'has no agreement that says whose money it is: add one for this partner and period',
};

function faultOf(
  charge: ChargeLine,
  agreements: ReadonlyMap<string, BillAgreement>,
  operatorId: string,
): Fault | null {
  if (charge.supplierRole === 'operator') {
    if (charge.supplierId === operatorId && charge.sellerId === operatorId) return null;
    return {
      code: 'agreement_mismatch',
      words: 'is marked as the operator’s own but names another party: rate it again',
    };
  }
  const agreement = charge.agreementId === null ? undefined : agreements.get(charge.agreementId);
  if (agreement === undefined) return UNCOVERED;

  const sellerId = agreement.role === 'principal' ? operatorId : agreement.supplierId;
  const follows =
    charge.supplierRole === agreement.role &&
    charge.supplierId === agreement.supplierId &&
    charge.sellerId === sellerId;
  if (follows) return null;
  const words = `does not follow its agreement (${agreement.role}, ${agreement.supplierName}): rate it again`;
  return { code: 'agreement_mismatch', words };
}

function issueOf({ code, words }: Fault, charge: ChargeLine, currency: Currency): Issue {
  const amountAtStake = formatMinor(charge.amountMinor, currency);
  return {
    code,
    severity: 'error',
    path: `charges.${charge.lineKey}`,
    message: `The charge "${charge.description}" of ${amountAtStake} ${currency} ${words}.`,
    amountAtStake,
  };
}
