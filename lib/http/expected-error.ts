import { invalid } from '@/lib/errors';
import { log } from '@/lib/log';

/**
 * A number that no column can keep (SQLSTATE 22003) is what the sender wrote, where no bound stopped it before: the net below `requireBounded`.
 * Logged all the same, because a sum of ours could be too large as well.
 */
export function expectedError(error: unknown): unknown {
  if (!(error instanceof Error) || (error as { code?: unknown }).code !== '22003') return error;
  log.warn({ error: error.stack }, 'a number was out of range');
  return invalid('amount_too_large', '', 'A number in this is larger than can be kept.');
}
