import { z } from 'zod';
import { isCurrency } from '@/lib/domain/money/currency';
import { compactAccount, type IbanFault, ibanFault, isBic } from '@/lib/domain/settlement/iban';
import { isSepaIban } from '@/lib/domain/settlement/sepa';

const FAULTS: Readonly<Record<IbanFault, string>> = {
  iban_characters: 'An IBAN begins with two letters and two digits, and has letters and digits only.',
  iban_country: 'No country of this code has IBANs. Give the account number instead.',
  iban_length: 'This IBAN is too short or too long for its country.',
  iban_checksum: 'The check digits do not fit: one of the characters is wrong.',
};

const blankIsNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const optional = (max: number) =>
  z
    .string()
    .max(max)
    .nullish()
    .transform((text) => blankIsNull(text ?? ''));

/** An IBAN in its compact form, its country, length and check digits proved; nothing is null. */
export const ibanField = optional(60)
  .transform((text) => text && compactAccount(text))
  .superRefine((iban, ctx) => {
    const fault = iban && ibanFault(iban);
    if (fault) ctx.addIssue({ code: 'custom', message: FAULTS[fault], params: { code: fault } });
  });

export const bicField = optional(20)
  .transform((text) => text && compactAccount(text))
  .refine((bic) => bic === null || isBic(bic), 'A BIC has 8 or 11 letters and digits, like COBADEFFXXX.');

export const BIC_NEEDED = 'Outside SEPA the IBAN does not tell the bank: give its BIC.';
export const needsBic = ({ iban, bic }: { iban: string | null; bic: string | null }): boolean =>
  iban !== null && bic === null && ibanFault(iban) === null && !isSepaIban(iban);

/** Where a party is paid, or pays from: an IBAN, or another number and the BIC of its bank. */
export const bankDetailsFields = z
  .strictObject({
    currency: optional(3)
      .transform((code) => code?.toUpperCase() ?? null)
      .refine((code) => code === null || isCurrency(code), 'This is no currency code, like EUR.')
      .describe('Null: for every currency that has no account of its own.'),
    holder: z.string().trim().min(1, 'Say whose account it is.').max(70),
    iban: ibanField,
    accountNumber: optional(60)
      .transform((text) => text && compactAccount(text))
      .refine(
        (text) => text === null || /^[A-Z0-9]{5,34}$/.test(text),
        'An account number has 5 to 34 letters and digits.',
      )
      .describe('Where there is no IBAN.'),
    bic: bicField,
    street: optional(70),
    town: z.string().trim().min(1, 'Banks ask for the town.').max(35),
    postcode: optional(16),
    country: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, 'Two letters, like DE.'),
  })
  .superRefine(({ iban, accountNumber, bic }, ctx) => {
    const refuse = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message });
    if (iban === null && accountNumber === null) refuse('iban', 'Give an IBAN, or another account number.');
    if (iban !== null && accountNumber !== null) {
      refuse('accountNumber', 'An account has one number: leave this empty, or the IBAN.');
    }
    if (iban === null && accountNumber !== null && bic === null) {
      refuse('bic', 'Without an IBAN the bank is known by its BIC only.');
    }
    if (needsBic({ iban, bic })) refuse('bic', BIC_NEEDED);
  });

export type BankDetailsInput = z.output<typeof bankDetailsFields>;
