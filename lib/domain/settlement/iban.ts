export type IbanFault = 'iban_characters' | 'iban_country' | 'iban_length' | 'iban_checksum';

/** An account number as it is kept and compared: capitals, no blanks. */
export const compactAccount = (text: string): string => text.replace(/[\s.-]/g, '').toUpperCase();

/**
 * What is wrong with an IBAN in its compact form, or null: ISO 13616, the country's own length, and the remainder 1 of modulo 97
 * (ISO 7064). DE89370400440532013000 is one; with any digit changed it is none.
 */
export function ibanFault(compact: string): IbanFault | null {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(compact)) return 'iban_characters';
  const length = LENGTHS.get(compact.slice(0, 2));
  if (length === undefined) return 'iban_country';
  if (compact.length !== length) return 'iban_length';
  return remainder(compact.slice(4) + compact.slice(0, 4)) === 1 ? null : 'iban_checksum';
}

/** How long an IBAN of a country is; null where the country has none. */
export const ibanLength = (country: string): number | null => LENGTHS.get(country) ?? null;

/** The two check digits of a country's account number (BBAN): ibanCheckDigits('DE', '370400440532013000') is '89'. */
export const ibanCheckDigits = (country: string, bban: string): string =>
  String(98 - remainder(`${bban}${country}00`)).padStart(2, '0');

/** In groups of four, for people. */
export const groupedIban = (compact: string): string => compact.replace(/(.{4})(?=.)/g, '$1 ');

/** What a reader needs in order to recognise an account, and a thief cannot use: country and the last four. */
export const maskedAccount = (compact: string): string =>
  /^[A-Z]{2}/.test(compact)
    ? `${compact.slice(0, 2)} •••• ${compact.slice(-4)}`
    : `•••• ${compact.slice(-4)}`;

/** ISO 9362: four letters of the bank, two of the country, two of the place, and three of a branch or none. */
export const isBic = (text: string): boolean => /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(text);

function remainder(text: string): number {
  let rest = 0;
  for (const character of text) {
    // A letter is two digits: A is 10, Z is 35.
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

// SWIFT IBAN registry, release 99 (2024).
const LENGTHS: ReadonlyMap<string, number> = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18
   FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20
   LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31
   SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`
    .trim()
    .split(/\s+/)
    .map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]),
);
