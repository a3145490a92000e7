import type { LineFaultCode } from '@/lib/domain/billing/partner-bill/partner-line';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';

export type LineField =
  | 'account'
  | 'currency'
  | 'service'
  | 'taxCode'
  | 'chargeCategory'
  | 'periodFrom'
  | 'lineKey';
export type FaultCode = LineFaultCode | 'duplicate_line';

export type WordedFault = { severity: 'error' | 'warning'; field: LineField; words: string };

/**
 * A fault of rows in words that end with what to do. `value` is what is wrong with them: an account, a currency, a service; null
 * stands for all the rest of them. `currency` is that of the rows.
 */
export function faultWords(
  { code, value, currency }: { code: FaultCode; value: string | null; currency: string | null },
  { cycle, oldestFrom }: { cycle: Period; oldestFrom: CivilDate },
): WordedFault {
  switch (code) {
    case 'unknown_account':
      return error(
        'account',
        `${accountName(value)} is not mapped to a billing account. Map it, then try again.`,
      );
    case 'unknown_currency':
      return error(
        'currency',
        `${value === null ? 'Other codes are' : `"${cut(value)}" is`} not a currency of ISO 4217. Correct the file.`,
      );
    case 'currency_mismatch':
      return warning(
        'currency',
        `Charges in ${currency} wait, because the billing account is billed in ${value ?? 'another currency'}. Map it to an account in ${currency}, or wait for an exchange rate.`,
      );
    case 'unknown_product':
      return error(
        'service',
        `${value === null ? 'Further services are' : `The service "${cut(value)}" is`} not mapped, and the agreement bills only services that are. Map it, then try again.`,
      );
    case 'unknown_tax_code':
      return error(
        'taxCode',
        `${value === null ? 'Further tax codes are' : `The tax code "${cut(value)}" is`} not mapped to a tax class. Map it, then try again.`,
      );
    case 'tax_line':
      return warning(
        'chargeCategory',
        'The partner’s own tax is not passed on: tax is computed on the customer’s bill.',
      );
    case 'duplicate_line':
      return warning(
        'lineKey',
        value === 'earlier'
          ? 'Already in an earlier bill of this partner, so not billed again.'
          : 'The same line is in this bill more than once; it is billed once.',
      );
    case 'period_outside_window':
      return value === 'future'
        ? warning(
            'periodFrom',
            `The charge starts on or after ${cycle.to}, the end of the cycle. It waits for the next one.`,
          )
        : error(
            'periodFrom',
            `The charge starts before ${oldestFrom}, the oldest the agreement allows. Ask the partner, or change the agreement.`,
          );
  }
}

function error(field: LineField, words: string): WordedFault {
  return { severity: 'error', field, words };
}

function warning(field: LineField, words: string): WordedFault {
  return { severity: 'warning', field, words };
}

function accountName(value: string | null): string {
  if (value === null) return 'Each of further accounts';
  return value === '' ? 'A line without an account' : `The account "${cut(value)}"`;
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
