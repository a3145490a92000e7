import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compactAccount,
  groupedIban,
  ibanCheckDigits,
  ibanFault,
  ibanLength,
  isBic,
  maskedAccount,
} from '@/lib/domain/settlement/iban';

// The examples of the registry.
const REAL = [
  'DE89370400440532013000',
  'GB29NWBK60161331926819',
  'FR1420041010050500013M02606',
  'PL61109010140000071219812874',
  'NO9386011117947',
  'MT84MALT011000012345MTLCAST001S',
];

test.each(REAL)('%s is an IBAN', (iban) => expect(ibanFault(iban)).toBeNull());

test.each([
  ['DE89370400440532013001', 'iban_checksum'],
  ['DE8937040044053201300', 'iban_length'],
  ['ZZ89370400440532013000', 'iban_country'],
  ['370400440532013000', 'iban_characters'],
  ['', 'iban_characters'],
  ['DE89 3704', 'iban_characters'],
] as const)('%s is none: %s', (iban, fault) => expect(ibanFault(iban)).toBe(fault));

test('a changed digit, and two neighbours that change places, are always found', () => {
  const anyAccount = fc.tuple(
    fc.constantFrom('DE', 'PL', 'NO', 'FR', 'AT'),
    fc.string({ minLength: 30, maxLength: 30, unit: fc.constantFrom(...'0123456789') }),
  );
  fc.assert(
    fc.property(anyAccount, fc.nat(9), fc.integer({ min: 1, max: 9 }), ([country, digits], at, by) => {
      const bban = digits.slice(0, ibanLength(country)! - 4);
      const iban = `${country}${ibanCheckDigits(country, bban)}${bban}`;
      expect(ibanFault(iban)).toBeNull();
      const place = 4 + at;
      const changed = String((Number(iban[place]) + by) % 10);
      expect(ibanFault(iban.slice(0, place) + changed + iban.slice(place + 1))).toBe('iban_checksum');
      const [a, b] = [iban[place]!, iban[place + 1]!];
      const swapped = iban.slice(0, place) + b + a + iban.slice(place + 2);
      expect(ibanFault(swapped)).toBe(a === b ? null : 'iban_checksum');
    }),
    { numRuns: 200 },
  );
});

test('people see it grouped or masked, and may type it as they like', () => {
  expect(compactAccount(' de89 3704-0044 0532 0130 00')).toBe(REAL[0]);
  expect(groupedIban(REAL[0]!)).toBe('DE89 3704 0044 0532 0130 00');
  expect(maskedAccount(REAL[0]!)).toBe('DE •••• 3000');
  expect(maskedAccount('0042137')).toBe('•••• 2137');
});

test.each([
  ['COBADEFFXXX', true],
  ['BREXPLPW', true],
  ['COBADEFFX', false],
  ['cobadeff', false],
])('%s as a BIC: %s', (bic, expected) => expect(isBic(bic)).toBe(expected));
