import type { StatedParty, StatedTax } from '@/lib/domain/billing/partner-bill/statement';
import { type Decimal, negateDecimal, parseDecimal } from '@/lib/domain/money/decimal';
import type { XmlElement } from '@/lib/integrations/partner-bills/ubl/xml';

/** A number as XML schema writes decimals: a plus sign and a bare point are allowed there. */
export const ublDecimal = (text: string | null): Decimal | null =>
  text === null
    ? null
    : parseDecimal(
        text
          .replace(/^\+/, '')
          .replace(/^(-?)\./, '$10.')
          .replace(/\.$/, ''),
      );

/** An amount, negative for a credit note; null when it is not there or no number. */
export function signedAmount(element: XmlElement, path: string, isCredit: boolean): Decimal | null {
  const amount = ublDecimal(element.text(path));
  return amount !== null && isCredit ? negateDecimal(amount) : amount;
}

/** Percent to parts per million: 25 is 250000. Null for none, or for one finer than that. */
export function percentToPpm(text: string | null): bigint | null {
  const percent = ublDecimal(text);
  if (percent === null) return null;
  const unit = 10n ** 11n;
  return percent % unit === 0n ? percent / unit : null;
}

/** The taxes of the document's own currency; a second total is the same tax in the seller's currency. */
export function statedTaxes(document: XmlElement, currency: string, isCredit: boolean): StatedTax[] {
  return document
    .all('TaxTotal')
    .flatMap((total) => total.all('TaxSubtotal'))
    .flatMap((part) => {
      const base = signedAmount(part, 'TaxableAmount', isCredit);
      const tax = signedAmount(part, 'TaxAmount', isCredit);
      if (base === null || tax === null || part.find('TaxAmount')?.attribute('currencyID') !== currency)
        return [];
      const category = part.find('TaxCategory');
      return [
        {
          category: category?.text('ID') ?? '',
          ratePpm: percentToPpm(category?.text('Percent') ?? null),
          base,
          tax,
          reason: category?.text('TaxExemptionReason') ?? category?.text('TaxExemptionReasonCode') ?? null,
        },
      ];
    });
}

export function statedTaxTotal(document: XmlElement, currency: string, isCredit: boolean): Decimal | null {
  const total = document
    .all('TaxTotal')
    .find((candidate) => candidate.find('TaxAmount')?.attribute('currencyID') === currency);
  return total ? signedAmount(total, 'TaxAmount', isCredit) : null;
}

export function statedParty(document: XmlElement, role: string): StatedParty {
  const party = document.find(`${role}/Party`);
  const vat = party?.all('PartyTaxScheme').find((scheme) => scheme.text('TaxScheme/ID') === 'VAT');
  return {
    name: party?.text('PartyLegalEntity/RegistrationName') ?? party?.text('PartyName/Name') ?? null,
    vatId: vat?.text('CompanyID') ?? null,
    country: party?.text('PostalAddress/Country/IdentificationCode') ?? null,
  };
}
