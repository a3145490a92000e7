import type { PartnerGroupRow } from '@/lib/db/partner-groups';
import type { ChargeLine } from '@/lib/domain/billing/charge-line';
import { groupPartnerLines } from '@/lib/domain/billing/partner-bill/group-lines';
import type { Currency } from '@/lib/domain/money/currency';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { decimalOf } from '@/lib/services/bill-runs/stored-decimal';

/** Which partner lines a bill line is made of, of those that did not say so yet; null: of none any more. */
export type LineAssignment = { partnerBillId: string; lineNos: readonly number[]; lineKey: string | null };

export type PartnerCharges = { charges: ChargeLine[]; assignments: LineAssignment[]; issues: Issue[] };

/**
 * Bill lines of an account's accepted partner lines. The key holds the partner bill and the bill it is billed on (`slotOf`),
 * so a line that was mapped late is its own line on the next bill. Errors: `unknown_agreement`, `currency_mismatch`.
 */
export function partnerCharges(
  groups: readonly PartnerGroupRow[],
  slot: string | null,
  currency: Currency,
  reference: BillingReference,
): PartnerCharges {
  const result: PartnerCharges = { charges: [], assignments: [], issues: [] };
  for (const group of groups) {
    const agreement = reference.agreements.get(group.agreementId);
    const issue = groupFault(group, agreement !== undefined, currency);
    if (issue !== null) result.issues.push(issue);
    if (!agreement || group.currency !== currency) continue;

    const partner = reference.parties.get(group.partnerId);
    // The database has grouped as the domain does, so one summed row is one charge.
    for (const charge of groupPartnerLines([summedLine(group, currency)], {
      partnerKey: group.partnerBillId,
      externalId: slot ?? '',
      partnerBillId: group.partnerBillId,
      sourceMode: partner?.ratingMode === 'partner' ? 'partner' : 'file',
      supplierId: agreement.supplierId,
      supplierRole: agreement.role,
      sellerId: agreement.role === 'agent' ? agreement.supplierId : reference.operatorPartyId,
      agreementId: group.agreementId,
      currency,
      products: productOf(group),
      defaultTaxClass: DEFAULT_TAX_CLASS,
    })) {
      result.charges.push(charge);
      if (group.unassigned.length === 0) continue;
      const { partnerBillId, unassigned: lineNos } = group;
      result.assignments.push({ partnerBillId, lineNos, lineKey: charge.lineKey });
    }
  }
  return result;
}

const DEFAULT_TAX_CLASS = 'standard';

/** What the service is mapped to; one without a mapping goes under its own name. */
function productOf({ service, serviceName, offeringId, taxClass }: PartnerGroupRow) {
  const description = serviceName ?? service;
  return new Map([[service, { description, productId: null, offeringId, taxClass }]]);
}

function summedLine(group: PartnerGroupRow, currency: Currency) {
  const { service, chargeCategory, unit, lineCount } = group;
  return {
    service,
    chargeCategory,
    period: { from: group.periodFrom as CivilDate, to: group.periodTo as CivilDate },
    quantity: group.quantity === null ? null : decimalOf(group.quantity),
    unit,
    currency,
    amount: decimalOf(group.amount),
    lineCount,
  };
}

function groupFault(group: PartnerGroupRow, hasAgreement: boolean, currency: Currency): Issue | null {
  const path = `partnerBills.${group.partnerBillId}`;
  if (!hasAgreement) {
    const message = `The partner's charges for "${group.service}" have no agreement: they cannot be billed.`;
    return errorIssue('unknown_agreement', path, message);
  }
  if (group.currency === currency) return null;
  const message = `The partner's charges for "${group.service}" are in ${group.currency}, and the account is billed in ${currency}.`;
  return errorIssue('currency_mismatch', path, message);
}
