import { fail, type Issue, ok, type Result } from '@/lib/domain/money/issue';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { isEuCountry } from '@/lib/domain/tax/eu-countries';
import type { TaxParty, TaxRate, TaxTreatment } from '@/lib/domain/tax/tax-party';

export type TaxQuestion = {
  seller: TaxParty;
  buyer: TaxParty;
  productTaxClass: string;
  rates: readonly TaxRate[];
  /** The tax point: rates valid on this day apply. */
  on: CivilDate;
};

/**
 * Decides the VAT category and rate of a service, by the place of supply of Directive 2006/112/EC, articles 44, 45, 58 and 196:
 * same country → that country's rate · seller and buyer in two EU countries → reverse charge (AE) for a business with a VAT
 * id, the buyer's country's rate for a consumer · an outside seller to an EU consumer → the consumer's country's rate ·
 * everything else across a border is outside the scope of the seller's VAT (O).
 * Fails with `missing_tax_data` when a country, a VAT id that decides, or a rate is missing: a guess would be an invoice to correct.
 * Example: DE → DE 'standard' is S at 190000n; DE → PL business with VAT id is AE at 0n; DE → US is O at 0n.
 */
export function determineTax(question: TaxQuestion): Result<TaxTreatment> {
  const { seller, buyer } = question;
  if (!isCountryCode(seller.country)) return missing('seller.country', 'Give the seller a country.');
  if (!isCountryCode(buyer.country)) return missing('buyer.country', 'Give the billing account a country.');

  if (seller.country === buyer.country) return localRate(question, seller.country);
  if (!isEuCountry(buyer.country)) return ok(OUT_OF_SCOPE);
  if (!buyer.isBusiness) return localRate(question, buyer.country);
  if (!isEuCountry(seller.country)) return ok(OUT_OF_SCOPE);
  if (hasText(buyer.vatId) && hasText(seller.vatId)) return ok(REVERSE_CHARGE);

  return hasText(buyer.vatId)
    ? missing('seller.vatId', 'Reverse charge needs the VAT id of the seller: add it to the seller.')
    : missing(
        'buyer.vatId',
        `A business in ${buyer.country} needs a VAT id for reverse charge: add it, or mark the account as a consumer.`,
      );
}

function localRate(question: TaxQuestion, country: string): Result<TaxTreatment> {
  const { productTaxClass, rates, on, seller } = question;
  for (const rate of rates) {
    if (rate.country !== country || rate.productTaxClass !== productTaxClass) continue;
    if (on < rate.from || (rate.to !== null && on >= rate.to)) continue;
    // BR-S-02: a standard rated invoice without the seller's VAT id is refused everywhere.
    if (rate.category === 'S' && isEuCountry(country) && !hasText(seller.vatId)) {
      return missing('seller.vatId', 'A seller that charges VAT needs a VAT id: add it to the seller.');
    }
    return ok({
      category: rate.category,
      ratePpm: rate.ratePpm,
      reasonCode: rate.reasonCode ?? null,
      reason: rate.reason ?? null,
    });
  }
  return missing(
    'rates',
    `No tax rate for class "${productTaxClass}" in ${country} on ${on}: add one under Tax rates.`,
  );
}

function missing(path: string, message: string): Result<TaxTreatment> {
  const issue: Issue = { code: 'missing_tax_data', severity: 'error', path, message };
  return fail(issue);
}

function isCountryCode(text: string): boolean {
  return /^[A-Z]{2}$/.test(text);
}

function hasText(text: string | null): text is string {
  return text !== null && text.trim() !== '';
}

// Codes of the CEF VATEX list, which EN 16931 asks for beside the category.
const REVERSE_CHARGE: TaxTreatment = Object.freeze({
  category: 'AE',
  ratePpm: 0n,
  reasonCode: 'VATEX-EU-AE',
  reason: 'Reverse charge',
});
const OUT_OF_SCOPE: TaxTreatment = Object.freeze({
  category: 'O',
  ratePpm: 0n,
  reasonCode: 'VATEX-EU-O',
  reason: 'Not subject to VAT',
});
