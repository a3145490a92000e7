import type { AccountRow } from '@/lib/db/accounts';
import { readReference } from '@/lib/db/billing-reference';
import { listTaxClasses } from '@/lib/db/tax-code-mappings';
import type { Sql } from '@/lib/db/tenant';
import { treatCharges } from '@/lib/domain/billing/treat-charges';
import type { Currency } from '@/lib/domain/money/currency';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { AppError, invalid } from '@/lib/errors';
import { type AdjustmentToCharge, adjustmentCharges } from '@/lib/services/adjustments/adjustment-charges';
import { chainFor } from '@/lib/services/bill-runs/bill-account';
import { billingReference } from '@/lib/services/bill-runs/billing-reference';

/**
 * Makes the line as the next bill will, and refuses what would hold that bill. Fails: `unknown_tax_class`, `offering_needed`, `no_partner`,
 * `missing_tax_data`, and what is wrong with the chain that would share it.
 */
export async function requireChargeable(
  sql: Sql,
  account: AccountRow,
  adjustment: AdjustmentToCharge,
  today: CivilDate,
): Promise<void> {
  const classes = (await listTaxClasses(sql)).map(({ taxClass }) => taxClass);
  if (!classes.includes(adjustment.taxClass)) {
    const message = `There is no tax rate for the class "${adjustment.taxClass}". Known are ${classes.join(', ')}.`;
    throw invalid('unknown_tax_class', 'taxClass', message);
  }
  const { owner, offeringId, refersTo } = adjustment;
  if (owner === 'partner' && offeringId === null && refersTo === null) {
    const message = 'Say what of the partner it is about: a product, an offering, or a line of a bill.';
    throw invalid('offering_needed', 'offering', message);
  }
  const reference = billingReference(await readReference(sql, null));
  const currency = account.currency as Currency;
  const [charge] = adjustmentCharges([adjustment], currency, reference);
  if (owner === 'partner' && charge!.supplierRole === 'operator') {
    throw invalid(
      'no_partner',
      'owner',
      'On these days this is the operator’s own: no partner shares in it.',
    );
  }
  const chain = chainFor(charge!, reference);
  const [fault] = chain.issues;
  if (fault) throw invalid(fault.code, 'owner', fault.message);
  if (chain.currency !== null && chain.currency !== currency) {
    const message = `The partner is paid by amounts in ${chain.currency} for this, and the account is billed in ${currency}.`;
    throw invalid('term_currency_mismatch', 'owner', message);
  }
  const { country, vatId, isBusiness } = account;
  const context = {
    buyer: { country, vatId, isBusiness },
    sellers: reference.sellers,
    rates: reference.taxRates,
  };
  const { issues } = treatCharges([charge!], { ...context, on: today }, currency);
  if (issues.length > 0) {
    const at = issues.map(({ code, message }) => ({ code, path: 'taxClass', message }));
    throw new AppError('invalid', issues[0]!.code, issues[0]!.message, at);
  }
}
