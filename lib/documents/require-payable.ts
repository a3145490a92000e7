import type { FilePayment, PaymentFile, PaymentParty } from '@/lib/documents/payment-file';
import { sepaText } from '@/lib/documents/sepa-text';
import { formatMinor } from '@/lib/domain/money/money';
import { ibanFault, isBic } from '@/lib/domain/settlement/iban';
import { isSepaIban, MAX_SEPA_MINOR } from '@/lib/domain/settlement/sepa';
import { AppError, type ErrorIssue } from '@/lib/errors';

/**
 * Refuses payments that a bank would send back, all of them at once. An id is up to 35 of the characters that banks take, neither begins
 * nor ends with a slash, and comes once. Fails: `no_payments`, `bad_reference`, `repeated_reference`, `not_above_zero`,
 * `amount_too_large`, `bad_iban`, `account_missing`, `bad_bic`, `bic_missing`, `name_unwritable`, `address_incomplete`.
 */
export function requirePayable({ messageId, debtor, payments }: PaymentFile): void {
  const issues: ErrorIssue[] = [];
  if (payments.length === 0) {
    issues.push({ code: 'no_payments', path: 'payments', message: 'There is nothing to pay.' });
  }
  if (!isReference(messageId)) issues.push(badReference('messageId', messageId));
  issues.push(...partyIssues(debtor, 'debtor'));
  const seen = new Set<string>();
  for (const [i, payment] of payments.entries()) {
    issues.push(...paymentIssues(payment, `payments.${i}`, seen.has(payment.endToEndId)));
    issues.push(...schemeIssues(debtor, payment, `payments.${i}`));
    seen.add(payment.endToEndId);
  }
  if (issues.length > 0) throw new AppError('invalid', issues[0]!.code, issues[0]!.message, issues);
}

const isReference = (text: string): boolean => text.length > 0 && sepaText(text, 35) === text;

const badReference = (path: string, text: string): ErrorIssue => ({
  ...{ code: 'bad_reference', path },
  message: `"${text.slice(0, 60)}" cannot be a reference: it has up to 35 letters, digits and signs that banks take.`,
});

function paymentIssues(payment: FilePayment, path: string, isRepeated: boolean): ErrorIssue[] {
  const { endToEndId, amountMinor, creditor } = payment;
  const issues = partyIssues(creditor, `${path}.creditor`);
  if (!isReference(endToEndId)) issues.push(badReference(`${path}.endToEndId`, endToEndId));
  if (isRepeated) {
    const message = `${endToEndId} is in the file twice, and would be paid twice.`;
    issues.push({ code: 'repeated_reference', path: `${path}.endToEndId`, message });
  }
  if (amountMinor <= 0n) {
    const message = `${endToEndId} pays nothing: an amount is above zero.`;
    issues.push({ code: 'not_above_zero', path: `${path}.amount`, message });
  }
  return issues;
}

/** Euro from an account of SEPA to one of it: there the IBAN says the bank. */
export const isSepaPayment = (debtor: PaymentParty, { currency, creditor }: FilePayment): boolean =>
  currency === 'EUR' && isSepaIban(debtor.iban) && isSepaIban(creditor.iban);

function schemeIssues(debtor: PaymentParty, payment: FilePayment, path: string): ErrorIssue[] {
  const { amountMinor, creditor, currency, endToEndId } = payment;
  const issues: ErrorIssue[] = [];
  const mostMinor = isSepaPayment(debtor, payment) ? MAX_SEPA_MINOR : MAX_ISO_MINOR;
  if (amountMinor > mostMinor) {
    const message = `${endToEndId} is above ${formatMinor(mostMinor, currency)} ${currency}, the most that one payment can be.`;
    issues.push({ code: 'amount_too_large', path: `${path}.amount`, message });
  }
  if (creditor.iban !== null && creditor.bic === null && !isSepaIban(creditor.iban)) {
    const message = `The account of ${creditor.name} is outside SEPA, where the bank has to be named by a BIC.`;
    issues.push({ code: 'bic_missing', path: `${path}.creditor.bic`, message });
  }
  return issues;
}

/** ISO 20022 has room for 18 digits in an amount, and as many in the sum of a file; far more than anybody is paid. */
const MAX_ISO_MINOR = 10n ** 15n - 1n;

function partyIssues(party: PaymentParty, path: string): ErrorIssue[] {
  const { name, iban, accountNumber, bic, address } = party;
  const issues: ErrorIssue[] = [];
  const refuse = (code: string, at: string, message: string) =>
    issues.push({ code, path: `${path}.${at}`, message });
  if (sepaText(name, 70) === '') {
    refuse(
      'name_unwritable',
      'name',
      `"${name}" has no letter that banks take. Write the name in Latin letters.`,
    );
  }
  if (iban === null && !accountNumber) {
    refuse('account_missing', 'iban', `${name} has no bank account to be paid to or from.`);
  } else if (iban !== null && ibanFault(iban) !== null) {
    refuse(
      'bad_iban',
      'iban',
      `The account of ${name} is no IBAN: its check digits or its length are wrong.`,
    );
  } else if (iban === null && bic === null) {
    refuse('bad_bic', 'bic', `The account of ${name} is no IBAN, so its bank has to be named by a BIC.`);
  }
  if (iban === null && accountNumber && !/^[A-Za-z0-9]{1,34}$/.test(accountNumber)) {
    refuse(
      'account_missing',
      'accountNumber',
      `The account number of ${name} has other signs than letters and digits.`,
    );
  }
  if (bic !== null && !isBic(bic)) refuse('bad_bic', 'bic', `"${bic.slice(0, 20)}" is no BIC.`);
  if (sepaText(address.town, 35) === '' || !/^[A-Z]{2}$/.test(address.country)) {
    refuse('address_incomplete', 'address', `The address of ${name} needs a town and a country.`);
  }
  return issues;
}
