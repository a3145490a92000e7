import type { BilledProductRow } from '@/lib/db/billing-inputs';
import type { ChargeKind, ChargeLine } from '@/lib/domain/billing/charge-line';
import type { Currency } from '@/lib/domain/money/currency';
import type { Issue } from '@/lib/domain/money/issue';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { contains, intersect, type Period } from '@/lib/domain/period/period';
import type { Price } from '@/lib/domain/pricing/price';
import { type RatingInput, ratePrice } from '@/lib/domain/rating/rate';
import type { RatedLine } from '@/lib/domain/rating/rated-line';
import type { BillingReference, OfferingReference } from '@/lib/services/bill-runs/billing-reference';
import { type MeasuredUsage, measureUsage, type ProductUsage } from '@/lib/services/bill-runs/measure-usage';
import { pricesOf, productIssue } from '@/lib/services/bill-runs/product-prices';
import { decimalOf } from '@/lib/services/bill-runs/stored-decimal';

export type Charges = { charges: ChargeLine[]; issues: Issue[] };

/**
 * What one product costs in a period: each of its pinned prices through `ratePrice`. Recurring prices are in arrears, for the
 * days the product was there; one-time prices fall in the period of its first day; usage prices read the meter's totals.
 * Usage that cost nothing makes no line. Errors, which hold the account: `unknown_offering`, `unknown_price`, `invalid_price`,
 * `currency_mismatch`, `unknown_meter`, `unrated_usage`.
 */
export function productCharges(
  product: BilledProductRow,
  usage: ProductUsage,
  period: Period,
  currency: Currency,
  reference: BillingReference,
): Charges {
  const result: Charges = { charges: [], issues: [] };
  const offering = reference.offerings.get(product.offeringId);
  if (!offering) {
    result.issues.push(productIssue(product, 'unknown_offering', 'names an offering that is not there'));
    return result;
  }
  const prices = pricesOf(product, currency, reference, result.issues);
  const measured = measureUsage(product, prices, usage, period, reference, result.issues);
  for (const { id, name, price } of prices) {
    const input = ratingInput(product, price, measured.get(price), period, currency);
    if (input === null) continue;
    for (const line of ratePrice(price, input)) {
      if (isNothing(price, line)) continue;
      const unit = price.meter === undefined ? null : (reference.meters.get(price.meter)?.unit ?? null);
      result.charges.push(
        chargeOf({ product, offering, priceId: id, name, price, period, unit }, line, input),
      );
    }
  }
  return result;
}

/** Null: the price is not due in this period. */
function ratingInput(
  product: BilledProductRow,
  price: Price,
  usage: MeasuredUsage | undefined,
  period: Period,
  currency: Currency,
): RatingInput | null {
  const startedOn = product.startedOn as CivilDate;
  const quantity = decimalOf(product.quantity);
  switch (price.kind) {
    case 'one_time':
      return contains(period, startedOn) ? { currency, period, quantity } : null;
    case 'recurring': {
      const endedOn = (product.endedOn ?? period.to) as CivilDate;
      const service = startedOn < endedOn ? intersect(period, { from: startedOn, to: endedOn }) : null;
      return service === null ? null : { currency, period, service, quantity };
    }
    case 'usage':
      return { currency, period, ...usage };
  }
}

function isNothing(price: Price, line: RatedLine): boolean {
  return price.kind === 'usage' && line.quantity === 0n && line.exact === 0n && line.amountMinor === 0n;
}

type ChargeSource = {
  product: BilledProductRow;
  offering: OfferingReference;
  priceId: string;
  name: string;
  price: Price;
  period: Period;
  unit: string | null;
};

function chargeOf(source: ChargeSource, line: RatedLine, input: RatingInput): ChargeLine {
  const { product, offering, priceId, name, price, period, unit } = source;
  const isCharge = line.kind === 'charge';
  return {
    lineKey: `${product.id}:${line.key}:${period.from}`,
    supplierId: offering.supplierId,
    supplierRole: offering.role,
    sellerId: offering.sellerId,
    productId: product.id,
    offeringId: offering.id,
    priceId,
    description: product.name === name ? name : `${product.name} · ${name}`,
    kind: kindOf(price, line),
    sourceMode: offering.role === 'operator' ? 'own' : 'hub',
    partnerBillId: null,
    period: price.kind === 'recurring' ? (input.service ?? period) : period,
    quantity: isCharge ? line.quantity : null,
    unit: isCharge ? unit : null,
    exact: line.exact,
    amountMinor: line.amountMinor,
    taxClass: offering.taxClass,
    agreementId: offering.agreementId,
    steps: line.steps,
  };
}

function kindOf(price: Price, { kind }: RatedLine): ChargeKind {
  return kind === 'charge' ? price.kind : kind;
}
