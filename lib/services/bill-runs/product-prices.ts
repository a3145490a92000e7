import type { BilledProductRow } from '@/lib/db/billing-inputs';
import type { Currency } from '@/lib/domain/money/currency';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import type { Price } from '@/lib/domain/pricing/price';
import type { BillingReference, PriceReference } from '@/lib/services/bill-runs/billing-reference';

export type PinnedPrice = { id: string; name: string; price: Price };

/** The price versions a product was bought at, as far as they can be used; what is wrong with the others is an issue. */
export function pricesOf(
  product: BilledProductRow,
  currency: Currency,
  reference: BillingReference,
  issues: Issue[],
): PinnedPrice[] {
  const prices: PinnedPrice[] = [];
  for (const priceId of product.priceIds) {
    const found = reference.prices.get(priceId);
    const issue = priceFault(product, found, currency);
    if (issue !== null) issues.push(issue);
    if (found?.price && found.currency === currency) {
      prices.push({ id: priceId, name: found.name, price: found.price });
    }
  }
  return prices;
}

function priceFault(
  product: BilledProductRow,
  found: PriceReference | undefined,
  currency: Currency,
): Issue | null {
  if (!found) return productIssue(product, 'unknown_price', 'is sold at a price that is not there');
  if (found.currency !== currency) {
    const words = `is priced in ${found.currency}, and its account is billed in ${currency}`;
    return productIssue(product, 'currency_mismatch', words);
  }
  if (found.price) return null;
  const reasons = found.issues.map(({ message }) => message).join(' ');
  return productIssue(product, 'invalid_price', `has a price that cannot be read: ${reasons}`);
}

export function productIssue(product: BilledProductRow, code: string, words: string): Issue {
  return errorIssue(code, `products.${product.id}`, `The product "${product.name}" ${words}.`);
}
