import type { PartnerLine } from '@/lib/domain/billing/partner-bill/partner-line';
import { indexAccountMappings } from '@/lib/domain/billing/partner-bill/resolve-account';
import type { PartnerBillContext } from '@/lib/domain/billing/partner-bill/validate-partner-bill';
import { currency } from '@/lib/domain/money/currency';
import { decimal } from '@/lib/domain/money/decimal';
import { civilDate } from '@/lib/domain/period/civil-date';

export const USD = currency('USD');

export function partnerLine(lineNo: number, amount: string, rest: Partial<PartnerLine> = {}): PartnerLine {
  return {
    lineNo,
    lineKey: `key-${lineNo}`,
    externalPayer: 'payer',
    externalAccount: 'sub',
    service: 'Compute',
    category: 'Compute',
    chargeCategory: 'usage',
    description: 'Hours',
    quantity: decimal('1'),
    unit: 'Hours',
    taxCode: null,
    currency: 'USD',
    amount: decimal(amount),
    period: { from: civilDate('2024-09-18'), to: civilDate('2024-09-19') },
    ...rest,
  };
}

/** September 2024, charges up to three months old, one mapped sub-account billed in USD. */
export function partnerBillContext(rest: Partial<PartnerBillContext> = {}): PartnerBillContext {
  return {
    cycle: { from: civilDate('2024-09-01'), to: civilDate('2024-10-01') },
    maxChargeAgeMonths: 3,
    mappings: indexAccountMappings([
      { level: 'sub_account', externalAccount: 'sub', billingAccountId: 'account' },
      { level: 'sub_account', externalAccount: 'sub-eur', billingAccountId: 'account-eur' },
    ]),
    accounts: new Map([
      ['account', { currency: USD }],
      ['account-eur', { currency: currency('EUR') }],
    ]),
    knownLineKeys: new Set(),
    ...rest,
  };
}
