/** Whether VAT of the EU applies in the country, by its ISO 3166-1 alpha-2 code (Greece is GR here, EL only in a VAT id). */
export function isEuCountry(country: string): boolean {
  return EU_COUNTRIES.has(country);
}

const EU_COUNTRIES: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);
