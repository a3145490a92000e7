import { invalid } from '@/lib/errors';

/**
 * Refuses an amount nobody can mean: below 10^16 minor units (100 trillion euros) a sum of hundreds of them still fits the columns, which are
 * 64 bits wide. Fails: `amount_too_large`.
 */
export function requireBounded(amountMinor: bigint, path = 'amount'): bigint {
  if (amountMinor > -MAX_MINOR && amountMinor < MAX_MINOR) return amountMinor;
  throw invalid('amount_too_large', path, 'This amount is larger than can be kept.');
}

const MAX_MINOR = 10n ** 16n;
