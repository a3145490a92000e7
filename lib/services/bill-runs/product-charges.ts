import type { BilledProductRow } from '@/lib/db/billing-inputs';
import type { ChargeKind, ChargeLine } from '@/lib/domain/billing/charge-line';
import type { Currency } from '@/lib/domain/money/currency';
import type { Issue } from '@/lib/domain/money/issue';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { contains, intersect, type Period } from '@/lib/domain/period/period';
import type { Price } from '@/lib/domain/pricing/price';
import { type RatingInput, ratePrice } from '@/lib/domain/rating/rate';
import type { RatedLine } from '@/lib/domain/rating/rated-line';
import { subtractCharged } from '@/lib/domain/rating/subtract-charged';
import {
  type AlreadyCharged,
  chargedBy,
  NOTHING_CHARGED,
  type PartKind,
  partKey,
  restKey,
} from '@/lib/services/bill-runs/already-charged';
import { type BilledPeriod, billPeriod } from '@/lib/services/bill-runs/billed-period';
import type { BillingReference, OfferingReference } from '@/lib/services/bill-runs/billing-reference';
import { measureUsage, type ProductUsage } from '@/lib/services/bill-runs/measure-usage';
import { pricesOf, productIssue } from '@/lib/services/bill-runs/product-prices';
import { supplyOn } from '@/lib/services/bill-runs/settlement-chains';
import { decimalOf } from '@/lib/services/bill-runs/stored-decimal';

export type Charges = { charges: ChargeLine[]; issues: Issue[] };

/**
 * What one product costs in a period, less what issued bills charged for it: each of its pinned prices through `ratePrice`.
 * Recurring prices are in arrears, for the days the product was there, or in advance, for the period after this one; one-time
 * prices fall in the period of its first day; usage prices read the meter's totals. Usage that cost nothing makes no line.
 * Usage that the partner bills itself is not charged here. A bill on demand charges what there is until its day, without a minimum spend: the cycle's own bill charges the rest.
 * Errors, which hold the account: `unknown_offering`, `unknown_price`, `invalid_price`, `currency_mismatch`, `unknown_meter`,
 * `unrated_usage`.
 */
export function productCharges(
  product: BilledProductRow,
  usage: ProductUsage,
  billed: BilledPeriod,
  currency: Currency,
  reference: BillingReference,
  charged: AlreadyCharged = NOTHING_CHARGED,
): Charges {
  const result: Charges = { charges: [], issues: [] };
  const offering = reference.offerings.get(product.offeringId);
  if (!offering) {
    result.issues.push(productIssue(product, 'unknown_offering', 'names an offering that is not there'));
    return result;
  }
  const all = pricesOf(product, currency, reference, result.issues);
  const prices = offering.billedBy === 'partner' ? all.filter(({ price }) => price.kind !== 'usage') : all;
  const measured = measureUsage(product, prices, usage, billed.period, reference, result.issues);
  for (const { id: priceId, name, price } of prices) {
    const unit = price.meter === undefined ? null : (reference.meters.get(price.meter)?.unit ?? null);
    for (const part of partsOf(product, price, billed)) {
      const { days, kind, ...input } = part;
      const before = chargedBy(charged, product.id, price.key, part.period.from);
      const whole =
        days === null
          ? []
          : ratePrice(withoutMinimum(price, billed), { currency, ...input, ...measured.get(price) });
      const source = { product, offering, priceId, name, price, period: days ?? part.period, unit };
      for (const line of subtractCharged(whole, before, currency)) {
        if (isNothing(price, line)) continue;
        const wholeKey = `${product.id}:${line.key}:${part.period.from}`;
        const lineKey = kind === 'rest' ? restKey(wholeKey, charged) : partKey(wholeKey, kind, charged);
        result.charges.push(chargeOf(source, lineKey, line, before.has(line.key)));
      }
    }
  }
  return result;
}

type Part = Pick<RatingInput, 'period' | 'service' | 'quantity'> & {
  /** What its lines say they are for; null: nothing was served, so what was charged for it goes back. */
  days: Period | null;
  kind: PartKind;
};

/** The periods a price is due for on this bill; none when it is not. */
function partsOf(product: BilledProductRow, price: Price, billed: BilledPeriod): Part[] {
  const { period } = billed;
  const days = billPeriod(billed);
  const kind = billed.kind === 'on_demand' ? 'interim' : 'rest';
  const quantity = decimalOf(product.quantity);
  switch (price.kind) {
    case 'one_time':
      return contains(days, product.startedOn as CivilDate) ? [{ period, quantity, days, kind }] : [];
    case 'recurring': {
      if (price.invoicing === 'advance') return partsInAdvance(product, billed, kind);
      const service = served(product, days);
      return service === null ? [] : [{ period, service, quantity, days: service, kind }];
    }
    case 'usage':
      return [{ period, days, kind }];
  }
}

/** This period, as far as the bill before did not charge it, and the next one. */
function partsInAdvance(product: BilledProductRow, { period, next }: BilledPeriod, kind: PartKind): Part[] {
  const quantity = decimalOf(product.quantity);
  const now = served(product, period);
  const parts: Part[] = [{ period, ...(now && { service: now }), quantity, days: now, kind }];
  const then = next === undefined ? null : served(product, next);
  if (next && then) parts.push({ period: next, service: then, quantity, days: then, kind: 'advance' });
  return parts;
}

/** The days of a product's service in a period; null when there are none. */
function served({ startedOn, endedOn }: BilledProductRow, period: Period): Period | null {
  const to = (endedOn !== null && endedOn < period.to ? endedOn : period.to) as CivilDate;
  return startedOn < to ? intersect(period, { from: startedOn as CivilDate, to }) : null;
}

/** While a period runs nobody can say that its minimum was not reached. */
function withoutMinimum(price: Price, { kind }: BilledPeriod): Price {
  if (kind !== 'on_demand' || price.minimumSpend === undefined) return price;
  const { minimumSpend: _, ...rest } = price;
  return rest as Price;
}

export function isNothing(price: Price, line: RatedLine): boolean {
  return price.kind === 'usage' && line.quantity === 0n && line.exact === 0n && line.amountMinor === 0n;
}

export type ChargeSource = {
  product: BilledProductRow;
  offering: OfferingReference;
  priceId: string;
  name: string;
  price: Price;
  /** The days the line is for. */
  period: Period;
  unit: string | null;
};

/** A rated line as a charge. A part that adds no units to what was charged before moves only money, and shows no quantity. */
export function chargeOf(
  source: ChargeSource,
  lineKey: string,
  line: RatedLine,
  isPart: boolean,
): ChargeLine {
  const { product, offering, priceId, name, price, period, unit } = source;
  const hasQuantity = line.kind === 'charge' && !(isPart && line.quantity === 0n);
  const { role, sellerId, agreementId } = supplyOn(offering.supplies, period.from);
  return {
    lineKey,
    supplierId: offering.supplierId,
    supplierRole: role,
    sellerId,
    productId: product.id,
    offeringId: offering.id,
    priceId,
    description: product.name === name ? name : `${product.name} · ${name}`,
    kind: kindOf(price, line),
    sourceMode: role === 'operator' ? 'own' : 'hub',
    partnerBillId: null,
    period,
    quantity: hasQuantity ? line.quantity : null,
    unit: hasQuantity ? unit : null,
    exact: line.exact,
    amountMinor: line.amountMinor,
    taxClass: offering.taxClass,
    agreementId,
    steps: line.steps,
  };
}

function kindOf(price: Price, { kind }: RatedLine): ChargeKind {
  return kind === 'charge' ? price.kind : kind;
}
