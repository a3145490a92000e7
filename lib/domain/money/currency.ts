declare const currencyBrand: unique symbol;

/** An ISO 4217 alphabetic code of a currency that has minor units. */
export type Currency = string & { readonly [currencyBrand]: true };

export function isCurrency(text: string): text is Currency {
  return EXPONENTS.has(text);
}

/** A currency from a literal in code; throws when it is not in ISO 4217. */
export function currency(text: string): Currency {
  if (!isCurrency(text)) throw new RangeError(`Not an ISO 4217 currency: ${JSON.stringify(text)}`);
  return text;
}

/** The currency's own number of decimals, 0 to 4: JPY 0, EUR 2, KWD 3, CLF 4. */
export function currencyExponent(code: Currency): number {
  const exponent = EXPONENTS.get(code);
  if (exponent === undefined) throw new RangeError(`Not an ISO 4217 currency: ${JSON.stringify(code)}`);
  return exponent;
}

/** Every code we accept, in alphabetical order. */
export function currencyCodes(): Currency[] {
  return [...EXPONENTS.keys()].sort() as Currency[];
}

// ISO 4217 list one, without metals, funds of account and test codes. ANG and BGN were replaced in 2025 and 2026
// and stay here because bills and partners' files of before still carry them.
const CODES_BY_EXPONENT: readonly [number, string][] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
    CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
    MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS
    SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

const EXPONENTS: ReadonlyMap<string, number> = new Map(
  CODES_BY_EXPONENT.flatMap(([exponent, codes]) =>
    codes.split(/\s+/).map((code): [string, number] => [code, exponent]),
  ),
);
