import type { EInvoiceParty } from '@/lib/documents/ubl/einvoice';

export type ElectronicAddress = { scheme: string; id: string };

/**
 * Where a party can be reached in the Peppol network, as far as its VAT id says it (Electronic Address Scheme, EAS). Null: no VAT id, or a
 * country whose participants go by another number.
 * Example: PL5272480916 is 9945; SE556677889901 is 0007 with the organisation number 5566778899.
 */
export function electronicAddress({ vatId, country }: EInvoiceParty): ElectronicAddress | null {
  const id = vatId?.replace(/[\s.-]/g, '').toUpperCase() ?? '';
  if (id === '') return null;
  if (country === 'SE') return organisation('0007', /^SE(\d{10})01$/.exec(id)?.[1], isLuhn);
  if (country === 'DK') return /^DK\d{8}$/.test(id) ? { scheme: '0184', id } : null;
  if (country === 'GR') return organisation('9933', /^EL(\d{9})$/.exec(id)?.[1], isGreekTin);
  const scheme = VAT_SCHEMES[country];
  return scheme ? { scheme, id } : null;
}

function organisation(
  scheme: string,
  id: string | undefined,
  isValid: (id: string) => boolean,
): ElectronicAddress | null {
  return id && isValid(id) ? { scheme, id } : null;
}

/** The last digit of a Swedish organisation number (PEPPOL-COMMON-R049). */
function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** The last digit of a Greek tax number (GR-R-009). */
function isGreekTin(digits: string): boolean {
  const sum = [...digits.slice(0, 8)].reduce(
    (total, digit, place) => total + Number(digit) * 2 ** (8 - place),
    0,
  );
  return (sum % 11) % 10 === Number(digits[8]);
}

// EAS codes for "VAT number of …".
const VAT_SCHEMES: Readonly<Record<string, string>> = {
  ...{ AD: '9922', AL: '9923', AT: '9914', BA: '9924', BE: '9925', BG: '9926', CH: '9927', CY: '9928' },
  ...{ CZ: '9929', DE: '9930', EE: '9931', ES: '9920', FI: '0213', FR: '9957', GB: '9932', HR: '9934' },
  ...{ HU: '9910', IE: '9935', IT: '0211', LI: '9936', LT: '9937', LU: '9938', LV: '9939', MC: '9940' },
  ...{ ME: '9941', MK: '9942', MT: '9943', NL: '9944', PL: '9945', PT: '9946', RO: '9947', RS: '9948' },
  ...{ SI: '9949', SK: '9950', SM: '9951', TR: '9952', VA: '9953' },
};
