import { listMappings } from '@/lib/db/account-mappings';
import { findReceivingTerms, listReceivedHistory } from '@/lib/db/partner-bill-terms';
import { listMappedServices } from '@/lib/db/service-mappings';
import { listMappedTaxCodes } from '@/lib/db/tax-code-mappings';
import type { Sql } from '@/lib/db/tenant';
import type { LineColumns } from '@/lib/domain/billing/partner-bill/fault-book';
import { indexAccountMappings } from '@/lib/domain/billing/partner-bill/resolve-account';
import type { PartnerBillContext } from '@/lib/domain/billing/partner-bill/validate-partner-bill';
import type { Currency } from '@/lib/domain/money/currency';
import { type Decimal, decimal } from '@/lib/domain/money/decimal';
import { civilDate } from '@/lib/domain/period/civil-date';
import type { AcceptanceRule } from '@/lib/services/partner-bills/decide-bill-state';

/** What a partner's bill is held against: its cycle, its agreement, its mapping, and what the partner sent before. */
export async function loadValidationContext(
  sql: Sql,
  bill: { partnerId: string; agreementId: string; cycleId: string },
  stated: readonly { currency: string; amount: string }[],
  columns: LineColumns,
): Promise<Omit<PartnerBillContext, 'knownLineKeys'> & { acceptance: AcceptanceRule }> {
  const terms = await findReceivingTerms(sql, bill.agreementId, bill.cycleId);
  const mappings = await listMappings(sql, bill.partnerId);
  const history = await listReceivedHistory(sql, bill.partnerId, bill.cycleId);
  const needsMapping = terms.servicePolicy === 'mapped';
  return {
    services: needsMapping ? await listMappedServices(sql, bill.partnerId) : null,
    taxCodes: needsMapping ? await listMappedTaxCodes(sql, bill.partnerId) : null,
    cycle: { from: civilDate(terms.periodFrom), to: civilDate(terms.periodTo) },
    maxChargeAgeMonths: terms.maxChargeAgeMonths,
    acceptance: terms.acceptance,
    changeTolerancePercent: decimal(terms.changeTolerancePercent),
    mappings: indexAccountMappings(mappings),
    accounts: new Map(
      mappings.map(({ billingAccountId, currency }) => [
        billingAccountId,
        { currency: currency as Currency },
      ]),
    ),
    stated: stated.map(amountOf),
    history: history.map(amountOf),
    columns,
  };
}

const amountOf = ({ currency, amount }: { currency: string; amount: string }) => ({
  currency: currency as Currency,
  amount: decimal(amount) as Decimal,
});
