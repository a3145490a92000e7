/** Whether an account (IBAN, compact) is of SEPA: the countries and territories of EPC409-09, by the start of their IBANs. */
export const isSepaIban = (iban: string | null): iban is string =>
  iban !== null && SEPA.has(iban.slice(0, 2));

/** The largest SEPA credit transfer in cents: 999,999,999.99 EUR (EPC115-06, AT-T002). */
export const MAX_SEPA_MINOR = 99_999_999_999n;

const SEPA = new Set(
  `AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK
   SM VA`.split(/\s+/),
);
