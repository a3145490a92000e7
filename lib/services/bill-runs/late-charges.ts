import type { BilledProductRow, UsageEventRow, UsageTotalRow } from '@/lib/db/billing-inputs';
import type { Currency } from '@/lib/domain/money/currency';
import type { Period } from '@/lib/domain/period/period';
import { periodName } from '@/lib/domain/period/period-name';
import { ratePrice } from '@/lib/domain/rating/rate';
import { subtractCharged } from '@/lib/domain/rating/subtract-charged';
import { type AlreadyCharged, chargedBy, partKey } from '@/lib/services/bill-runs/already-charged';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { measureUsage } from '@/lib/services/bill-runs/measure-usage';
import { type Charges, chargeOf, isNothing } from '@/lib/services/bill-runs/product-charges';
import { pricesOf, productIssue } from '@/lib/services/bill-runs/product-prices';

/** Usage of one product and period that came in after their bill; totals and events are those of the whole period. */
export type LateUsage = {
  product: BilledProductRow;
  period: Period;
  meterIds: readonly string[];
  totals: readonly UsageTotalRow[];
  events: readonly UsageEventRow[];
};

/**
 * What late usage adds to bills that are issued: the whole period priced again, at the prices the product has, less what was
 * charged for it. So late units land in the tier they would have landed in, and usage that was taken back gives money back.
 * The lines name the period the usage happened in. Errors, which hold the account, are those of `productCharges`.
 * Example: 8 units billed as 82.00, 4 more late, 12 come to 115.00: a line of 33.00 for the old period.
 */
export function lateCharges(
  { product, period, meterIds, totals, events }: LateUsage,
  currency: Currency,
  reference: BillingReference,
  charged: AlreadyCharged,
): Charges {
  const result: Charges = { charges: [], issues: [] };
  const offering = reference.offerings.get(product.offeringId);
  if (!offering) {
    result.issues.push(productIssue(product, 'unknown_offering', 'names an offering that is not there'));
    return result;
  }
  if (offering.billedBy === 'partner') return result;
  const usagePrices = pricesOf(product, currency, reference, result.issues).filter(
    ({ price }) => price.kind === 'usage',
  );
  const measured = measureUsage(product, usagePrices, { totals, events }, period, reference, result.issues);
  for (const { id, name, price } of usagePrices) {
    const meter = reference.meters.get(price.meter ?? '');
    const usage = measured.get(price);
    if (!meter || !usage || !meterIds.includes(meter.id)) continue;
    const whole = ratePrice(price, { currency, period, ...usage });
    const before = chargedBy(charged, product.id, price.key, period.from);
    const source = { product, offering, priceId: id, name, price, period, unit: meter.unit };
    for (const line of subtractCharged(whole, before, currency)) {
      if (isNothing(price, line)) continue;
      const lineKey = partKey(`${product.id}:${line.key}:${period.from}`, 'late', charged);
      const charge = chargeOf(source, lineKey, line, before.has(line.key));
      const description = `${charge.description} · ${periodName(period)}, usage received late`;
      result.charges.push({ ...charge, description });
    }
  }
  return result;
}
